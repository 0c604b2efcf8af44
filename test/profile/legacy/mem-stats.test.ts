import assert from "node:assert/strict";
import { test } from "node:test";
import { memStatsFrom } from "../../../src/profile/legacy/mem-stats.ts";

const NAMES = {
  ...{
    Alloc: "alloc",
    TotalAlloc: "totalAlloc",
    Sys: "sys",
    Mallocs: "mallocs",
    Frees: "frees",
    HeapAlloc: "heapAlloc",
  },
  ...{ HeapSys: "heapSys", HeapIdle: "heapIdle", HeapInuse: "heapInuse", HeapReleased: "heapReleased" },
  ...{ HeapObjects: "heapObjects", BuckHashSys: "buckHashSys", GCSys: "gcSys", OtherSys: "otherSys", NextGC: "nextGC" },
  ...{ NumGC: "numGC", NumForcedGC: "numForcedGC", MaxRSS: "maxRss" },
} as const;
const PAIRS = {
  Stack: ["stackInuse", "stackSys"],
  MSpan: ["mspanInuse", "mspanSys"],
  MCache: ["mcacheInuse", "mcacheSys"],
} as const;

test("each number is its own, pairs in use and reserved", () => {
  const pairs = new Map<string, string>(Object.keys(NAMES).map((name, at) => [name, `${1000 + at}`]));
  for (const [at, name] of Object.keys(PAIRS).entries()) pairs.set(name, `${10 + at} / ${20 + at}`);
  pairs.set("LastGC", "1787320800000000001").set("GCCPUFraction", "1.5e-05");
  assert.deepEqual(memStatsFrom(pairs), {
    ...Object.fromEntries(Object.values(NAMES).map((name, at) => [name, 1000 + at])),
    ...Object.fromEntries(
      Object.values(PAIRS).flatMap(([inuse, sys], at) => [
        [inuse, 10 + at],
        [sys, 20 + at],
      ]),
    ),
    ...{ lastGCNanos: 1787320800000000001n, gcCpuFraction: 1.5e-5 },
  });
});

test("what is missing, or no number, is not known", () => {
  const stats = memStatsFrom(
    new Map([
      ["Alloc", "many"],
      ["Stack", "5"],
      ["LastGC", "-1"],
      ["Sys", ""],
    ]),
  );
  assert.deepEqual(
    [stats.alloc, stats.stackInuse, stats.stackSys, stats.lastGCNanos, stats.sys],
    [undefined, 5, undefined, undefined, undefined],
  );
});
