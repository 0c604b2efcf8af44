/** The outcome of a check in sentences, from both sides of each condition. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../../src/blame/provenance/comparison.ts";
import { checkReport } from "../../src/report/check/check.ts";
import type { CheckReport } from "../../src/report/check/report.ts";
import { checkWords } from "../../src/wording/check.ts";
import { heapProfile } from "../blame/heap-buckets.ts";

const MIB = 1024 ** 2;
const heap = (inuse: number, timeNanos: bigint) =>
  heapProfile([{ stack: "main.main;main.keep", size: MIB, inuse, alloc: inuse }], { timeNanos });
const REPORT = checkReport(compare(heap(10, 1n), heap(40, 9n)));

function say(report: Partial<CheckReport>): string {
  return checkWords({ ...REPORT, ...report }).verdict;
}

const INTERVAL = { low: 20 * MIB, high: 40 * MIB, newGrowth: 30 * MIB, detectionLimit: 0 };

test("growth is more than allowed, within it, or no more than noise", () => {
  const base = { ...INTERVAL, maxGrowth: 5 * MIB };
  assert.equal(
    say({ ...base, outcome: "exceeded" }),
    "The heap grew by +30.00 MiB, more than the 5.00 MiB allowed (95% interval: +20.00 MiB to +40.00 MiB).",
  );
  assert.match(
    say({ ...base, outcome: "clean", maxGrowth: 30 * MIB }),
    /^The heap changed by \+30\.00 MiB, within the 30\.00 MiB allowed/,
  );
  assert.match(
    say({ ...base, outcome: "clean", maxGrowth: 30 * MIB - 1 }),
    /but that is no more than sampling noise explains/,
  );
});

test("of profiles of what was allocated it is said that what is live was checked", () => {
  const ofType = (inuse: number, timeNanos: bigint, defaultSampleType: string) => {
    const profile = heap(inuse, timeNanos);
    return { ...profile, header: { ...profile.header, defaultSampleType } };
  };
  const verdictOf = (type: string) =>
    checkWords(checkReport(compare(ofType(10, 1n, type), ofType(12, 9n, type)))).verdict;
  assert.match(
    verdictOf("alloc_space"),
    /\)\. That is what is live \(inuse_space\): these profiles are of what was allocated \(alloc_space\), which has no budget here; heapblame diff compares it\./,
  );
  for (const type of ["inuse_space", ""]) assert.doesNotMatch(verdictOf(type), /what is live/);
});

test("the interval is in the unit of its wider end", () => {
  assert.match(say({ ...INTERVAL, outcome: "exceeded", low: -2 * 1024 * MIB, high: 1024 }), /interval: -2\.00 GiB to /);
});

test("a budget below what can be seen is said where it was kept, and only there", () => {
  const clean = { ...INTERVAL, outcome: "clean", maxGrowth: 5 * MIB } as const;
  assert.match(
    say({ ...clean, detectionLimit: 5 * MIB + 1 }),
    /Growth of less than 5\.00 MiB could not have been seen\.$/,
  );
  for (const report of [
    { ...clean, detectionLimit: 5 * MIB },
    { ...clean, detectionLimit: null },
    { ...clean, detectionLimit: 9 * MIB, outcome: "exceeded" as const },
  ]) {
    assert.doesNotMatch(say(report), /could not have been seen/);
  }
});

test("what is not counted is said with its reasons", () => {
  const suppressed = { bytes: MIB, samples: 1, by: ["a", "b"] };
  const known = { bytes: 2 * MIB, fingerprints: ["GS-1"] };
  assert.match(
    say({ ...INTERVAL, suppressed, known }),
    /Not counted: \+1\.00 MiB is suppressed \(a, b\); \+2\.00 MiB is in the baseline \(GS-1\)\./,
  );
  assert.match(say({ ...INTERVAL, known }), /95% interval before the baseline is taken off:/);
  assert.match(say({ ...INTERVAL, suppressed }), /Not counted: \+1\.00 MiB is suppressed \(a, b\)\./);
  assert.doesNotMatch(say(INTERVAL), /Not counted|before the baseline/);
});

test("a scope is named, and one that nothing belongs to", () => {
  assert.match(say({ ...INTERVAL, scope: "own" }), /^What --scope own selects /);
  const verdict = { ...REPORT.verdict, facts: { inScope: 0, allocated: null } };
  assert.match(say({ ...INTERVAL, scope: "module=x", verdict }), /No sample belongs to module=x:/);
  assert.doesNotMatch(say({ ...INTERVAL, scope: "own" }), /No sample/);
});

test("what cannot be measured says why, if that is known", () => {
  const cause = { code: "unmeasurable", cause: "empty", facts: { inScope: 0, allocated: null } } as const;
  const provenance = [
    { code: "no-alloc", severity: "note", facts: { name: "x" } },
    { code: "empty", severity: "limiting", facts: { name: "base.pb" } },
  ] as const;
  assert.equal(
    say({ outcome: "unmeasurable", verdict: cause, provenance }),
    "Cannot be measured. base.pb has no samples.",
  );
  assert.equal(
    say({ outcome: "unmeasurable", verdict: { ...cause, cause: null }, provenance }),
    "Cannot be measured. The samples cannot be counted.",
  );
});

const PARTS = { bytes: 30 * MIB, low: 20 * MIB, high: 40 * MIB };
const grownIn = (...functions: string[]) => ({
  ...INTERVAL,
  maxGrowth: 5 * MIB,
  newGrowth: 0,
  grown: { ...PARTS, functions },
});

test("parts that grew while others shrank are told with their interval, and three of their functions", () => {
  const said = (...names: string[]) => say({ ...grownIn(...names), outcome: "exceeded" });
  assert.match(
    said("a.com/x.F"),
    /Parts of it surely grew by \+30\.00 MiB, more than the 5\.00 MiB allowed \(95% interval: \+20\.00 MiB to \+40\.00 MiB\), while others shrank: x\.F\./,
  );
  assert.match(said("main.a", "main.b", "main.c"), /while others shrank: main\.a, main\.b and main\.c\./);
  assert.match(
    said("main.a", "main.b", "main.c", "main.d"),
    /while others shrank: main\.a, main\.b, main\.c and 1 more\./,
  );
  assert.doesNotMatch(said("main.a"), /The heap grew by/);
  const whole = say({ ...grownIn("main.a"), outcome: "exceeded", newGrowth: 30 * MIB });
  assert.match(whole, /\+40\.00 MiB\): main\.a\./, "nothing else shrank");
  const kept = say({ ...grownIn("main.a"), outcome: "clean" });
  assert.match(kept, /Parts of it surely grew by \+30\.00 MiB \(95% interval/);
  assert.doesNotMatch(say(INTERVAL), /Parts of it/);
});

test("a budget of nothing is advised against, unless what is normal was given", () => {
  const normal = { captures: 3, spread: MIB, low: null, high: null, significant: true };
  assert.match(say({ ...INTERVAL, maxGrowth: 0, normal: null }), /A budget of 0 is below .* Give --max-growth/);
  assert.doesNotMatch(say({ ...INTERVAL, maxGrowth: 1, normal: null }), /A budget of 0/);
  assert.doesNotMatch(say({ ...INTERVAL, maxGrowth: 0, normal }), /A budget of 0/);
});

test("what is normal has its interval, and whether the budget is below it", () => {
  const normal = { captures: 3, spread: 4 * MIB, low: MIB, high: 7 * MIB, significant: true };
  const said = (given: Partial<typeof normal> | { significant: null | false; low?: null }, maxGrowth = 5 * MIB) =>
    say({ ...INTERVAL, maxGrowth, normal: { ...normal, ...given } });
  assert.match(
    said({}),
    /The 3 normal captures differ by 4\.00 MiB \(95% interval: \+1\.00 MiB to \+7\.00 MiB\); growth is what is above all of them\.$/,
  );
  assert.match(said({ significant: null, low: null }), /differ by 4\.00 MiB; growth is/);
  assert.match(said({ significant: false }, MIB), /all of them\. Sampling alone may make that difference\.$/);
  assert.match(said({}, 4 * MIB - 1), /A budget below that would fail on one of them alone\.$/);
  assert.doesNotMatch(said({}, 4 * MIB), /A budget below/);
  assert.doesNotMatch(say({ ...INTERVAL, normal: null }), /normal captures/);
});

test("the interval of what has no interval is that of nothing", () => {
  assert.match(say({ ...INTERVAL, outcome: "exceeded", low: null, high: null }), /\(95% interval: 0 to 0\)/);
});
