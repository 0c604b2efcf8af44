/** Shapes of series whose truth is known. Simulations are seeded, 1,000 runs a cell. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { SideCounts } from "../../../src/blame/counts/growth-test.ts";
import { survivorCovariance } from "../../../src/blame/counts/survivor-noise.ts";
import {
  computeTrend,
  TREND_SHAPES,
  type Trend,
  type TrendShape,
  timeToLimit,
} from "../../../src/blame/trend/trend.ts";
import type { TrendPoint } from "../../../src/stats/fit.ts";
import { normalUpper } from "../../../src/stats/normal.ts";
import { mannKendall } from "../../../src/stats/robust.ts";
import { studentQuantile } from "../../../src/stats/student.ts";
import { type Draws, seededDraws } from "../draws.ts";
import { near } from "../near.ts";
import { samplingOf } from "../sampling-of.ts";

const LENGTHS = [6, 9, 12, 20];

function series(values: readonly number[], variance: number = 1): TrendPoint[] {
  return values.map((value, at) => ({ at, value, variance }));
}

type Verdict = TrendShape | "leak";

/** As a row of a report has it: a leak rises to the end, with a slope that is significant. */
function verdictOf(trend: Trend): Verdict {
  return trend.shape === "rising" && trend.slopePValue < 0.05 ? "leak" : trend.shape;
}

type Truth = (length: number, draws: Draws) => number[];

/** Values in standard errors of one point, without the noise unless they are noise. */
const line: Truth = (length) => Array.from({ length }, (_, i) => i);
const warmUp: Truth = (length) => Array.from({ length }, (_, i) => 10 * (1 - Math.exp((-4 * i) / length)));
const steep: Truth = (length) => Array.from({ length }, (_, i) => 2 * i);
const longWarmUp: Truth = (length) => Array.from({ length }, (_, i) => 30 * (1 - Math.exp((-4 * i) / length)));
const step: Truth = (length) => Array.from({ length }, (_, i) => (i >= length / 2 ? 10 : 0));
const sawtooth: Truth = (length) => Array.from({ length }, (_, i) => 5 * (i % 3));
const flat: Truth = (length) => Array.from({ length }, () => 0);
const autoregressive: Truth = (length, draws) => {
  let value = draws.normal();
  return Array.from({ length }, () => (value = 0.8 * value + 0.6 * draws.normal()));
};
const randomWalk: Truth = (length, draws) => {
  let value = 0;
  return Array.from({ length }, () => (value += draws.normal()));
};

const RUNS = 1000;

/** How often each verdict is given. */
function rates(truth: Truth, length: number, seed: number, noise: number = 1): Record<Verdict, number> {
  const draws = seededDraws(seed);
  const found = Object.fromEntries(["leak", ...TREND_SHAPES].map((shape) => [shape, 0])) as Record<Verdict, number>;
  for (let run = 0; run < RUNS; run++) {
    const values = truth(length, draws).map((value) => 100 + value + noise * draws.normal());
    found[verdictOf(computeTrend(series(values)))] += 1 / RUNS;
  }
  return found;
}

// 1,000 runs: the standard error of a rate of 0.95 is 0.007, of 0.8 0.013, of 0.4 0.015. Bounds are what was found less three of these.
const SHAPES: readonly (readonly [name: string, truth: Truth, wanted: readonly Verdict[], least: readonly number[]])[] =
  [
    ["a line of two standard errors a step rises", steep, ["leak"], [0.87, 0.98, 0.99, 0.99]],
    ["a line of one is seen from some nine points on", line, ["leak"], [0.36, 0.76, 0.94, 0.98]],
    ["a warm-up of ten slows or levels off", warmUp, ["slowing", "saturating"], [0.76, 0.9, 0.95, 0.95]],
    ["a warm-up of thirty levels off", longWarmUp, ["saturating"], [0.75, 0.77, 0.77, 0.77]],
    ["a step is a step", step, ["step"], [0.92, 0.9, 0.9, 0.88]],
    ["a sawtooth goes up and down", sawtooth, ["irregular", "returns"], [0.97, 0.99, 0.99, 0.99]],
  ];

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

for (const [name, truth, wanted, least] of SHAPES) {
  test(`${name}, and what does not rise is seldom said to`, () => {
    for (const [index, length] of LENGTHS.entries()) {
      const found = rates(truth, length, 10 + index);
      const rate = wanted.reduce((sum, shape) => sum + found[shape], 0);
      assert.ok(rate >= (least[index] as number), `${length} points: ${JSON.stringify(found)}`);
      if (!wanted.includes("leak")) assert.ok(found.leak <= 0.07, `${length} points: ${JSON.stringify(found)}`);
      if (!wanted.includes("saturating"))
        assert.ok(found.saturating <= 0.01, `${length} points: ${JSON.stringify(found)}`);
    }
  });
}

test("a flat series is said to rise or to level off in one run of a hundred at most", () => {
  for (const length of [3, 4, ...LENGTHS]) {
    const found = rates(flat, length, 40);
    const isSo = found.leak <= 0.01 && found.rising <= 0.01 && found.saturating <= 0.01 && found.flat >= 0.89;
    assert.ok(isSo, `${length}: ${JSON.stringify(found)}`);
  }
});

test("noise with a memory misleads seldom, and less than Mann and Kendall's test", () => {
  const bounds: readonly (readonly [Truth, number])[] = [
    [autoregressive, 0.17],
    [randomWalk, 0.24],
  ];
  for (const [truth, bound] of bounds) {
    for (const length of LENGTHS) {
      const draws = seededDraws(50);
      const rising = Array.from({ length: RUNS }, () => mannKendall(truth(length, draws), normalUpper).pValue);
      const { leak } = rates(truth, length, 50, 0);
      assert.ok(leak <= bound, `${truth.name} ${length}: ${leak}`);
      assert.ok(leak < rising.filter((p) => p < 0.05).length / RUNS + 0.02, `${truth.name} ${length}: ${leak}`);
    }
  }
});

test("the slope's interval covers the true slope in 94 % of runs at least", () => {
  const draws = seededDraws(60);
  let covered = 0;
  for (let run = 0; run < 2000; run++) {
    const { low, high } = computeTrend(series(line(8, draws).map((value) => value + draws.normal()))).slopeInterval;
    if (low <= 1 && high >= 1) covered++;
  }
  assert.ok(covered / 2000 >= 0.94, `${covered / 2000}`);
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

/** A process with 1 KiB objects on one stack, in MiB: some stay, some are replaced between captures, some are added. */
interface Process {
  readonly held: number;
  readonly grown: number;
  readonly replaced: number;
}

const SAMPLING = samplingOf([1024]);
const SCALE = SAMPLING.scale[0] as number;

function capture({ held, grown, replaced }: Process, length: number, draws: Draws): SideCounts[] {
  let objects = held * 1024;
  let live = draws.binomial(objects, 1 / SCALE);
  let alloc = live;
  return Array.from({ length }, (_, index) => {
    if (index > 0) {
      const dead = draws.binomial(live, (replaced * 1024) / Math.max(objects, 1));
      const born = draws.binomial((replaced + grown) * 1024, 1 / SCALE);
      objects += grown * 1024;
      live += born - dead;
      alloc += born;
    }
    return { inuse: Float64Array.of(live), alloc: Float64Array.of(alloc) };
  });
}

function leakRates(process: Process, length: number, seed: number): { independent: number; shared: number } {
  const draws = seededDraws(seed);
  const runs = 400;
  let independent = 0;
  let shared = 0;
  for (let run = 0; run < runs; run++) {
    const captures = capture(process, length, draws);
    const points = captures.map(({ inuse }, at) => {
      const value = (inuse[0] as number) * 1024 * SCALE;
      return { at, value, variance: value * (SAMPLING.weight[0] as number) };
    });
    if (verdictOf(computeTrend(points)) === "leak") independent++;
    if (verdictOf(computeTrend(points, survivorCovariance(SAMPLING, [0], captures))) === "leak") shared++;
  }
  return { independent: independent / runs, shared: shared / runs };
}

// 400 runs: standard error 0.011 at 0.05, 0.015 at 0.9.
test("what survives from capture to capture is no noise: +2 MiB a step on 100 MiB is seen in four captures, surely in six", () => {
  const { independent, shared } = leakRates({ held: 100, grown: 2, replaced: 0 }, 4, 70);
  assert.ok(independent < 0.05, `independent ${independent}`);
  assert.ok(shared > 0.65, `shared ${shared}`);
  const six = leakRates({ held: 100, grown: 2, replaced: 0 }, 6, 70);
  assert.ok(six.shared > 0.85, `six: ${six.shared}`);
});

test("objects replaced little by little are not taken for growth", () => {
  const { shared } = leakRates({ held: 100, grown: 0, replaced: 10 }, 12, 71);
  assert.ok(shared <= 0.05, `shared ${shared}`);
  for (const replaced of [0, 2, 50, 100]) {
    const null6 = leakRates({ held: 100, grown: 0, replaced }, 6, 72);
    assert.ok(null6.shared <= 0.07, `${replaced} MiB replaced: ${null6.shared}`);
  }
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
