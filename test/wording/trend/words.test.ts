/** What is said of a limit: a time only where a sure rise goes on, and no time for an end that has none. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseProfile } from "../../../src/profile/parse.ts";
import type { TrendFinding } from "../../../src/report/trend/findings.ts";
import type { TrendReport } from "../../../src/report/trend/report.ts";
import { trendReport } from "../../../src/report/trend/trend.ts";
import { trendWords } from "../../../src/wording/trend/words.ts";
import { fixture } from "../../fixtures.ts";
import { readUnpacked } from "../../profile/corpus.ts";

const MIB = 1024 ** 2;
const captures = ["before", "1", "2", "3", "4", "after"].map((name) => ({
  name: `${name}.out`,
  profile: parseProfile(readUnpacked(fixture(`streamwatcher/retain/heap-${name}.out`))),
}));
const RUN = {
  ...{ unit: "bytes", first: MIB, last: 3 * MIB, growth: 2 * MIB, low: MIB, high: 3 * MIB },
  ...{ points: 3, seconds: 10, from: "a", to: "b", shape: "rising" },
} as const;
const MORE = { count: 2, function: "main.a", createdBy: null, hasGrowth: true, waits: null, waitsIn: null };
const REPORT = trendReport(captures, { limitBytes: 250 * MIB });

function say(hoursToLimit: TrendReport["hoursToLimit"]): string {
  return trendWords({ ...REPORT, hoursToLimit }).verdict;
}

test("the time until a limit has both ends, or says that it may never be", () => {
  assert.match(say({ expected: 2, low: 1, high: 3 }), /is at 250\.00 MiB in 2h \(1h to 3h\)\./);
  assert.match(say({ expected: 2, low: 1, high: null }), /in 2h \(1h or more; it may never be\)\./);
  assert.doesNotMatch(say({ expected: 2, low: 1, high: null }), /NaN|Infinity/);
});

test("without a sure rise no time is given", () => {
  assert.match(say(null), /When it would reach 250\.00 MiB is not to be had from this/);
});

test("captures of one folder are called by their names in it, whatever folders they share", () => {
  const named = (sources: readonly string[]): string => {
    const [from = "", to = ""] = sources;
    const restart = {
      code: "restart",
      severity: "limiting",
      facts: { kind: "known", runs: [from, to].map((source) => ({ ...RUN, from: source, to: source })) },
    } as const;
    const points = sources.map((source) => ({ source, timeNanos: null }));
    return trendWords({ ...REPORT, points, findings: [restart] }).findings[0] ?? "";
  };
  assert.match(named(["/a/b/1.out", "/a/b/2.out"]), /between 1\.out and 2\.out:/);
  assert.match(named(["/a/b/1.out", "/a/c/1.out"]), /between b\/1\.out and c\/1\.out:/);
  assert.match(named(["/a/1.out", "/b/1.out"]), /between \/a\/1\.out and \/b\/1\.out:/);
  assert.match(named(["a/1.out", "a/2.out"]), /between 1\.out and 2\.out:/);
  assert.match(named(["a/1.out", "1.out"]), /between a\/1\.out and 1\.out:/);
  assert.match(named(["1.out", "2.out"]), /between 1\.out and 2\.out:/);
  assert.match(named(["a/a/1.out", "a/1.out"]), /between a\/1\.out and 1\.out:/);
  assert.match(named(["/a/1.out", "2.out"]), /between \/a\/1\.out and 2\.out:/);
  assert.match(named(["/a/1.out", "-"]), /between \/a\/1\.out and -:/);
});

test("somebody is named for growth, for a step and for parts that grew, and for nothing else", () => {
  const finding = (code: string, facts: object = {}) => ({ code, severity: "note", facts }) as unknown as TrendFinding;
  const step = finding("step", {
    ...RUN,
    part: null,
    seconds: null,
    height: MIB,
    from: "a",
    to: "b",
    beside: null,
    isLast: false,
  });
  const allocated = (findings: readonly TrendFinding[], given: Partial<TrendReport> = {}) =>
    trendWords({ ...REPORT, findings, ...given }).allocated;
  const [rises] = REPORT.findings;
  assert.ok(rises !== undefined && allocated([rises]) !== null);
  assert.notEqual(allocated([finding("parts-grew", { growth: MIB })]), null);
  assert.equal(allocated([finding("goroutines-more", MORE)]), null);
  const other = { ...(REPORT.ends as NonNullable<TrendReport["ends"]>), suspects: [], functions: [], goroutines: null };
  assert.equal(allocated([step], { step: other, ends: other }), null);
  assert.equal(
    allocated([step, finding("parts-grew", { growth: MIB })], {
      step: other,
      ends: { ...other, suspects: REPORT.ends?.suspects ?? [] },
    }),
    null,
  );
  assert.match(
    trendWords({ ...REPORT, findings: [finding("goroutines-more", MORE)] }).following[0] ?? "",
    /^There are 2 more goroutines in main\.a/,
  );
});

test("without a limit none is spoken of", () => {
  const verdict = { ...REPORT.verdict, facts: { ...REPORT.verdict.facts, limitBytes: null } };
  assert.doesNotMatch(trendWords({ ...REPORT, verdict }).verdict, /250|undefined|would reach/);
});

test("without a limit nothing is said of one", () => {
  const facts = { ...REPORT.verdict.facts, limitBytes: null };
  const { following, verdict } = trendWords({ ...REPORT, verdict: { ...REPORT.verdict, facts } });
  const limited = trendWords(REPORT);
  assert.deepEqual(following, limited.following.slice(0, -1));
  assert.ok(limited.verdict.startsWith(verdict) && verdict.length < limited.verdict.length);
});
