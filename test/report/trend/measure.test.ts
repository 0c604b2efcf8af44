/** What a course is told by: numbers that are known, null for what is not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Trend } from "../../../src/blame/trend/trend.ts";
import { type Axis, fitTrend, measure } from "../../../src/report/trend/measure.ts";

const AXIS: Axis = { at: [0, 1, 2, 4], hours: 4, iterations: 8 };
const TREND = {
  ...{
    shape: "rising",
    slope: 10,
    slopeInterval: { low: 6, high: 14 },
    slopePValue: 0.01,
    theilSen: 9,
    rise: 41.4,
    stepAt: Number.NaN,
  },
  ...{ mannKendall: { score: 6, pValue: 0.1 }, everyThird: true },
} as unknown as Trend;
const CHANGE = { low: 30.4, high: 50.6 };
const of = (trend: Partial<Trend> = {}, axis = AXIS, isSure = true, change: typeof CHANGE | undefined = CHANGE) =>
  measure([100, 110, 120, 141], { ...TREND, ...trend } as Trend, axis, isSure, change);

test("growth is last less first, with whole bounds; slopes are by the hour and by the iteration", () => {
  const {
    growth,
    growthLow,
    growthHigh,
    slopePerHour,
    low,
    high,
    slopePerIteration,
    slopePerIterationLow,
    slopePerIterationHigh,
  } = of();
  assert.deepEqual([growth, growthLow, growthHigh], [41, 30, 51]);
  assert.deepEqual([slopePerHour, low, high], [10, 6, 14]);
  assert.deepEqual([slopePerIteration, slopePerIterationLow, slopePerIterationHigh], [5, 3, 7]);
  assert.deepEqual([of().theilSenPerHour, of().everyThird, of().mannKendall.score], [9, true, 6]);
});

test("a slope without bounds has none", () => {
  const open = of({ slopeInterval: { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY } });
  assert.deepEqual([open.slopePerHour, open.low, open.high, open.slopePerIterationHigh], [10, null, null, null]);
});

test("without times there is no hour, without iterations none of these", () => {
  const bare = of({}, { at: [0, 1, 2, 3], hours: undefined, iterations: undefined });
  assert.deepEqual(
    [bare.slopePerHour, bare.low, bare.theilSenPerHour, bare.slopePerIteration],
    [null, null, null, null],
  );
});

test("where samples cannot be counted the shape is unknown, and nothing is sure", () => {
  const uncounted = measure([100, 141], { ...TREND } as Trend, AXIS, true, undefined);
  assert.deepEqual(
    [uncounted.shape, uncounted.growthLow, uncounted.growthHigh, uncounted.slopePerHour, uncounted.significant],
    ["unknown", null, null, null, false],
  );
  assert.equal(uncounted.theilSenPerHour, 9, "it needs no noise");
});

test("too few points have no slope, counted or not", () => {
  for (const change of [CHANGE, undefined]) {
    const few = measure([1, 2], { ...TREND, shape: "too-few" } as Trend, AXIS, true, change);
    assert.deepEqual(
      [few.shape, few.slopePerHour, few.theilSenPerHour, few.significant],
      ["too-few", null, null, false],
    );
  }
});

test("only steps and what levels off have a height; the place of a step is that of its first point", () => {
  assert.deepEqual(
    [of({ shape: "step", stepAt: 2 }).rise, of({ shape: "saturating" }).rise, of().rise],
    [41, 41, null],
  );
  assert.deepEqual(
    [of({ shape: "step", stepAt: 2 }).stepAt, of({ shape: "step", stepAt: 4 }).stepAt, of().stepAt],
    [2, 3, null],
  );
  assert.equal(measure([1, 2], { ...TREND, shape: "step", stepAt: 2 } as Trend, AXIS, true, undefined).stepAt, null);
});

test("it rises surely where its shape does and its slope passed the test", () => {
  assert.deepEqual(
    [of().significant, of({}, AXIS, false).significant, of({ shape: "slowing" }).significant],
    [true, false, false],
  );
});

test("a slope that is not finite is none", () => {
  assert.equal(of({ slope: Number.NaN }).slopePerHour, null);
  assert.equal(of({ slopeInterval: { low: Number.NEGATIVE_INFINITY, high: 3 } }).low, null);
});

test("points are fitted where they lie, at the variance they have", () => {
  const values = [100, 120, 140, 180];
  assert.ok(Math.abs(fitTrend(values, AXIS, undefined).slope - 20) < 1e-9);
  const covariance = values.map((_, row) => values.map((__, column) => (row === column ? 1 : 0)));
  assert.ok(Math.abs(fitTrend(values, AXIS, covariance).slope - 20) < 1e-9);
});
