/** That everything said of a comparison is said of the same two profiles under the same filters. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Comparison, compare, compareWithNothing } from "../../../src/blame/provenance/comparison.ts";
import { compilePattern } from "../../../src/profile/filter/regexp.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { growthReport } from "../../../src/report/growth/growth.ts";
import { modePair } from "../../fixtures.ts";
import { readUnpacked } from "../../profile/corpus.ts";

const [BEFORE, AFTER] = modePair("retain").map((file) => parseProfile(readUnpacked(file))) as [Profile, Profile];

function focused(focus: string): Comparison {
  const filters = { options: { focus }, compile: compilePattern, shown: [`focus=${focus}`] };
  return compare(BEFORE, AFTER, { filters });
}

test("what a filter leaves has the statistics of what it leaves, not those of the whole pair", () => {
  const [whole, part] = [compare(BEFORE, AFTER), focused("watch")];
  const rows = part.diff.profile.samples.length;
  assert.ok(rows > 0 && rows < whole.diff.profile.samples.length);
  assert.equal(part.counts.current.sampling.size.length, rows);
  const [all, some] = [growthReport(whole), growthReport(part)];
  assert.ok(all.certainty !== null && some.certainty !== null);
  assert.ok(some.certainty.samplesCurrent < all.certainty.samplesCurrent);
  assert.ok(some.certainty.current.low <= Number(some.totals.current));
  assert.ok(some.certainty.current.high >= Number(some.totals.current));
  assert.deepEqual(some.filters, ["focus=watch"]);
});

test("what is known of the pair is known of the profiles as they were read, whatever the filter leaves", () => {
  assert.deepEqual(focused("watch").pair.counters, compare(BEFORE, AFTER).pair.counters);
  assert.equal(focused("no such frame").pair.relation, "same");
});

test("a filter that meets nothing is said", () => {
  assert.deepEqual(focused("no such frame").notices, ["Focus expression matched no samples"]);
  const { provenance } = growthReport(focused("no such frame"));
  assert.ok(provenance.some(({ code }) => code === "filter"));
});

test("a comparison does not change", () => {
  const comparison = compare(BEFORE, AFTER);
  assert.throws(() => Object.assign(comparison, { diff: undefined }), TypeError);
  assert.equal(comparison.counts, comparison.counts);
});

test("the program's own module is handed on as it was stated", () => {
  assert.equal(compare(BEFORE, AFTER, { mainModule: "a.com/b" }).mainModule, "a.com/b");
  assert.equal(compare(BEFORE, AFTER).mainModule, undefined);
});

test("growth from nothing has all that is live as growth, and nothing that blocks it", () => {
  const profile = parseProfile(readUnpacked(modePair("retain")[1]));
  const { diff, pair, isBlocked, isOtherBuild, counts } = compareWithNothing(profile, {});
  const sum = (columns: readonly ArrayLike<number | bigint>[], at: number): number =>
    Array.from(columns[at] as ArrayLike<number | bigint>).reduce((all: number, value) => all + Number(value), 0);
  const types = profile.samples.values.length;
  assert.ok(Math.abs(diff.profile.samples.length - profile.samples.length) <= 2, "stacks alike are one row");
  assert.deepEqual([isBlocked, isOtherBuild], [false, false]);
  assert.ok(pair.findings.every(({ severity }) => severity !== "blocking"));
  const values = diff.profile.samples.values;
  const all = Array.from({ length: values.length }, (_, at) => sum(values, at));
  assert.ok(all.some((value) => value === sum(profile.samples.values, types - 1)));
  assert.ok(counts.base.inuse === undefined || counts.base.inuse.counts.every((count) => count === 0));
});
