/** What was taken beside the heaps of a series: all of it at every point, or nothing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Capture } from "../../../src/blame/provenance/provenance.ts";
import type { MemStats } from "../../../src/profile/legacy/mem-stats.ts";
import { booksOf, countersOf, exactCounters, risingGoroutines } from "../../../src/report/trend/beside.ts";
import { groupsOf } from "../../blame/findings/goroutine-of.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

const stats = (heapAlloc: number, maxRss?: number) => ({ heapAlloc, maxRss }) as MemStats;
const capture = (memStats?: MemStats): Capture => ({
  name: "x",
  profile: { ...profileFromText("main.a 1 1"), ...(memStats === undefined ? {} : { memStats }) },
});

test("goroutines are counted, where there are some of every point", () => {
  const captures = [capture(), capture()];
  const [few, many] = [groupsOf("1 a\n2 b"), groupsOf("5 a")];
  assert.deepEqual(countersOf(captures, [{ goroutines: few }, { goroutines: many }]).goroutines, [3, 5]);
  assert.equal(countersOf(captures, [{ goroutines: few }, undefined]).goroutines, null);
  assert.equal(countersOf([], []).goroutines, null);
});

test("books that were taken with a heap go before its own", () => {
  assert.equal(booksOf(capture(stats(1)), { memStats: stats(2), resident: 7 }).memStats?.heapAlloc, 2);
  assert.equal(booksOf(capture(stats(1)), undefined).memStats?.heapAlloc, 1);
  assert.deepEqual(
    [booksOf(capture(), { resident: 7 }).resident, booksOf(capture(), undefined).resident],
    [7, undefined],
  );
  assert.deepEqual(
    countersOf([capture(stats(1)), capture(stats(3))], [undefined, { memStats: stats(9) }]).heapAlloc,
    [1, 9],
  );
});

test("resident memory is that of each moment, else the largest so far", () => {
  const captures = [capture(stats(1, 50)), capture(stats(3, 60))];
  assert.deepEqual(countersOf(captures, [{ resident: 5 }, { resident: 4 }]).resident, [5, 4]);
  assert.deepEqual(countersOf(captures, [{ resident: 5 }, undefined]).resident, [50, 60]);
  assert.equal(countersOf([capture(stats(1, 50)), capture(stats(1))], [undefined, undefined]).resident, null);
});

test("what is not counted is not known", () => {
  assert.deepEqual(exactCounters({ goroutines: null, heapAlloc: null, resident: null }), {
    goroutines: undefined,
    heapAlloc: undefined,
  });
  assert.deepEqual(exactCounters({ goroutines: [1], heapAlloc: [2], resident: null }), {
    goroutines: [1],
    heapAlloc: [2],
  });
});

test("goroutines that rise to the end are told, others are not", () => {
  const of = (goroutines: number[] | null) =>
    risingGoroutines([0, 1, 2, 3, 4, 5], { goroutines, heapAlloc: null, resident: null });
  const rising = [10, 60, 110, 160, 210, 260];
  assert.deepEqual([of(rising), of([10, 10, 10, 10, 10, 10]), of(null)], [rising, undefined, undefined]);
});
