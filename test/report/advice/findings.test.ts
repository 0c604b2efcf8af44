/** What measurements say besides the segments, at the edges. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { SEGMENTS, type Waterfall } from "../../../src/blame/memory/waterfall.ts";
import type { MemStats } from "../../../src/profile/legacy/mem-stats.ts";
import {
  type Explained,
  explainedBy,
  measuredFindings,
  overLimit,
  whereFindings,
} from "../../../src/report/advice/findings.ts";

const stats = (facts: Partial<MemStats>): MemStats => facts as MemStats;
const LIVE = { bytes: 100, low: 90, high: 110 };

function codes(memStats: MemStats | undefined, gogc?: number | null, explained?: Explained): string[] {
  const outlook = gogc === undefined ? undefined : { effectiveGogc: gogc };
  return measuredFindings(memStats, LIVE, outlook, explained).map(({ code }) => code);
}

test("a collector that works most of the time is one below 25, of a known GOGC", () => {
  assert.deepEqual(codes(stats({}), 24.9), ["gc-pressure"]);
  for (const gogc of [25, null, undefined]) assert.deepEqual(codes(stats({}), gogc), []);
});

test("what is not marked is worth a word from a twentieth on, where there is an outlook", () => {
  assert.deepEqual(codes(stats({ heapAlloc: 106 }), 100), ["live-estimated"]);
  assert.deepEqual(codes(stats({ heapAlloc: 105 }), 100), []);
  assert.deepEqual(codes(stats({ heapAlloc: 106 })), []);
});

test("processor time of the collector counts above a tenth", () => {
  assert.deepEqual(codes(stats({ gcCpuFraction: 0.11 })), ["gc-cpu"]);
  assert.deepEqual(codes(stats({ gcCpuFraction: 0.1 })), []);
  assert.deepEqual(codes(undefined), ["no-mem-stats"]);
});

const MIB = 1 << 20;

test("profiles account for what HeapAlloc grew by, within three standard errors", () => {
  const explain = (bytes: number, low: number | null, high: number | null): Explained | undefined =>
    explainedBy(
      { bytes: bytes * MIB, low: low === null ? null : low * MIB, high: high === null ? null : high * MIB },
      stats({ heapAlloc: 1000 * MIB }),
      stats({ heapAlloc: 2000 * MIB }),
    );
  assert.deepEqual(explain(800, null, null), {
    heapAlloc: 1000 * MIB,
    share: 0.8,
    low: null,
    high: null,
    isOutside: null,
  });
  // 1.96 standard errors are 130 up: three are 199.
  assert.equal(explain(800, 700, 930)?.isOutside, true);
  assert.equal(explain(800, 700, 931)?.isOutside, false);
  assert.equal(explain(1200, 1069, 1900)?.isOutside, false);
  assert.equal(explain(1200, 1071, 1900)?.isOutside, true);
  assert.deepEqual([explain(800, 700, 931)?.low, explain(800, 700, 931)?.high], [0.7, 0.931]);
  assert.deepEqual(codes(stats({}), undefined, explain(800, 799, 801)), ["control-total"]);
});

test("nothing is accounted for where HeapAlloc did not grow, or is not known", () => {
  const explain = (base: Partial<MemStats> | undefined, current: Partial<MemStats> | undefined) =>
    explainedBy(LIVE, base && stats(base), current && stats(current));
  assert.equal(explain({ heapAlloc: 5 }, { heapAlloc: 5 }), undefined);
  assert.equal(explain(undefined, { heapAlloc: 5 }), undefined);
  assert.equal(explain({ heapAlloc: 5 }, undefined), undefined);
});

function waterfall(segments: Partial<Waterfall["segments"]>, given: Partial<Waterfall> = {}): Waterfall {
  const none = Object.fromEntries(SEGMENTS.map((name) => [name, 0])) as unknown as Waterfall["segments"];
  const all = { ...none, ...segments };
  const total = SEGMENTS.reduce((sum, name) => sum + all[name], 0);
  return { ...{ segments: all, total, goBytes: total, rss: undefined, measure: undefined }, ...given } as Waterfall;
}

test("what could be collected is worth a setting from 16 MiB and a third of the memory on", () => {
  const isWorth = (dead: number, live: number, given: Partial<Waterfall> = {}): boolean =>
    whereFindings(waterfall({ dead, live }, given)).some(({ code }) => code === "memory-limit");
  assert.deepEqual([isWorth(16 * MIB, 32 * MIB), isWorth(16 * MIB, 32 * MIB + 3)], [true, false]);
  assert.deepEqual([isWorth(16 * MIB, 0), isWorth(16 * MIB - 1, 0)], [true, false]);
  assert.equal(isWorth(48 * MIB, 32 * MIB, { goBytes: 80 * MIB, rss: 40 * MIB }), false, "32 MiB were never touched");
});

test("the largest part is named, and of no memory none is", () => {
  assert.deepEqual(whereFindings(undefined), []);
  assert.deepEqual(whereFindings(waterfall({})), []);
  const [most] = whereFindings(waterfall({ live: 5, nonGo: 6, stacks: 2 }, { rss: 13, measure: "now" }));
  assert.deepEqual(most?.facts, { segment: "nonGo", bytes: 6, total: 13, resident: 13, measure: "now" });
});

test("above the limit is what is known to be there now: resident, else Go's, else what is live", () => {
  const over = (given: Partial<Waterfall> | undefined, live = 0, survived = 50) =>
    overLimit(100, given && waterfall({}, given), live, survived)[0]?.facts;
  assert.deepEqual(over({ rss: 101, measure: "now", goBytes: 200 }), { what: "resident", bytes: 101, limit: 100 });
  assert.equal(over({ rss: 100, measure: "now", goBytes: 100 }), undefined);
  assert.equal(over({ rss: 101, measure: "peak", goBytes: 0 }), undefined);
  assert.deepEqual(over({ goBytes: 101 }), { what: "go", bytes: 101, limit: 100 });
  assert.deepEqual(over(undefined, 51), { what: "live", bytes: 51, limit: 50 });
  assert.equal(over(undefined, 50), undefined);
});

test("what HeapAlloc lost is explained by no growth", () => {
  const MIB = 1024 ** 2;
  const of = (before: number, after: number) =>
    explainedBy(LIVE, stats({ heapAlloc: before * MIB }), stats({ heapAlloc: after * MIB }))?.heapAlloc;
  assert.deepEqual([of(9, 10), of(9, 9), of(10, 9), of(90, 10)], [MIB, undefined, undefined, undefined]);
});
