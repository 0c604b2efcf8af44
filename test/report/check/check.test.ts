/** Budgets over the fixtures. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { changeInterval, sumGrowth } from "../../../src/blame/counts/growth-counts.ts";
import { type Comparison, compare } from "../../../src/blame/provenance/comparison.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import { buildCheck, type CheckResult } from "../../../src/report/check/check.ts";
import type { CheckQuery } from "../../../src/report/check/report.ts";
import { gatherEvidence } from "../../../src/report/growth/evidence.ts";
import { checkWords } from "../../../src/wording/check.ts";
import { type MODES, modePair } from "../../fixtures.ts";
import { readUnpacked } from "../../profile/corpus.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

const MIB = 1024 ** 2;

function check(mode: (typeof MODES)[number], query: Partial<CheckQuery> = {}): CheckResult {
  const [base, current] = modePair(mode).map((file) => parseProfile(readUnpacked(file)));
  if (base === undefined || current === undefined) throw new Error("no pair");
  return buildCheck(compare(base, current), { maxGrowth: 5 * MIB, ...query });
}

test("growth beyond the budget that is no noise exceeds it", () => {
  const { report } = check("retain");
  assert.equal(report.outcome, "exceeded");
  assert.ok(report.suspects.length > 0);
  assert.ok((report.low as number) > 5 * MIB);
});

test("growth beyond the budget that may be noise does not exceed it", () => {
  const { report } = check("steady", { maxGrowth: 0 });
  assert.ok(report.growth > 0);
  assert.equal(report.outcome, "clean");
});

test("only what the scope selects counts", () => {
  assert.equal(check("retain", { scope: { kind: "own" } }).report.outcome, "clean");
  assert.equal(check("warm-up", { scope: { kind: "own" } }).report.outcome, "exceeded");
  assert.equal(check("retain", { scope: { kind: "module", path: "k8s.io/api" } }).report.outcome, "exceeded");
  const frame = { kind: "frame", source: "receive", matches: (name: string) => name.includes("receive") } as const;
  assert.ok(check("retain", { scope: frame }).report.growth < check("retain").report.growth);
});

test("suppressed bytes are counted apart, and add up with the rest", () => {
  const rule = { source: "receive", matches: (name: string) => name.endsWith("(*StreamWatcher).receive") };
  const all = check("retain").report;
  const { report } = check("retain", { suppressions: [rule] });
  assert.equal(report.growth + report.suppressed.bytes, all.growth);
  assert.deepEqual(report.suppressed.by, ["receive"]);
  assert.match(checkWords(report).verdict, /is suppressed \(receive\)/);
});

test("a fingerprint suppresses the suspect that bears it", () => {
  const suspect = check("retain").report.suspects[0];
  if (suspect === undefined) throw new Error("no suspect");
  const { report } = check("retain", { suppressions: [{ source: suspect.fingerprint, matches: undefined }] });
  assert.ok(Math.abs(report.suppressed.bytes - suspect.growth) < 0.1 * suspect.growth);
  assert.ok(report.suspects.every(({ fingerprint }) => fingerprint !== suspect.fingerprint));
});

test("growth that the baseline knows is excused, more of it is not", () => {
  const { baseline } = check("retain");
  assert.equal(check("retain", { baseline }).report.outcome, "clean");
  const half = baseline.map((entry) => ({ ...entry, growth: entry.growth / 2 }));
  const { report } = check("retain", { baseline: half });
  assert.equal(report.outcome, "exceeded");
  assert.ok(report.known.bytes > 0 && report.newGrowth === report.growth - report.known.bytes);
});

test("beyond what the baseline knows the rest has to be sure too", () => {
  const { report: whole, baseline } = check("retain", { maxGrowth: 0 });
  const knowing = (part: number) => {
    const some = baseline.map((entry) => ({ ...entry, growth: entry.growth * part }));
    return check("retain", { maxGrowth: 0, baseline: some }).report;
  };
  const nearly = knowing(0.97);
  assert.ok(nearly.newGrowth > 0 && nearly.known.bytes > (whole.low as number), "what is left lies within the noise");
  assert.deepEqual([nearly.outcome, nearly.significant], ["clean", false]);
  const half = knowing(0.5);
  assert.ok(half.known.bytes < (whole.low as number));
  assert.deepEqual([half.outcome, half.significant], ["exceeded", true]);
});

test("growth of as much as the budget is within it", () => {
  const { growth } = check("retain").report;
  assert.equal(check("retain", { maxGrowth: growth }).report.outcome, "clean");
  assert.equal(check("retain", { maxGrowth: growth - 1 }).report.outcome, "exceeded");
});

test("what is surely grown by no more than the baseline knows is not sure to be beyond it", () => {
  const [base, current] = modePair("retain").map((file) => parseProfile(readUnpacked(file)));
  assert.ok(base !== undefined && current !== undefined);
  const comparison = compare(base, current);
  const index = comparison.diff.profile.header.sampleTypes.findIndex(({ type }) => type === "inuse_space");
  const { growth } = gatherEvidence(comparison, index, false);
  assert.ok(growth !== undefined);
  const { low } = changeInterval(sumGrowth(growth, new Int32Array(growth.current.length), 1), 0);
  const [first, ...others] = buildCheck(comparison).baseline;
  assert.ok(first !== undefined);
  const knowing = (growth: number) => buildCheck(comparison, { baseline: [{ ...first, growth }, ...others] }).report;
  // So that all entries together know as much, to the bit.
  const beside = knowing(0).known.bytes;
  const [at, below] = [knowing(low - beside), knowing(low - 1 - beside)];
  assert.deepEqual([at.known.bytes, below.known.bytes], [low, low - 1]);
  assert.deepEqual([at.significant, below.significant], [false, true]);
});

test("what is no comparison, or has no live bytes, is refused by what it lacks", () => {
  assert.throws(() => buildCheck({} as Comparison), /a comparison is what compare gives/);
  for (const [query, refusal] of [
    [{ suppressions: [{}] }, /a suppression says what it matches/],
    [{ baseline: [{}] }, /an entry of a baseline has a fingerprint/],
    [{ scope: {} }, /a scope is all, own, a module or frames/],
  ] as const)
    assert.throws(() => check("retain", query as unknown as CheckQuery), refusal);
  const counts = { sampleTypes: [{ type: "goroutine", unit: "count" }] };
  const [base, current] = ["main.main 1", "main.main 2"].map((text) => profileFromText(text, counts));
  assert.ok(base !== undefined && current !== undefined);
  assert.throws(() => buildCheck(compare(base, current)), {
    code: "no-common-sample-type",
    message: /no inuse_space to check, but goroutine/,
  });
});
