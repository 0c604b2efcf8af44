/** The part of a series that rises where the whole does not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseProfile } from "../../../src/profile/parse.ts";
import { findRisingPart, risingPart } from "../../../src/report/trend/part.ts";
import { type TrendMeasure, type TrendRow, trendReport } from "../../../src/report/trend/trend.ts";
import { fixtureBytes } from "../../fixtures.ts";
import { capturesOf } from "./series-of.ts";

const MIB = 1024 ** 2;

/** What goes up and down by far more than the other rises. */
const UP_AND_DOWN = [2000, 500, 2400, 300, 2200, 900, 2600, 400].map((serve, at) => ({ serve, put: 50 + 60 * at }));

function measureOf(growth: number, end: number, given: Partial<TrendMeasure> = {}): TrendMeasure {
  const interval = { growthLow: growth / 2, growthHigh: 2 * growth };
  return { growth, values: [0, end], significant: true, ...interval, ...given } as TrendMeasure;
}

function rowOf(name: string, flat: TrendMeasure, cum: TrendMeasure = flat): TrendRow {
  return { name, flat, cum };
}

const STILL = measureOf(0, 0, { significant: false });

test("a leak below a load that goes up and down is named", () => {
  const report = trendReport(capturesOf(UP_AND_DOWN));
  assert.equal(report.verdict.code, "irregular");
  assert.deepEqual([risingPart(report)?.name, risingPart(report)?.isCum], ["main.put", false]);
});

test("without it nobody is named", () => {
  const report = trendReport(capturesOf(UP_AND_DOWN.map(({ serve }) => ({ serve, put: 50 }))));
  assert.equal(report.verdict.code, "irregular");
  assert.equal(risingPart(report), null);
});

test("a series that rises as a whole has no part of its own", () => {
  const report = trendReport(capturesOf([100, 300, 500, 700, 900, 1100].map((put) => ({ put, keep: 50 }))));
  assert.equal(report.verdict.code, "rising");
  assert.equal(risingPart(report), null);
});

test("a journal that a cache hides is named by who fills it, though both are allocated in one function", () => {
  const journal = ["before", "1", "2", "3", "4", "after"].map((name) => ({
    name,
    profile: parseProfile(fixtureBytes(`leaks/cache-hides-leak/heap-${name}.out`)),
  }));
  const report = trendReport(journal);
  assert.equal(report.verdict.code, "falling");
  const part = risingPart(report);
  assert.deepEqual([part?.name, part?.isCum], ["main.writeJournal", true]);
  assert.equal(Math.round((part?.growth ?? 0) / MIB), 3);
});

test("of the frames of a stack the one with least else is named; its own allocations before those with its callees'", () => {
  const rising = measureOf(10 * MIB, 10 * MIB);
  const caller = measureOf(11 * MIB, 90 * MIB);
  const rows = [rowOf("main.main", STILL, caller), rowOf("main.put", rising, rising)];
  assert.deepEqual(findRisingPart(rows, [90 * MIB], "bytes"), {
    ...{ name: "main.put", growth: 10 * MIB, low: 5 * MIB, high: 20 * MIB, isCum: false },
  });
  assert.equal(findRisingPart([rowOf("main.main", STILL, caller)], [90 * MIB], "bytes")?.isCum, true);
});

test("frames that rise by less than nine tenths of the most are not looked at", () => {
  const named = (growth: number) =>
    findRisingPart(
      [rowOf("main.main", STILL, measureOf(10 * MIB, 20 * MIB)), rowOf("main.put", measureOf(growth, growth))],
      [20 * MIB],
      "bytes",
    )?.name;
  assert.equal(named(9 * MIB), "main.put");
  assert.equal(named(9 * MIB - 1), "main.main");
});

test("what is a fiftieth of the largest total is material, and so much that no living heap keeps to", () => {
  const of = (growth: number, total: number, unit = "bytes") =>
    findRisingPart([rowOf("main.put", measureOf(growth, growth))], [total, 1], unit)?.growth ?? null;
  assert.deepEqual([of(2 * MIB, 100 * MIB), of(2 * MIB - 1, 100 * MIB)], [2 * MIB, null]);
  assert.deepEqual([of(131072, MIB), of(131071, MIB)], [131072, null]);
  assert.deepEqual([of(2, 100, "count"), of(1, 100, "count")], [2, null]);
});

test("what is not sure, or whose growth may be none, is no part", () => {
  const of = (given: Partial<TrendMeasure>) =>
    findRisingPart([rowOf("main.put", measureOf(MIB, MIB, given))], [MIB], "bytes");
  assert.notEqual(of({}), null);
  for (const given of [{ significant: false }, { growthLow: 0 }, { growthLow: null }, { growthHigh: null }])
    assert.equal(of(given), null, JSON.stringify(given));
  assert.equal(findRisingPart([], [MIB], "bytes"), null);
});

test("of two that end at as much the one that allocated it itself is named, whichever comes first", () => {
  const [own, callee] = [
    rowOf("main.own", measureOf(100 * MIB, 110 * MIB), STILL),
    rowOf("main.above", STILL, measureOf(100 * MIB, 110 * MIB)),
  ];
  for (const rows of [
    [own, callee],
    [callee, own],
  ]) {
    const part = findRisingPart(rows, [0, 200 * MIB], "bytes");
    assert.deepEqual([part?.name, part?.isCum], ["main.own", false]);
  }
  const less = rowOf("main.less", STILL, measureOf(95 * MIB, 100 * MIB));
  assert.equal(
    findRisingPart([own, less], [0, 200 * MIB], "bytes")?.name,
    "main.less",
    "the one with least else in it",
  );
});
