/** A check against several captures that are as they should be: growth is what is above all of them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../../../src/blame/provenance/comparison.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { checkAgainst, checkReport } from "../../../src/report/check/check.ts";
import type { CheckQuery, CheckReport, CheckScope } from "../../../src/report/check/report.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

const MIB = 1024 ** 2;

/** Sampled so finely that every object is recorded. */
const heap = (inuse: number, timeNanos: bigint): Profile =>
  heapProfile([{ stack: "main.main;main.keep", size: MIB, inuse, alloc: 900 }], { period: 4096n, timeNanos });

function against(normal: readonly number[], current: number, query: CheckQuery = {}): CheckReport {
  const heaps = normal.map((inuse, at) => heap(inuse, BigInt(at + 1) * 1_000_000_000n));
  const last = heap(current, 900_000_000_000n);
  const [first, ...others] = heaps.map((each) => compare(each, last));
  if (first === undefined) throw new Error("nothing normal");
  const between = (from: number, to: number) => compare(heaps[from] as Profile, heaps[to] as Profile);
  return checkAgainst([first, ...others], between, query).report;
}

test("growth is counted from the largest of them, and they differ by that less the smallest", () => {
  const report = against([10, 40, 20], 100, { maxGrowth: 59 * MIB });
  assert.deepEqual([report.newGrowth, report.outcome], [60 * MIB, "exceeded"]);
  const { normal } = report;
  assert.deepEqual([normal?.captures, normal?.spread, normal?.significant], [3, 30 * MIB, true]);
  assert.ok((normal?.low ?? 0) > 0 && (normal?.low ?? 0) <= 30 * MIB && (normal?.high ?? 0) >= 30 * MIB);
  assert.equal(against([40, 10, 20], 100, { maxGrowth: 60 * MIB }).outcome, "clean");
  assert.equal(against([20, 10, 40], 100).normal?.spread, 30 * MIB);
});

test("what is within the budget above one of them is within it", () => {
  assert.equal(against([10, 99], 100, { maxGrowth: MIB }).outcome, "clean");
  assert.equal(against([99, 10], 100, { maxGrowth: MIB }).outcome, "clean");
});

test("one alone is a base: nothing is normal", () => {
  const report = against([10], 100);
  assert.deepEqual([report.normal, report.newGrowth], [null, 90 * MIB]);
});

test("where one of them cannot be measured nothing is", () => {
  const empty = heapProfile([], { period: 4096n, timeNanos: 1n });
  const last = heap(100, 9n);
  const pairs = [compare(heap(10, 1n), last), compare(empty, last)] as const;
  const { report } = checkAgainst(pairs, () => pairs[0]);
  assert.deepEqual([report.outcome, report.normal], ["unmeasurable", null]);
});

test("a report names its scope as an option does, and its version", () => {
  const [before, after] = [heap(10, 1n), heap(20, 9n)];
  const scopeOf = (scope: CheckScope): string => checkReport(compare(before, after), { scope }).scope;
  assert.equal(scopeOf({ kind: "module", path: "x.com/y" }), "module=x.com/y");
  assert.equal(scopeOf({ kind: "frame", source: "keep$", matches: () => true }), "frame=keep$");
  assert.deepEqual([scopeOf({ kind: "own" }), scopeOf({ kind: "all" })], ["own", "all"]);
  const { schemaVersion, maxGrowth } = checkReport(compare(before, after));
  assert.deepEqual([schemaVersion, maxGrowth], [1, 0]);
});

test("an entry of a baseline excuses no more than it says, nor more than grew", () => {
  const comparison = compare(heap(10, 1n), heap(20, 9n));
  const { fingerprint, frame } = checkReport(comparison).suspects[0] ?? { fingerprint: "", frame: "" };
  const known = (growth: number): number =>
    checkReport(comparison, { baseline: [{ fingerprint, frame, growth }] }).known.bytes;
  assert.deepEqual([known(-5), known(3), known(99 * MIB)], [0, 3, 10 * MIB]);
  const suspects = (growth: number): number =>
    checkReport(comparison, { baseline: [{ fingerprint, frame, growth }] }).suspects.length;
  assert.deepEqual([suspects(3), suspects(99 * MIB)], [1, 0]);
  const shrunk = compare(heap(20, 1n), heap(10, 9n));
  assert.equal(checkReport(shrunk, { baseline: [{ fingerprint, frame, growth: MIB }] }).known.bytes, 0);
});

test("samples that cannot be counted are not checked, nor are places of them", () => {
  const text = (value: number): Profile => profileFromText(`main.main;main.keep 1 ${value}`);
  const report = checkReport(compare(text(16), text(4096 * 1024)));
  assert.deepEqual([report.outcome, report.grown, report.low, report.significant], ["unmeasurable", null, null, null]);
});
