/** Shapes of series that are exact or written down, and what is said of each. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { computeTrend, type Trend, timeToLimit } from "../../../src/blame/trend/trend.ts";
import type { TrendPoint } from "../../../src/stats/fit.ts";
import { normalQuantile } from "../../../src/stats/normal.ts";
import { studentQuantile, studentUpper } from "../../../src/stats/student.ts";
import { near } from "../near.ts";

function series(values: readonly number[], variance: number = 1): TrendPoint[] {
  return values.map((value, at) => ({ at, value, variance }));
}

test("a second step beside the larger one, and it is no single step", () => {
  const each = 0.5;
  const shapeOf = (second: number) => {
    const values = [0.5, 0.5, 0.5 + second, 0.5 + second, 13.3, 13.3];
    // What stays live was sampled once: the noise of a point is that of the one before and of what came.
    const covariance = values.map((_, i) => values.map((_, j) => each * (values[Math.min(i, j)] as number)));
    return computeTrend(
      values.map((value, at) => ({ at, value, variance: each * value })),
      covariance,
    ).shape;
  };
  // 2.65 standard errors are met by chance in one series of fifty: 4 has 2.83, 3 has 2.45.
  assert.equal(shapeOf(3), "step");
  assert.notEqual(shapeOf(4), "step");
});

test("an exact series without noise is told by its form", () => {
  const shapes = ([values, variance]: readonly [number[], number]) => computeTrend(series(values, variance)).shape;
  assert.equal(shapes([[5, 5, 5, 5], 0]), "flat");
  assert.equal(shapes([[10, 20, 30, 40, 50], 0]), "rising");
  assert.equal(shapes([[10, 10, 10, 40, 40, 40], 0]), "step");
  assert.equal(shapes([[10, 40, 10, 40, 10, 40], 0]), "irregular");
  assert.equal(shapes([[0, 60, 84, 94, 97, 99, 99.6], 0]), "saturating");
  assert.equal(shapes([[1, 2], 0]), "too-few");
});

test("only a step and a rise that ended have a height", () => {
  for (const [shape, values] of [
    ["rising", [10, 20, 30, 40, 50]],
    ["irregular", [10, 40, 10, 40, 10, 40]],
    ["flat", [5, 5, 5, 5]],
  ] as const) {
    const trend = computeTrend(series(values, 0.01));
    assert.deepEqual([trend.shape, trend.rise, trend.stepAt, trend.beside], [shape, 0, Number.NaN, undefined]);
    assert.equal(trend.isLull, false);
  }
  const full = computeTrend(series([0, 60, 84, 94, 97, 99, 99.6], 0));
  assert.equal(full.shape, "saturating");
  assert.ok(full.rise > 90 && full.rise < 110, `${full.rise}`);
});

test("the slope of the middle is that of values over the axis", () => {
  assert.equal(computeTrend([0, 10, 20, 30].map((at) => ({ at, value: 5 * at, variance: 1 }))).theilSen, 5);
});

test("a series that moves in its first step only is not one that does not move", () => {
  const [first, last] = [computeTrend(series([4, 9, 9, 9])), computeTrend(series([9, 9, 9, 4]))];
  assert.notEqual(first.slope, 0);
  assert.notEqual(last.slope, 0);
  assert.equal(computeTrend([]).end, 0);
  assert.equal(computeTrend(series([7, 9])).end, 9);
  assert.equal(computeTrend(series([7])).end, 7);
});

test("where the points stray by what sampling explains the slope is as sure as sampling, else as they stray", () => {
  const values = [0, 1.1, 1.9, 3.1, 3.9, 5];
  const reach = (variance: number): number => {
    const { low, high } = computeTrend(series(values, variance)).slopeInterval;
    return (high - low) / 2;
  };
  near(reach(400) / reach(4), 10, 0.05);
  assert.ok(reach(1e-6) > 10 * 1.96 * Math.sqrt(1e-6 / 17.5));
  near(reach(1e-6), reach(1e-9), 1e-5);
});

test("a step says where and how high it is", () => {
  const trend = computeTrend(series([10, 11, 9, 50, 51, 49]));
  assert.equal(trend.shape, "step");
  assert.equal(trend.stepAt, 3);
  near(trend.rise, 40, 1e-9);
});

test("only a rising line is extrapolated, with the interval that its slope has", () => {
  const trend = computeTrend(series([0, 10, 20, 30, 40]));
  const time = timeToLimit(trend, 100);
  assert.ok(time !== undefined, "a line is extrapolated");
  near(time.expected, 6, 1e-6);
  assert.ok(time.low < 6 && time.high > 6, `${time.low} to ${time.high}`);
  near(60 / time.low, trend.slopeInterval.high, 1e-9);
  assert.equal(timeToLimit(trend, 30)?.expected, 0);
  assert.equal(timeToLimit(computeTrend(series([40, 30, 20, 10, 0])), 100), undefined);
  assert.equal(timeToLimit(computeTrend(series([0, 0, 0, 40, 40, 40])), 100), undefined);
  assert.equal(timeToLimit(computeTrend(series([0, 0.5, 0.1, 0.4])), 100), undefined);
});

test("the axis may be iterations: the slope is then growth per iteration", () => {
  const points = [0, 50, 100, 200].map((at) => ({ at, value: 7 + 2.44 * at, variance: 1 }));
  near(computeTrend(points).slope, 2.44, 1e-9);
});

test("points that are too few have a slope that may be anything, and none that is significant", () => {
  const few = computeTrend(series([1, 2]), undefined);
  assert.deepEqual([few.shape, few.slopePValue, few.end], ["too-few", 1, 2]);
  assert.deepEqual(few.slopeInterval, { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY });
});

test("a rise however slow reaches a limit, one that may be none does not", () => {
  const rising = (low: number) =>
    ({ shape: "rising", slope: 2, slopeInterval: { low, high: 4 }, end: 90 }) as unknown as Trend;
  assert.deepEqual(timeToLimit(rising(0.5), 100), { expected: 5, low: 2.5, high: 20 });
  assert.equal(timeToLimit(rising(0), 100), undefined);
  assert.deepEqual(timeToLimit(rising(1), 80), { expected: 0, low: 0, high: 0 });
  assert.equal(timeToLimit({ ...rising(1), shape: "slowing" }, 100), undefined);
});

test("a warm-up before a leak is a step with growth besides, or goes on: never an end", () => {
  const trendOf = (values: readonly number[]) =>
    computeTrend(values.map((value, at) => ({ at, value, variance: 0.01 })));
  const step = trendOf([14.04, 55.85, 57.86, 59.89, 62.03, 63.74]);
  assert.equal(step.shape, "step");
  assert.ok((step.beside?.low ?? 0) > 9 && (step.beside?.high ?? 99) < 11, JSON.stringify(step.beside));
  const slow = trendOf([14, 34, 54, 56, 58.1, 60]);
  assert.deepEqual([slow.shape, slow.goesOnFrom], ["slowing", 2]);
  // What fills up is none of both.
  const full = trendOf([14, 34, 54, 54.1, 54, 54.1]);
  assert.deepEqual([full.shape, full.goesOnFrom, full.beside], ["saturating", undefined, undefined]);
  const filling = trendOf([0, 1, 2, 3, 4, 5].map((at) => 14 + 40 * (1 - Math.exp(-at))));
  assert.deepEqual([filling.shape, filling.goesOnFrom], ["saturating", undefined]);
});

test("a step with nothing besides has an interval about none, wider where the points stray", () => {
  const trendOf = (values: readonly number[], variance: number) =>
    computeTrend(values.map((value, at) => ({ at, value, variance })));
  const flat = trendOf([10, 10.1, 10, 40, 40.1, 40], 0.01).beside;
  assert.ok(flat !== undefined && flat.low < 0 && flat.high > 0 && flat.high < 0.7, JSON.stringify(flat));
  const stray = trendOf([10, 11.5, 10, 40, 41.5, 40], 0.01).beside;
  assert.ok(stray !== undefined && stray.high > 2 * flat.high, JSON.stringify(stray));
  assert.equal(trendOf([10, 10, 10, 40, 40], 0.01).beside, undefined);
  // In halves of the span the points lie 0.2 off their mean: squares of 0.16. What sampling explains is as sure as that.
  const { low, high } = trendOf([10, 10, 10, 40, 40, 40], 0.04).beside ?? { low: 0, high: 0 };
  near(high, normalQuantile(0.995) * 0.5, 1e-9);
  near(low, -high, 1e-9);
  // Else by what they stray, squares of 3 with a constant, a step and a line taken from six points.
  near(stray.high, studentQuantile(0.995, 3) * 2.5, 1e-6);
});

test("one large move at the end of a series that creeps is a step, not a rise", () => {
  const values = [13.04, 13.47, 13.62, 13.59, 14.21, 23.25];
  const { shape, stepAt } = computeTrend(values.map((value, at) => ({ at, value, variance: 0.02 })));
  assert.deepEqual([shape, stepAt], ["step", 5]);
});

test("what rose within the series and is gone did not grow", () => {
  const shapeOf = (values: readonly number[], variance: number) =>
    computeTrend(values.map((value, at) => ({ at, value, variance }))).shape;
  assert.equal(shapeOf([13.27, 13.19, 13.31, 13.38, 13.52, 13.26], 0.001), "returns");
  assert.equal(shapeOf([13.27, 13.19, 13.31, 13.38, 13.52, 13.26], 0.006), "flat");
});

test("a rise pauses where its last step is under 35 % of the mean one", () => {
  const lullOf = (last: number) =>
    computeTrend([10, 20, 30, 40, 50, 50 + last].map((value, at) => ({ at, value, variance: 0.01 })));
  assert.deepEqual([lullOf(10).shape, lullOf(10).isLull], ["rising", false]);
  // Of a mean of 8.58 and 8.62: 3.00 and 3.02.
  assert.equal(lullOf(2.9).isLull, true);
  assert.equal(lullOf(3.1).isLull, false);
});

test("two steps and nothing between are no rise; an uneven load with two lulls is one", () => {
  const shapeOf = (values: readonly number[]) =>
    computeTrend(values.map((value, at) => ({ at, value, variance: 0.01 }))).shape;
  assert.notEqual(shapeOf([13.8, 27.4, 27.5, 27.6, 41.2, 41.3]), "rising");
  assert.equal(shapeOf([10, 11, 20, 21, 35, 45]), "rising");
});

test("what fell and then rises evenly is said to rise at its end", () => {
  const trendOf = (values: readonly number[]) =>
    computeTrend(values.map((value, at) => ({ at, value, variance: 0.01 })));
  const { shape, goesOnFrom } = trendOf([32.9, 15.8, 18.6, 21.5, 24.3, 27.2]);
  assert.deepEqual([shape, goesOnFrom], ["irregular", 1]);
  assert.equal(trendOf([32.9, 15.8, 18.6, 16.5, 19.3, 17.2]).goesOnFrom, undefined);
});

test("of a series that slows, the longest of its ends that rises evenly is where it goes on from", () => {
  const goesOnFrom = (values: readonly number[]) => computeTrend(series(values)).goesOnFrom;
  assert.equal(goesOnFrom([0, 9, 19, 24, 35, 31, 35, 44]), 2);
  assert.equal(goesOnFrom([0, 11, 20, 28, 29, 34, 36, 40]), 3);
});

test("a series that does not move has a slope of 0, surely", () => {
  const { shape, slope, slopeInterval, slopePValue } = computeTrend(series([5, 5, 5, 5]));
  assert.deepEqual([shape, slope, slopeInterval, slopePValue], ["flat", 0, { low: 0, high: 0 }, 1]);
});

test("under an uneven load the slope is as sure as the rates are, neighbours that are alike counting against it", () => {
  const { low, high } = computeTrend(series([0, 1, 2, 5, 8], 1e-6)).slopeInterval;
  // Four rates, each 1 off their mean of 2: squares 4; of neighbours one pair is unlike and two are alike.
  near((high - low) / 2, studentQuantile(0.975, 3) * Math.sqrt((4 + 2 * 1) / (4 * 3)), 1e-9);
});

test("three points are enough for a shape", () => {
  assert.deepEqual(
    [computeTrend(series([10, 20, 30], 0.01)).shape, computeTrend(series([5, 5, 5])).shape],
    ["rising", "flat"],
  );
  assert.deepEqual(computeTrend(series([5, 5, 5])).slopeInterval, { low: 0, high: 0 });
});

test("of a step without any noise nothing is said of growth beside it", () => {
  const { shape, beside } = computeTrend(series([10, 10, 10, 40, 40, 40], 0));
  assert.deepEqual([shape, beside], ["step", undefined]);
});

test("where it goes on from is the first point of the longest end that rises, of four points or more", () => {
  const from = (values: readonly number[], variance = 0.01) => computeTrend(series(values, variance)).goesOnFrom;
  assert.equal(from([90, 10, 20, 30]), undefined, "three rise too often by chance");
  assert.equal(from([60, 90, 10, 20, 30, 40]), 2);
  assert.equal(from([60, 90, 10, 20, 30, 40, 50]), 2, "of five, not of the last four");
  assert.equal(from([60, 90, 10, 20, 30, 40, 50, 60, 70, 80]), 2, "of three quarters, rounded up");
  assert.equal(from([30, 10, 29, 11, 30, 12, 14, 16, 18, 20, 22, 24]), 6, "of half");
  assert.equal(from([60, 90, 10, 40, 10, 40]), undefined, "what goes up and down does not rise");
  // Of steps of 10 the last is surely six tenths of the first: 1.645 standard errors of it are 4 at a deviation of 1.719.
  assert.deepEqual(
    [from([60, 90, 10, 20, 30, 40], 1.71 ** 2), from([60, 90, 10, 20, 30, 40], 1.73 ** 2)],
    [2, undefined],
  );
});

test("noise of single points is that of what is left beside the line, on an axis of any unit", () => {
  const values = [0, 2, 1, 3, 2, 4];
  const on = (unit: number) => computeTrend(values.map((value, at) => ({ at: unit * at, value, variance: 1e-6 })));
  const { slope, slopeInterval, slopePValue } = on(1);
  // Squares about the line 10 - 11^2/17.5, of four degrees of freedom.
  const error = Math.sqrt((10 - 11 ** 2 / 17.5) / 4 / 17.5);
  near(slope, 11 / 17.5, 1e-9);
  near(slopeInterval.high - slope, studentQuantile(0.975, 4) * error, 1e-9);
  near(slopePValue, studentUpper(slope / error, 4), 1e-9);
  const uneven = (unit: number) => {
    const { low, high } = computeTrend(
      [0, 1, 2, 5, 8].map((value, at) => ({ at: unit * at, value, variance: 1e-6 })),
    ).slopeInterval;
    return high - low;
  };
  near(uneven(1) / uneven(2), 2, 1e-9);
});
