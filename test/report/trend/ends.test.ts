/** Two states of a series against each other. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { GrowthReport } from "../../../src/report/growth/growth.ts";
import { coursesOf, NO_PAIRS, pairOfInterest, pairsOf, type TrendPairs } from "../../../src/report/trend/ends.ts";
import type { TrendMeasure, TrendRow } from "../../../src/report/trend/measure.ts";
import { groupsOf } from "../../blame/findings/goroutine-of.ts";
import { capturesOf, RISING } from "./series-of.ts";

const POINTS = capturesOf(RISING).map((capture) => ({ capture, beside: undefined }));
const QUERY = { type: "inuse_space", mainModule: undefined, iterations: 5 };
const measure = (shape: TrendMeasure["shape"], stepAt: number | null) => ({ shape, stepAt }) as TrendMeasure;

test("the ends are the first and the last, a step the two around it", () => {
  const { ends, step } = pairsOf(POINTS, measure("step", 3), QUERY, undefined);
  assert.deepEqual([ends?.base.source, ends?.current.source], ["t0", "t5"]);
  assert.deepEqual([step?.base.source, step?.current.source], ["t2", "t3"]);
});

test("the first three functions of a pair are named, however many there are", () => {
  const live = [1, 2].map((at) => Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, 10 * at])));
  const points = capturesOf(live).map((capture) => ({ capture, beside: undefined }));
  assert.equal(pairsOf(points, measure("rising", null), QUERY, undefined).ends?.functions.length, 3);
});

test("other shapes, and a step before the first point, have no step", () => {
  assert.equal(pairsOf(POINTS, measure("rising", 3), QUERY, undefined).step, null);
  assert.equal(pairsOf(POINTS, measure("step", 0), QUERY, undefined).step, null);
  assert.equal(pairsOf(POINTS, measure("step", null), QUERY, undefined).step, null);
});

test("one state is no pair, and growth that is known is not computed again", () => {
  assert.equal(pairsOf(POINTS.slice(0, 1), measure("rising", null), QUERY, undefined), NO_PAIRS);
  assert.equal(pairsOf([], measure("rising", null), QUERY, undefined), NO_PAIRS);
  const known = {} as GrowthReport;
  assert.equal(pairsOf(POINTS, measure("rising", null), QUERY, known).ends, known);
});

test("goroutines of both ends stand beside them, with the iterations between", () => {
  const points = POINTS.map(({ capture }, at) => ({
    capture,
    beside: { goroutines: groupsOf(`${at + 1} main.work`) },
  }));
  const goroutines = pairsOf(points, measure("rising", null), QUERY, undefined).ends?.goroutines;
  assert.deepEqual([goroutines?.base, goroutines?.current], [1, 6]);
  const oneEnd = [points[0], ...POINTS.slice(1)] as typeof points;
  assert.equal(pairsOf(oneEnd, measure("rising", null), QUERY, undefined).ends?.goroutines, null);
});

test("those of a step are named, unless only the ends have goroutines beside them", () => {
  const [step, ends] = [{ goroutines: null } as GrowthReport, { goroutines: {} } as GrowthReport];
  assert.equal(pairOfInterest({ ends, step }), ends);
  assert.equal(pairOfInterest({ ends: step, step: ends } as TrendPairs), ends);
  assert.equal(pairOfInterest({ ends, step: null }), ends);
  assert.equal(pairOfInterest({ ends: null, step }), step);
  assert.equal(pairOfInterest(NO_PAIRS), null);
});

test("the course of a suspect is that of its own frame, else of its frame", () => {
  const rows = [
    { name: "own", cum: { shape: "rising" } },
    { name: "frame", cum: { shape: "flat" } },
  ] as TrendRow[];
  const suspects = [
    { ownFrame: "own", frame: "frame" },
    { ownFrame: "none", frame: "frame" },
    { ownFrame: null, frame: "frame" },
    { ownFrame: null, frame: "none" },
  ];
  assert.deepEqual(coursesOf({ suspects } as unknown as GrowthReport, rows), ["rising", "flat", "flat", null]);
  assert.deepEqual(coursesOf(null, rows), []);
});
