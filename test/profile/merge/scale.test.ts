/** Values times ratios: rounding, what stays, and what is no longer exact. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { scaleColumn, scaleProfile } from "../../../src/profile/merge/scale.ts";
import { profileFromText } from "../profile-from-text.ts";

test("values are rounded half away from zero", () => {
  assert.deepEqual([...scaleColumn(Float64Array.of(1, 3, -1, -3, 4, 0), 0.5)], [1, 2, -1, -2, 2, 0]);
  assert.ok(
    scaleColumn(Float64Array.of(2 ** 52, -(2 ** 52)), 1.5) instanceof BigInt64Array,
    "their sum may leave 2^53",
  );
  assert.ok(scaleColumn(Float64Array.of(2 ** 52), 1.5) instanceof Float64Array);
});

test("a sample stays where a column that was scaled is not zero, with its stack and all of its values", () => {
  const profile = profileFromText("main.a;main.b 1 100\nmain.c 7 1\nmain.d;main.e;main.f 3 60");
  const { samples } = scaleProfile(profile, [1, 0.01]);
  assert.deepEqual(
    samples.values.map((column) => [...column]),
    [
      [1, 3],
      [1, 1],
    ],
  );
  const stack = (of: typeof samples, row: number) => [...of.locations.subarray(of.start[row], of.start[row + 1])];
  assert.deepEqual([stack(samples, 0), stack(samples, 1)], [stack(profile.samples, 0), stack(profile.samples, 2)]);
  assert.equal(samples.length, 2);
  assert.equal(scaleProfile(profile, [1, 1]), profile);
});
