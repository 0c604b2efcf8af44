/** How often series whose truth is known are told as what they are. Simulations are seeded, 1,000 runs a cell. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { SideCounts } from "../../../src/blame/counts/growth-test.ts";
import { survivorCovariance } from "../../../src/blame/counts/survivor-noise.ts";
import { computeTrend, TREND_SHAPES, type Trend, type TrendShape } from "../../../src/blame/trend/trend.ts";
import type { TrendPoint } from "../../../src/stats/fit.ts";
import { normalUpper } from "../../../src/stats/normal.ts";
import { mannKendall } from "../../../src/stats/robust.ts";
import { type Draws, seededDraws } from "../draws.ts";
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
