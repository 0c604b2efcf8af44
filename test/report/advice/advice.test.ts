/** Where the memory of a process is, and what its settings come to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { inferGogc } from "../../../src/blame/memory/limits.ts";
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

test("a limit that is not told is absent only where the container was seen", () => {
  const told = (given: Partial<AdviceInput>) => codes(given).filter((code) => /^(?:limit|memlimit)-/.test(code));
  assert.deepEqual(told({}), ["limit-absent", "memlimit-unknown"]);
  assert.deepEqual(told({ isContainerSeen: true }), ["limit-absent", "memlimit-absent"]);
  const facts = of().findings.find(({ code }) => code === "limit-absent")?.facts;
  assert.deepEqual(facts, { isSeen: false });
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

test("what is survived with the memory limit that is advised is not beyond the limit", () => {
  const report = of({ limit: { text: "80Mi", bytes: 80 * MIB } });
  const { liveMaximum = 0, liveMaximumUnder = 0 } = report.outlook ?? {};
  assert.ok(liveMaximum < report.live.bytes && report.live.bytes < liveMaximumUnder);
  assert.ok(report.findings.every(({ code }) => code !== "over-limit"));
});

test("a limit that is none, and a profile that is no heap, are refused", () => {
  assert.throws(() => of({ limit: { text: "x", bytes: -1 } }), { code: "bad-option" });
});

test("what is used is what is live, and all else as the books have it", () => {
  const bare = of({ limit: LIMIT });
  assert.deepEqual(bare.outlook?.use, { live: bare.live.bytes, roots: 0, other: 0, fragmentation: 0, nonGo: 0 });
  const report = of({ limit: LIMIT, current: process(40, { memStats: stats("after") }) });
  const { segments } = report.waterfall ?? {};
  assert.ok(segments !== undefined);
  const { live, fragmentation, stacks, profiler, runtime, other, nonGo } = segments;
  assert.deepEqual(report.outlook?.use, {
    ...{ live, fragmentation, nonGo, roots: stats("after")?.stackInuse },
    other: stacks + profiler + runtime + other,
  });
  assert.ok(stacks > 0 && other > 0 && runtime > 0);
  assert.deepEqual([report.kind, report.schemaVersion], ["advice", 1]);
});

test("beyond the limit is told by what is beyond it, of all that is known", () => {
  const over = (bytes: number, workingSet?: number) =>
    of({
      limit: { text: "x", bytes },
      current: process(40, { memStats: stats("after"), workingSet }),
    }).findings.find(({ code }) => code === "over-limit");
  assert.deepEqual([over(4096 * MIB), over(4096 * MIB, 4096 * MIB)], [undefined, undefined]);
  assert.equal(over(4096 * MIB, 4096 * MIB + 1)?.severity !== undefined, true);
  const facts = over(4096 * MIB, 5000 * MIB)?.facts as { bytes?: number; limit?: number } | undefined;
  assert.deepEqual([facts?.bytes, facts?.limit], [5000 * MIB, 4096 * MIB]);
});

test("an environment's words are words", () => {
  assert.throws(() => of({ limit: LIMIT, gomemlimit: 5 as unknown as string }), /GOMEMLIMIT/);
});

test("GOGC is inferred from where the next collection is, stacks or none, and from nothing less", () => {
  const inferred = (memStats: object) =>
    of({ current: process(40, { memStats: { ...memStats } }) }).settings.inferredGogc;
  const known = { nextGC: 120 * MIB, heapAlloc: 50 * MIB };
  assert.equal(inferred(known), inferGogc(known.nextGC, known.heapAlloc, 0));
  assert.equal(typeof inferred({ ...stats("after") }), "number");
  assert.deepEqual([inferred({ nextGC: known.nextGC }), inferred({ heapAlloc: known.heapAlloc })], [null, null]);
});

test("by peaks what is outside Go cannot have shrunk; by what is resident it can", () => {
  const change = (before: number, after: number, isPeak: boolean) => {
    const [base, current] = [before, after].map((size, at) => {
      const memStats = { ...stats(at === 0 ? "before" : "after"), maxRss: isPeak ? size : undefined };
      return process(40, { memStats, workingSet: isPeak ? undefined : size });
    });
    return of({ base, current } as Partial<AdviceInput>).growth?.growth.nonGo ?? Number.NaN;
  };
  assert.equal(change(900 * MIB, 400 * MIB, true), 0);
  assert.ok(change(400 * MIB, 900 * MIB, true) > 0);
  assert.ok(change(900 * MIB, 400 * MIB, false) < 0);
});
