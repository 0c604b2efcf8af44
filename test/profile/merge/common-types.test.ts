/** Profiles of different units and types made ready to be added up. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { comparableProfiles } from "../../../src/profile/merge/common-types.ts";
import type { Profile, ValueType } from "../../../src/profile/tables.ts";

function profileOf(sampleTypes: readonly ValueType[], values: readonly number[], periodType?: ValueType): Profile {
  const period = periodType === undefined ? {} : { periodType, period: 4n };
  const builder = new ProfileBuilder({ sampleTypes, ...period });
  builder.addSample([], values);
  return builder.finish();
}

test("values and periods come in the finest unit of any", () => {
  const coarse = profileOf([{ type: "space", unit: "kb" }], [3], { type: "space", unit: "kb" });
  const fine = profileOf([{ type: "space", unit: "bytes" }], [5], { type: "space", unit: "bytes" });
  const [first, second] = comparableProfiles([coarse, fine]) as [Profile, Profile];
  assert.deepEqual(first.header.sampleTypes, [{ type: "space", unit: "bytes" }]);
  assert.deepEqual([first.samples.values[0]?.[0], second.samples.values[0]?.[0]], [3072, 5]);
  assert.deepEqual([first.header.period, first.header.periodType.unit], [4096n, "bytes"]);
});

test("units of other families are refused in pprof's words", () => {
  const bytes = profileOf([{ type: "x", unit: "bytes" }], [1]);
  const seconds = profileOf([{ type: "x", unit: "s" }], [1]);
  assert.throws(() => comparableProfiles([bytes, seconds]), {
    message: "sample types: incompatible types: {x bytes 0 0} {x s 0 0}",
  });
  const typed = profileOf([{ type: "x", unit: "bytes" }], [1], { type: "space", unit: "bytes" });
  assert.throws(() => comparableProfiles([typed, bytes]), {
    message: "period type: incompatible types: {space bytes 0 0} {  0 0}",
  });
});

test("one profile stays as it is, but must have a sample type", () => {
  const single = profileOf([{ type: "x", unit: "kb" }], [1]);
  assert.equal(comparableProfiles([single])[0]?.samples.values[0]?.[0], 1);
  const none = new ProfileBuilder({ sampleTypes: [] }).finish();
  assert.throws(() => comparableProfiles([none]), { message: "profiles have empty common sample type list" });
});

test("what not all have is left out with its values, and of the same types in another order the first one's counts", () => {
  const unit = "bytes";
  const both = profileOf(
    [
      { type: "x", unit },
      { type: "y", unit },
    ],
    [1, 2],
  );
  const other = profileOf(
    [
      { type: "y", unit },
      { type: "z", unit },
    ],
    [3, 4],
  );
  const turned = profileOf(
    [
      { type: "y", unit },
      { type: "x", unit },
    ],
    [5, 6],
  );
  const seen = (...profiles: Parameters<typeof comparableProfiles>[0]) =>
    comparableProfiles(profiles).map(({ header, samples }) => [
      header.sampleTypes.map(({ type }) => type).join(),
      samples.values.map((column) => Number(column[0])),
    ]);
  assert.deepEqual(seen(both, other), [
    ["y", [2]],
    ["y", [3]],
  ]);
  assert.deepEqual(seen(both, turned), [
    ["x,y", [1, 2]],
    ["x,y", [6, 5]],
  ]);
});
