/** What measurements say besides the segments, at the edges. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { MemStats } from "../../../src/profile/legacy/mem-stats.ts";
import { type Explained, explainedBy, measuredFindings } from "../../../src/report/advice/findings.ts";

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
