/** Captures of one process in one table. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { lineUp } from "../../../src/report/trend/table.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { capturesOf } from "./series-of.ts";

const profilesOf = (...live: Record<string, number>[]) => capturesOf(live).map(({ profile }) => profile);
const THREE = profilesOf({ put: 10 }, { put: 40, other: 5 }, { other: 7 });
const rowsOf = (length: number) => Array.from({ length }, (_, row) => row);

test("a row is a sample of any of them; each capture has its own column of the type", () => {
  const { columns, sampleType, profile } = lineUp(THREE, "inuse_space", true);
  assert.deepEqual([columns.length, sampleType], [3, { type: "inuse_space", unit: "bytes" }]);
  const sums = columns.map((column) => [...column].reduce<number>((sum, value) => sum + Number(value), 0));
  const of = (count: number) => Math.trunc((count * 65536) / (1 - Math.exp(-65536 / 524288)));
  assert.deepEqual(
    sums.map((sum) => Math.round(sum / 10)),
    [10, 45, 7].map((count) => Math.round(of(count) / 10)),
  );
  assert.equal(profile.samples.length, 8, "two functions and six counters");
});

test("captures of one process share what survived: their estimates go together", () => {
  const shared = lineUp(profilesOf({ put: 100 }, { put: 110 }), "inuse_space", true);
  const apart = lineUp(profilesOf({ put: 100 }, { put: 110 }), "inuse_space", false);
  const rows = rowsOf(shared.profile.samples.length);
  const [together, alone] = [shared.noise?.covariance(rows), apart.noise?.covariance(rows)];
  assert.ok((together?.[0]?.[1] ?? 0) > 0);
  assert.equal(alone?.[0]?.[1], 0);
  assert.ok(
    Math.abs((together?.[0]?.[0] ?? 0) / (alone?.[0]?.[0] ?? 1) - 1) < 1e-9,
    "the variance of each is the same",
  );
  const width = (noise: typeof shared.noise) => {
    const { low = 0, high = 0 } = noise?.change(rows) ?? {};
    return high - low;
  };
  assert.ok(width(shared.noise) < width(apart.noise));
});

test("a change is from the first to the last, of the rows that are asked for", () => {
  const { noise, profile } = lineUp(
    profilesOf({ put: 10, keep: 5 }, { put: 90, keep: 5 }, { put: 200, keep: 5 }),
    "inuse_space",
    true,
  );
  const all = noise?.change(rowsOf(profile.samples.length));
  const growth = (190 * 65536) / (1 - Math.exp(-65536 / 524288));
  assert.ok(all !== undefined && all.low > 0 && all.low < growth && growth < all.high);
  const none = noise?.change([]);
  assert.ok((none?.low ?? 1) <= 0 && (none?.high ?? -1) >= 0);
});

test("what cannot be counted has no noise", () => {
  const profiles = [profileFromText("main.a 1 100"), profileFromText("main.a 1 200")];
  assert.equal(lineUp(profiles, "inuse_space", true).noise, undefined);
});

test("one capture is a table too", () => {
  const { columns, sampleType } = lineUp(THREE.slice(0, 1), "inuse_objects", true);
  assert.deepEqual([columns.length, columns[0]?.length, sampleType.type], [1, 8, "inuse_objects"]);
});
