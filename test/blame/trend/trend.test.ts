/** Shapes of series against the table of evidence.md 4.6. Simulations are seeded, 1,000 runs a cell. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { SideCounts } from "../../../src/blame/counts/growth-test.ts";
import { survivorCovariance } from "../../../src/blame/counts/survivor-noise.ts";
import { computeTrend, type Trend, type TrendShape, timeToLimit } from "../../../src/blame/trend/trend.ts";
import { correlatedNoise, independentNoise, type TrendPoint } from "../../../src/stats/fit.ts";
import { normalUpper } from "../../../src/stats/normal.ts";
import { growsInEveryThird, mannKendall, theilSenSlope } from "../../../src/stats/robust.ts";
import { type Draws, seededDraws } from "../draws.ts";
import { near } from "../near.ts";
import { samplingOf } from "../sampling-of.ts";

const LENGTHS = [6, 9, 12, 20];

function series(values: readonly number[], variance: number = 1): TrendPoint[] {
  return values.map((value, at) => ({ at, value, variance }));
}

type Verdict = TrendShape | "leak";

/** As `blame` uses it: a leak is a rising line that is significant. */
function verdictOf(trend: Trend): Verdict {
  return trend.shape === "line" && trend.slopePValue < 0.05 ? "leak" : trend.shape;
}

type Truth = (length: number, draws: Draws) => number[];

/** Values in standard errors of one point, without the noise unless they are noise. */
const line: Truth = (length) => Array.from({ length }, (_, i) => i);
const warmUp: Truth = (length) => Array.from({ length }, (_, i) => 10 * (1 - Math.exp((-4 * i) / length)));
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
  const found = { leak: 0, flat: 0, line: 0, step: 0, saturating: 0, irregular: 0, "too-few": 0 };
  for (let run = 0; run < RUNS; run++) {
    const values = truth(length, draws).map((value) => value + noise * draws.normal());
    found[verdictOf(computeTrend(series(values)))] += 1 / RUNS;
  }
  return found;
}

// 1,000 runs: the standard error of a rate of 0.95 is 0.007, of 0.8 0.013, of 0.03 0.0054. Bounds are the table's figures less what the table
// cannot promise (its truths are described in words only) and three of these.
const SHAPES: readonly (readonly [name: string, truth: Truth, wanted: Verdict, least: readonly number[]])[] = [
  ["a line of one standard error a step is a leak", line, "leak", [0.75, 0.89, 0.95, 0.98]],
  ["a warm-up to a plateau is saturating, not a leak", warmUp, "saturating", [0.92, 0.96, 0.96, 0.96]],
  ["a step is a step, not a leak", step, "step", [0.96, 0.96, 0.96, 0.96]],
  ["a sawtooth is irregular, not a leak", sawtooth, "irregular", [0.92, 0.99, 0.99, 0.99]],
];

for (const [name, truth, wanted, least] of SHAPES) {
  test(`${name}, in as many runs as evidence.md has it`, () => {
    for (const [index, length] of LENGTHS.entries()) {
      const found = rates(truth, length, 10 + index);
      assert.ok(found[wanted] >= (least[index] as number), `${length} points: ${JSON.stringify(found)}`);
      if (wanted !== "leak") assert.ok(found.leak <= 0.05, `${length} points: ${JSON.stringify(found)}`);
    }
  });
}

test("a flat series is called a leak in at most 5 % of runs, a step in fewer still", () => {
  for (const length of [3, 4, ...LENGTHS]) {
    const found = rates(flat, length, 40);
    assert.ok(found.leak <= 0.05 && found.step <= 0.03 && found.flat >= 0.82, `${length}: ${JSON.stringify(found)}`);
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
  assert.equal(shapes([[10, 20, 30, 40, 50], 0]), "line");
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

test("Theil and Sen's slope is the median of pairs", () => {
  assert.equal(theilSenSlope([0, 1, 2, 3], [0, 2, 4, 600]), 101);
  assert.equal(theilSenSlope([0, 1, 2, 4], [1, 3, 5, 9]), 2);
  assert.equal(theilSenSlope([3, 3], [1, 2]), 0);
});

test("Mann and Kendall's probabilities are exact for short series", () => {
  const probability = (values: readonly number[]): number => mannKendall(values, normalUpper).pValue;
  near(probability([1, 2, 3, 4]), 1 / 24, 1e-12);
  near(probability([1, 2, 3]), 1 / 6, 1e-12);
  near(probability([4, 3, 2, 1]), 1, 1e-12);
  assert.equal(mannKendall([1, 3, 2, 4], normalUpper).score, 4);
  // 4 of 24 orders have a score of 4 or more.
  near(probability([1, 3, 2, 4]), 4 / 24, 1e-12);
  assert.equal(probability([5, 5, 5, 5]), 1);
  // A tie: R's Kendall::MannKendall gives the variance 27.333 for it (n = 6, one pair tied).
  near(probability([1, 2, 2, 4, 5, 6]), normalUpper(13 / Math.sqrt(27 + 1 / 3)), 1e-12);
});

test("growth in every third needs four points and a rise in each", () => {
  assert.equal(growsInEveryThird([1, 2, 3]), false);
  assert.equal(growsInEveryThird([1, 2, 3, 4]), true);
  assert.equal(growsInEveryThird([0, 9, 9, 9, 9, 9, 10]), false);
  assert.equal(growsInEveryThird([0, 5, 4, 6, 7, 6, 10]), true);
});

test("correlated noise without correlation is independent noise", () => {
  const variances = [1, 4, 9];
  const diagonal = variances.map((variance, i) => variances.map((_, j) => (i === j ? variance : 0)));
  const independent = independentNoise(variances)([3, 5, 7]);
  for (const [index, value] of correlatedNoise(diagonal)([3, 5, 7]).entries()) {
    near(value, independent[index] as number, 1e-12);
  }
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
test("what survives from capture to capture is no noise: +2 MiB a step on 100 MiB is seen in four captures", () => {
  const { independent, shared } = leakRates({ held: 100, grown: 2, replaced: 0 }, 4, 70);
  assert.ok(independent < 0.05, `independent ${independent}`);
  assert.ok(shared > 0.85, `shared ${shared}`);
});

test("objects replaced little by little look like growth to points taken as independent, not to the shared noise", () => {
  const { independent, shared } = leakRates({ held: 100, grown: 0, replaced: 10 }, 12, 71);
  assert.ok(independent > 0.08, `independent ${independent}`);
  assert.ok(shared <= 0.05, `shared ${shared}`);
  for (const replaced of [0, 2, 50, 100]) {
    const null6 = leakRates({ held: 100, grown: 0, replaced }, 6, 72);
    assert.ok(null6.shared <= 0.07, `${replaced} MiB replaced: ${null6.shared}`);
  }
});
