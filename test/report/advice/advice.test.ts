/** Where the memory of a process is, and what its settings come to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { parseGoHeapText } from "../../../src/profile/legacy/go-heap.ts";
import { adviceReport } from "../../../src/report/advice/advice.ts";
import type { AdviceInput } from "../../../src/report/advice/report.ts";
import { fixtureBytes } from "../../fixtures.ts";
import { heapOf } from "../growth/evidence-of.ts";

const MIB = 1024 ** 2;
const stats = (end: string) =>
  parseGoHeapText(gunzipSync(fixtureBytes(`streamwatcher/retain/heap-${end}.debug1.txt.gz`)))?.memStats;
const process = (count: number, given: object = {}) => ({
  ...{
    source: `${count}.out`,
    profile: heapOf(`main.main;main.put ${MIB} ${count} ${10 * count}`),
    memStats: undefined,
    workingSet: undefined,
  },
  ...given,
});
const of = (given: Partial<AdviceInput> = {}) => adviceReport({ current: process(40), ...given });
const codes = (given: Partial<AdviceInput> = {}) => of(given).findings.map(({ code }) => code as string);
const LIMIT = { text: "250Mi", bytes: 250 * MIB };

test("without a limit there is no outlook, without books no waterfall", () => {
  const report = of();
  assert.deepEqual(
    [report.outlook, report.waterfall, report.growth, report.baseLive, report.explained],
    [null, null, null, null, null],
  );
  assert.ok(report.live.bytes > 40 * MIB);
  assert.equal(of({ current: process(40, { memStats: stats("after") }) }).waterfall?.segments.live, report.live.bytes);
});

test("two captures say what grew, and how much of the exact counter the profiles explain", () => {
  const report = of({
    base: process(10, { memStats: stats("before") }),
    current: process(40, { memStats: stats("after") }),
  });
  assert.ok(report.growth !== null && report.baseLive !== null && report.baseSource === "10.out");
  assert.equal(report.liveGrowth?.bytes, report.live.bytes - (report.baseLive?.bytes ?? 0));
  assert.ok(report.explained !== null && report.explained.share > 0);
});

test("what is not known is a finding: books, memory outside Go, a limit", () => {
  assert.ok(codes().includes("no-mem-stats"));
  assert.ok(codes().includes("limit-absent"));
  assert.ok(!codes({ limit: LIMIT }).includes("limit-absent"));
  const bare = { ...stats("after"), maxRss: undefined } as AdviceInput["current"]["memStats"];
  assert.ok(codes({ limit: LIMIT, current: process(40, { memStats: bare }) }).includes("outside-unknown"));
  assert.ok(
    !codes({ limit: LIMIT, current: process(40, { memStats: bare, workingSet: 90 * MIB }) }).includes(
      "outside-unknown",
    ),
  );
});

test("a process beyond its limit is told", () => {
  assert.ok(codes({ limit: { text: "20Mi", bytes: 20 * MIB } }).includes("over-limit"));
  assert.ok(!codes({ limit: LIMIT }).includes("over-limit"));
});

test("a limit that is none, and a profile that is no heap, are refused", () => {
  assert.throws(() => of({ limit: { text: "x", bytes: -1 } }), { code: "bad-option" });
});
