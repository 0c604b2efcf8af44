/** How much of a process's memory its heap is: told only by what is known. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { parseGoHeapText } from "../../../src/profile/legacy/go-heap.ts";
import { measureMemory } from "../../../src/report/heap/memory.ts";
import { fixtureBytes } from "../../fixtures.ts";

const MIB = 1024 ** 2;
const LIVE = { value: 10 * MIB, low: 8 * MIB, high: 12 * MIB, samples: 9 };
const LIMIT = { text: "40Mi", bytes: 40 * MIB };
const memStats = parseGoHeapText(gunzipSync(fixtureBytes("streamwatcher/retain/heap-after.debug1.txt.gz")))?.memStats;

test("with neither books nor a limit nothing is known", () => {
  assert.equal(measureMemory(LIVE, {}), null);
});

test("a limit has the live heap's part of it, with its interval", () => {
  const memory = measureMemory(LIVE, { limit: LIMIT });
  assert.deepEqual(memory, {
    waterfall: null,
    shareOfGo: null,
    peakRss: null,
    limit: LIMIT,
    shareOfLimit: { share: 0.25, low: 0.2, high: 0.3 },
  });
  assert.deepEqual(measureMemory({ ...LIVE, low: null, high: null }, { limit: LIMIT })?.shareOfLimit, {
    share: 0.25,
    low: null,
    high: null,
  });
});

test("the runtime's books have what it holds, and the peak apart from it", () => {
  assert.ok(memStats);
  const memory = measureMemory(LIVE, { memStats });
  assert.equal(memory?.waterfall?.segments.live, 10 * MIB);
  assert.equal(memory?.shareOfGo, (10 * MIB) / (memory?.waterfall?.goBytes ?? 0));
  assert.equal(memory?.waterfall?.rss, undefined);
  assert.equal(memory?.peakRss, memStats.maxRss ?? null);
  assert.equal(memory?.limit, null);
});
