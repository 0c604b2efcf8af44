import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { keepRows } from "../../../src/profile/filter/keep-rows.ts";
import { keepSamples } from "../../../src/profile/merge/keep-samples.ts";
import { mergeProfiles, mergeSamples } from "../../../src/profile/merge/merge.ts";
import { arbitraryProfile } from "../arbitrary-profile.ts";
import { profileFromText } from "../profile-from-text.ts";
import { rowsOf } from "../rows-of.ts";

test("what is left is what a merge of it alone would come to: the same rows in the same order, under the same ids", () => {
  const cases = fc.tuple(
    arbitraryProfile({ smallValues: true }),
    fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
  );
  fc.assert(
    fc.property(cases, ([profile, marks]) => {
      const merged = mergeProfiles([profile]);
      const kept = Uint8Array.from({ length: merged.samples.length }, (_, row) => (marks[row] === true ? 1 : 0));
      const left = keepRows(merged, kept);
      const again = mergeSamples([left], [left.samples.values]);
      const rows = keepSamples(merged, kept);
      if (kept.includes(0)) assert.deepEqual(rowsOf(rows), { ...rowsOf(again), header: merged.header });
      else assert.equal(rows, merged);
    }),
  );
});

test("a profile without mappings has none afterwards", () => {
  const profile = mergeProfiles([profileFromText("main.main;a 1 2\nmain.main;b 3 4")]);
  const rows = keepSamples(profile, Uint8Array.of(0, 1));
  assert.deepEqual([rows.mappings.length, rows.samples.length], [0, 1]);
});

test("stacks end with the last sample that is left, and names of any length are kept", () => {
  const name = "n".repeat(20_000);
  const profile = mergeProfiles([profileFromText(`main.main;${name} 1 2\nmain.main;b 3 4\nmain.main 5 6`)]);
  for (const kept of [Uint8Array.of(1, 0, 1), Uint8Array.of(0, 1, 0), Uint8Array.of(0, 0, 0)]) {
    const { samples } = keepSamples(profile, kept);
    assert.equal(samples.locations.length, samples.start.at(-1));
  }
  const { functions, strings } = keepSamples(profile, Uint8Array.of(1, 0, 0));
  assert.ok(Array.from(functions.name, (row) => strings.at(row)).includes(name));
});
