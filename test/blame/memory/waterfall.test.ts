import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { buildWaterfall, compareWaterfalls, SEGMENTS, type Waterfall } from "../../../src/blame/memory/waterfall.ts";
import { parseGoHeapText } from "../../../src/profile/legacy/go-heap.ts";
import { type MemStats, memStatsFrom } from "../../../src/profile/legacy/mem-stats.ts";
import { waterfallText } from "../../../src/wording/advice/waterfall.ts";
import { fixtureBytes, MODES } from "../../fixtures.ts";

const MIB = 1024 ** 2;

function statsOf(mode: string, end: string): MemStats {
  const text = parseGoHeapText(gunzipSync(fixtureBytes(`streamwatcher/${mode}/heap-${end}.debug1.txt.gz`)));
  assert.ok(text?.memStats !== undefined);
  return text.memStats;
}

/** In MiB: HeapSys = 60 (40 in use of which 30 allocated, 20 idle of which 5 given back), 20 beside it. */
function stats(changed: Readonly<Record<string, number | string>> = {}): MemStats {
  const fields = {
    Sys: 80 * MIB,
    HeapAlloc: 30 * MIB,
    HeapSys: 60 * MIB,
    HeapInuse: 40 * MIB,
    HeapIdle: 20 * MIB,
    HeapReleased: 5 * MIB,
    Stack: `${3 * MIB} / ${4 * MIB}`,
    MSpan: `${MIB} / ${2 * MIB}`,
    MCache: `${MIB} / ${MIB}`,
    BuckHashSys: 3 * MIB,
    GCSys: 6 * MIB,
    OtherSys: 4 * MIB,
    ...changed,
  };
  return memStatsFrom(new Map(Object.entries(fields).map(([name, value]) => [name, String(value)])));
}

function withoutPeak(of: MemStats): MemStats {
  return { ...of, maxRss: undefined };
}

function sumOf({ segments }: Waterfall): number {
  return SEGMENTS.reduce((sum, name) => sum + segments[name], 0);
}

test("the segments are what the runtime's books say", () => {
  const waterfall = buildWaterfall({ memStats: stats(), resident: 100 * MIB }, 25 * MIB);
  const inMib = Object.fromEntries(SEGMENTS.map((name) => [name, (waterfall?.segments[name] ?? 0) / MIB]));
  assert.deepEqual(inMib, {
    live: 25,
    dead: 5,
    fragmentation: 10,
    idle: 15,
    stacks: 4,
    profiler: 3,
    runtime: 9,
    other: 4,
    nonGo: 25,
  });
});

test("the segments add up to Sys - HeapReleased + non-Go exactly, in every fixture and for any resident set", () => {
  for (const mode of MODES) {
    for (const end of ["before", "after"]) {
      const of = statsOf(mode, end);
      const goBytes = (of.sys as number) - (of.heapReleased as number);
      for (const [live, rss] of [
        [1e6, undefined],
        [1e12, goBytes + 12_345],
        [0, goBytes - 12_345],
      ] as const) {
        const waterfall = buildWaterfall({ memStats: withoutPeak(of), resident: rss }, live);
        assert.ok(waterfall !== undefined);
        assert.equal(waterfall.goBytes, goBytes);
        assert.equal(sumOf(waterfall), goBytes + Math.max(0, (rss ?? 0) - goBytes));
        assert.equal(waterfall.total, sumOf(waterfall));
        for (const name of SEGMENTS) assert.ok(waterfall.segments[name] >= 0, `${mode} ${end} ${name}`);
      }
    }
  }
});

test("where only the largest resident set is known, the least of it that was not Go's counts", () => {
  const waterfall = buildWaterfall({ memStats: stats({ MaxRSS: 100 * MIB }), resident: undefined }, 25 * MIB);
  assert.deepEqual([waterfall?.measure, waterfall?.rss, waterfall?.segments.nonGo], ["peak", 100 * MIB, 20 * MIB]);
});

test("incomplete books give no waterfall", () => {
  assert.equal(buildWaterfall({ memStats: memStatsFrom(new Map([["Sys", "5"]])), resident: undefined }, 1), undefined);
});

function grown(changed: Readonly<Record<string, number | string>>, live = 0, rss?: [number, number]): string {
  const before = buildWaterfall({ memStats: stats(), resident: rss?.[0] }, 20 * MIB);
  const after = buildWaterfall({ memStats: stats(changed), resident: rss?.[1] }, 20 * MIB + live);
  assert.ok(before !== undefined && after !== undefined);
  const growth = compareWaterfalls(before, after, rss && rss[1] - rss[0]);
  assert.equal(
    growth.total,
    SEGMENTS.reduce((sum, name) => sum + growth.growth[name], 0),
  );
  return `${growth.grown}: ${waterfallText(growth)}`;
}

test("growth of the live heap is what a heap diff explains", () => {
  const text = grown({ Sys: 100 * MIB, HeapAlloc: 50 * MIB, HeapInuse: 60 * MIB, HeapSys: 80 * MIB }, 20 * MIB);
  assert.match(text, /^live: .*\+20\.00 MiB.*a diff of heap profiles shows/);
});

test("growth of stacks, the profiler and memory outside Go cannot be explained by a heap diff, and says where to look", () => {
  const stacks = grown({ Sys: 90 * MIB, Stack: `${13 * MIB} / ${14 * MIB}` });
  assert.match(stacks, /^stacks: .*a heap diff cannot explain this; compare goroutine profiles/);
  assert.match(grown({ Sys: 180 * MIB, BuckHashSys: 103 * MIB }), /^profiler: .*cannot explain this; .*MemProfileRate/);
  assert.match(grown({}, 0, [80 * MIB, 120 * MIB]), /^nonGo: .*cannot explain this; look at cgo/);
});

test("where the live heap grew too, but not most, its part is named", () => {
  const text = grown({ Sys: 110 * MIB, HeapAlloc: 40 * MIB, HeapInuse: 70 * MIB, HeapSys: 90 * MIB }, 10 * MIB);
  assert.match(text, /^fragmentation: .*a heap diff explains only the \+10\.00 MiB that is live/);
});

test("a process that did not grow is said to be one; an unknown resident set is no growth", () => {
  assert.match(grown({}), /^undefined: the memory of the process did not grow/);
  const before = buildWaterfall({ memStats: stats(), resident: undefined }, 20 * MIB);
  const after = buildWaterfall({ memStats: stats(), resident: 500 * MIB }, 20 * MIB);
  assert.ok(before !== undefined && after !== undefined);
  assert.equal(compareWaterfalls(before, after, undefined).growth.nonGo, 0);
});

test("only growth of the live heap is for a heap diff to explain", () => {
  const before = { segments: Object.fromEntries(SEGMENTS.map((name) => [name, 0])) } as unknown as Waterfall;
  const after = (name: string) => ({ segments: { ...before.segments, [name]: 2 * MIB } }) as unknown as Waterfall;
  const of = (name: string) => compareWaterfalls(before, after(name), undefined).isExplainedByHeap;
  assert.deepEqual(
    [of("live"), of("stacks"), compareWaterfalls(before, before, undefined).isExplainedByHeap],
    [true, false, true],
  );
});
