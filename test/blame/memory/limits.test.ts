import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import {
  effectiveGogc,
  hoursLeft,
  inferGogc,
  liveMaximum,
  liveMaximumUnder,
  type MemoryUse,
  peakBytes,
  recommendedMemoryLimit,
  wholeMemoryLimit,
} from "../../../src/blame/memory/limits.ts";
import { parseGoHeapText } from "../../../src/profile/legacy/go-heap.ts";
import { fixtureBytes, MODES } from "../../fixtures.ts";

/** All in MiB: the formulas do not care. */
const USE: MemoryUse = { live: 100, roots: 4, other: 10, fragmentation: 6, nonGo: 5 };

test("the peak before a collection is as in the GC guide", () => {
  const cases: [number, number][] = [
    [100, 100 * 2 + 4 + 10 + 6 + 5],
    [50, 100 * 1.5 + 2 + 10 + 6 + 5],
    [200, 100 * 3 + 8 + 10 + 6 + 5],
  ];
  for (const [gogc, peak] of cases) assert.equal(peakBytes(USE, gogc), peak);
});

test("the largest live heap is the one whose peak is the limit", () => {
  for (const gogc of [25, 50, 100, 200, 400]) {
    for (const limit of [100, 250, 1024]) {
      const live = liveMaximum(limit, USE, gogc);
      assert.ok(Math.abs(peakBytes({ ...USE, live }, gogc) - limit) < 1e-9, `${gogc} ${limit}`);
    }
  }
});

test("the known case: 250Mi at GOGC=100 dies at some 115 MiB live, with GOMEMLIMIT at 90 % at some 205", () => {
  const use = { live: 50, roots: 2, other: 12, fragmentation: 2, nonGo: 2 };
  const without = liveMaximum(250, use, 100);
  const under = liveMaximumUnder(225, 250, use, 100);
  assert.equal(without, (250 - 12 - 2 - 2 - 2) / 2);
  assert.equal(under, 0.97 * 225 - 14);
  assert.ok(Math.abs(under / without - 1.8) < 0.05);
});

test("a memory limit that the container's limit undercuts changes nothing, and none makes it worse", () => {
  assert.equal(liveMaximumUnder(300, 250, USE, 100), liveMaximum(250, USE, 100));
  assert.equal(liveMaximumUnder(246, 250, USE, 100), liveMaximum(250, USE, 100));
  assert.equal(liveMaximumUnder(50, 250, USE, 100), liveMaximum(250, USE, 100));
});

test("GOGC=off has no peak and survives only under a memory limit", () => {
  assert.equal(peakBytes(USE, Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY);
  assert.equal(liveMaximum(250, USE, Number.POSITIVE_INFINITY), 0);
  assert.equal(liveMaximumUnder(225, 250, USE, Number.POSITIVE_INFINITY), 0.97 * 225 - 16);
});

test("the recommendation is 90 % of the limit, less where memory outside Go needs more", () => {
  assert.equal(recommendedMemoryLimit(1000, 0), 900);
  assert.equal(recommendedMemoryLimit(1000, 50), 900);
  assert.equal(recommendedMemoryLimit(1000, 200), 750);
  assert.equal(recommendedMemoryLimit(1000, 2000), 0);
});

test("the GOGC that a memory limit leaves falls with the live heap", () => {
  assert.equal(effectiveGogc(1000, USE, 100), 100);
  assert.equal(effectiveGogc(200, USE, 100), (100 * (0.97 * 200 - 16 - 100)) / 104);
  assert.equal(effectiveGogc(110, USE, 100), 0);
});

test("GOGC is inferred from the goal right after a collection, and not from a goal at its floor", () => {
  for (const gogc of [25, 50, 100, 200, 400]) {
    const live = 50e6;
    const roots = 3e6;
    const goal = live + ((live + roots) * gogc) / 100;
    assert.ok(Math.abs((inferGogc(goal, live, roots) ?? 0) - gogc) < 1e-9);
  }
  assert.equal(inferGogc(4 * 1024 ** 2, 500_000, 100_000), undefined);
  assert.equal(inferGogc(16 * 1024 ** 2, 500_000, 100_000), undefined);
  assert.equal(inferGogc(10, 20, 1), undefined);
});

test("the fixtures ran with GOGC=100: what is inferred is near and never above", () => {
  for (const mode of MODES) {
    for (const end of ["before", "after"]) {
      const bytes = gunzipSync(fixtureBytes(`streamwatcher/${mode}/heap-${end}.debug1.txt.gz`));
      const { nextGC, heapAlloc, stackInuse } = parseGoHeapText(bytes)?.memStats ?? {};
      const gogc = inferGogc(nextGC as number, heapAlloc as number, stackInuse as number) ?? 0;
      assert.ok(gogc > 50 && gogc <= 101, `${mode} ${end}: ${gogc}`);
    }
  }
});

test("the time left is what is left over the slope", () => {
  const point = { low: 55, high: 55 };
  const slope = (expected: number) => ({ expected, low: expected, high: expected });
  assert.deepEqual(hoursLeft(115, 55, point, slope(10)), { expected: 6, low: 6, high: 6 });
  assert.deepEqual(hoursLeft(50, 55, point, slope(10)), { expected: 0, low: 0, high: 0 });
  assert.equal(hoursLeft(115, 55, point, slope(0)), undefined);
  assert.equal(hoursLeft(115, 55, point, slope(-3)), undefined);
});

test("the time left is as long and as short as the intervals of the live heap and of the slope allow", () => {
  const range = { low: 35, high: 75 };
  assert.deepEqual(hoursLeft(115, 55, range, { expected: 10, low: 8, high: 20 }), { expected: 6, low: 2, high: 10 });
  assert.deepEqual(hoursLeft(115, 55, range, { expected: 10, low: -1, high: 20 }), { expected: 6, low: 2, high: null });
});

test("a goal of the runtime's least says nothing of GOGC, one 2% above it does", () => {
  const least = 4 * 1024 ** 2;
  const alloc = least / 2;
  assert.equal(inferGogc(1.009 * least, (1.009 * least) / 2, 0), undefined);
  assert.ok(Math.abs((inferGogc(1.02 * least, 0.51 * least, 0) ?? 0) - 100) < 1e-9);
  assert.equal(inferGogc(alloc, alloc, 0), undefined);
});

test("a memory limit is whole MiB, or KiB below ten of them, and never above what is asked", () => {
  const MIB = 1024 ** 2;
  assert.deepEqual([10 * MIB, 10 * MIB + 5, 11 * MIB - 1].map(wholeMemoryLimit), [10 * MIB, 10 * MIB, 10 * MIB]);
  assert.deepEqual([10 * MIB - 1, 9 * MIB + 2049].map(wholeMemoryLimit), [10 * MIB - 1024, 9 * MIB + 2048]);
  assert.equal(wholeMemoryLimit(1023), 0);
});

test("with nothing to mark GOGC is what it was, and off it is off with nothing there", () => {
  const nothing: MemoryUse = { live: 0, roots: 0, other: 0, fragmentation: 0, nonGo: 0 };
  assert.equal(peakBytes(nothing, Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY);
  assert.equal(effectiveGogc(0, nothing, 70), 70);
  assert.equal(effectiveGogc(0, { ...nothing, roots: 1 }, 70), 0);
});
