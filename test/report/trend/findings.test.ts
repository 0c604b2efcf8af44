/** The findings of a series: course, what grew beside the heap, what its pair supports, and its runs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSeries } from "../../../src/blame/provenance/series.ts";
import type { RunFacts } from "../../../src/blame/trend/findings.ts";
import { computeTrend } from "../../../src/blame/trend/trend.ts";
import type { MemStats } from "../../../src/profile/legacy/mem-stats.ts";
import type { GrowthReport } from "../../../src/report/growth/growth.ts";
import { findTrend, restartKind, runsOf } from "../../../src/report/trend/findings.ts";
import type { TrendMeasure } from "../../../src/report/trend/measure.ts";
import { type Point, Series } from "../../../src/report/trend/series.ts";
import { groupsOf } from "../../blame/findings/goroutine-of.ts";
import { capturesOf, RISING } from "./series-of.ts";

const MIB = 1024 ** 2;
const TREND = {
  ...{ values: [1, 2], growth: 1, growthLow: 0, growthHigh: 2, shape: "rising", slopePerHour: 5, low: 4, high: 6 },
  ...{ slopePerIteration: null, slopePerIterationLow: null, slopePerIterationHigh: null, rise: 7, stepAt: 1 },
} as unknown as TrendMeasure;
const KNOWN = {
  trend: TREND,
  fit: computeTrend([]),
  by: "samples",
  captures: 6,
  runs: [],
  restart: "counters",
  ends: null,
  step: null,
  part: null,
} as const;

function found(
  given: object = {},
  beside: (at: number) => Point["beside"] = () => undefined,
  type: string = "inuse_space",
) {
  const points = capturesOf(RISING).map((capture, at) => ({ capture, beside: beside(at) }));
  return findTrend(new Series(points, type, true, { iterations: undefined }), { ...KNOWN, ...given });
}

test("the course has its rate where all of it is known", () => {
  const [first] = found();
  assert.equal(first?.code, "rises");
  assert.deepEqual(first.code === "rises" && [first.facts.perHour, first.facts.perIteration], [
    { rate: 5, low: 4, high: 6 },
    null,
  ]);
  const [none] = found({ trend: { ...TREND, low: 0 } });
  assert.equal(none?.code === "rises" && none.facts.perHour, null, "a rate that may be none");
  assert.deepEqual(first.code === "rises" && [first.facts.low, first.facts.high], [0, 2]);
  const [unbounded] = found({ trend: { ...TREND, growthLow: null } });
  assert.deepEqual(unbounded?.code === "rises" && [unbounded.facts.low, unbounded.facts.high], [null, null]);
  const [open] = found({ trend: { ...TREND, low: null } });
  assert.equal(open?.code === "rises" && open.facts.perHour, null);
});

test("a step has its own height and the states around it", () => {
  const step = {
    base: { source: "t1" },
    current: { source: "t2" },
    totals: { net: 99 },
    findings: [],
  } as unknown as GrowthReport;
  const facts = (trend: object) => {
    const [first] = found({ trend: { ...TREND, shape: "step", ...trend }, step });
    return first?.code === "step" ? [first.facts.height, first.facts.from, first.facts.to] : [];
  };
  assert.deepEqual(
    [facts({}), facts({ rise: null })],
    [
      [7, "t1", "t2"],
      [99, "t1", "t2"],
    ],
  );
});

test("what the ends support is said of what grew, but what the series has told better", () => {
  const findings = ["grew", "restart", "outside-heap", "timer", "pool"].map((code) => ({ code }));
  const ends = { findings, goroutines: null } as unknown as GrowthReport;
  const codes = (shape: string) => found({ ends, trend: { ...TREND, shape } }).map(({ code }) => code);
  assert.deepEqual(codes("rising"), ["rises", "timer", "pool"]);
  for (const shape of ["flat", "falling", "returns", "irregular"]) assert.equal(codes(shape).length, 1, shape);
  for (const shape of ["slowing", "saturating", "unclear", "unknown", "too-few"])
    assert.equal(codes(shape).length, 3, shape);
});

test("memory that is not the heap's comes first where it is most of what grew, else after the course", () => {
  const beside = (at: number) => ({
    resident: (20 + 40 * at) * MIB,
    memStats: { sys: 10 * MIB, heapReleased: 0 } as MemStats,
  });
  const codes = (growth: number) => found({ trend: { ...TREND, growth } }, beside).map(({ code }) => code);
  assert.deepEqual(codes(MIB), ["outside-heap", "rises"]);
  assert.deepEqual(codes(900 * MIB), ["rises", "outside-heap"]);
});

test("against what was ever allocated memory that is not the heap's has no known weight", () => {
  const beside = (at: number) => ({
    resident: (20 + 40 * at) * MIB,
    memStats: { sys: 10 * MIB, heapReleased: 0 } as MemStats,
  });
  const isMost = (type: string) => {
    const outside = found({}, beside, type).find(({ code }) => code === "outside-heap");
    return outside?.code === "outside-heap" ? outside.facts.isMost : "none";
  };
  assert.deepEqual([isMost("inuse_space"), isMost("alloc_space"), isMost("inuse_objects")], [true, null, null]);
});

test("of several processes only the restart is told", () => {
  const runs = [{ from: "a" }, { from: "b" }] as RunFacts[];
  const beside = (at: number) => ({
    resident: (20 + 40 * at) * MIB,
    memStats: { sys: 10 * MIB, heapReleased: 0 } as MemStats,
  });
  assert.deepEqual(
    found({ runs }, beside).map(({ code }) => code),
    ["restart"],
  );
});

test("each run has its own course, named by its ends; one run is none", () => {
  const captures = capturesOf([...RISING, { put: 5 }, { put: 6 }]);
  const provenance = {
    ...checkSeries(captures),
    runs: [
      [0, 1, 2, 3, 4, 5],
      [6, 7],
    ],
  };
  const runs = runsOf(captures, [], provenance, "inuse_space");
  assert.deepEqual(
    runs.map(({ from, to, shape, points }) => [from, to, shape, points]),
    [
      ["t0", "t5", "rising", 6],
      ["t6", "t7", "too-few", 2],
    ],
  );
  assert.deepEqual(runsOf(captures, [], { ...provenance, runs: [[0, 1]] }, "inuse_space"), []);
});

test("a restart is known from the capture, told by another build, or by counters", () => {
  const none = { findings: [] } as never;
  const build = { findings: [{ code: "other-build" }] } as never;
  assert.deepEqual(
    [restartKind([{ process: 1 }], build), restartKind([undefined, {}], build), restartKind([], none)],
    ["known", "other-build", "counters"],
  );
});

test("the last points are named where a rise pauses or goes on, and a step with what grew besides", () => {
  const fit = { ...computeTrend([]), isLull: true };
  const [rise] = found({ fit });
  assert.deepEqual(rise?.code === "rises" && rise.facts.lull, { from: "t4", to: "t5" });
  const trend = { ...TREND, shape: "slowing", values: [1, 4, 6, 8, 10, 12] };
  const [slow] = found({ trend, fit: { ...fit, goesOnFrom: 1 } });
  assert.deepEqual(slow?.code === "slows" && slow.facts.goesOn, { from: "t1", to: "t5", growth: 8 });
});

test("goroutines that rise to the end are told with the course, and those of the ends beside the heap", () => {
  const beside = (at: number): Point["beside"] => ({
    goroutines: groupsOf(`${100 + 50 * at} main.work`),
    resident: (20 + 40 * at) * MIB,
    memStats: { sys: 10 * MIB, heapReleased: 0, stackInuse: at * 20 * MIB } as MemStats,
  });
  const findings = found({}, beside);
  const stacks = findings.find(({ code }) => code === "goroutine-stacks");
  assert.deepEqual(
    stacks?.code === "goroutine-stacks" && [stacks.facts.goroutinesBefore, stacks.facts.goroutinesAfter],
    [100, 350],
  );
  assert.ok(
    findings.some(({ code }) => code === "goroutines-rise"),
    findings.map(({ code }) => code).join(),
  );
  const outside = findings.find(({ code }) => code === "outside-heap");
  assert.deepEqual(
    outside?.code === "outside-heap" && [outside.facts.before, outside.facts.after].map((bytes) => bytes / MIB),
    [20, 220],
  );
  const steady = found({}, () => ({ goroutines: groupsOf("100 main.work") }));
  assert.ok(!steady.some(({ code }) => code === "goroutines-rise"));
});

test("one state has nothing beside it", () => {
  const [capture] = capturesOf(RISING);
  assert.ok(capture !== undefined);
  const beside = { resident: 200 * MIB, memStats: { sys: 10 * MIB, heapReleased: 0 } as MemStats };
  const series = new Series([{ capture, beside }], "inuse_space", true, { iterations: undefined });
  const findings = findTrend(series, { ...KNOWN, trend: { ...TREND, shape: "too-few" } as TrendMeasure });
  assert.deepEqual(
    findings.map(({ code }) => code),
    ["too-few"],
  );
});
