/**
 * How often a shape is called rightly, on six captures of a process whose truth is known: sampled, with survivors shared between captures, at the
 * default rate and at 4096 bytes, under even and uneven load. Seeded; 300 series a cell, so the bound of a rate of 0 is 1 % (95 %).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { shapeByEnds } from "../../../src/blame/trend/shape.ts";
import { computeTrend, type TrendShape } from "../../../src/blame/trend/trend.ts";
import { type Draws, seededDraws } from "../draws.ts";

const RUNS = 300;
const POINTS = [0, 1, 2, 3, 4, 5];

/** MiB alive at each point; `grown` from `held` on. */
type Truth = (held: number, grown: number, draws: Draws) => number[];

function uneven(spread: (draws: Draws) => number): Truth {
  return (held, grown, draws) => {
    let value = held;
    return POINTS.map((at) => {
      if (at > 0) value += (grown / 5) * Math.max(0.05, spread(draws));
      return value;
    });
  };
}

const filling =
  (constants: number): Truth =>
  (held, grown, draws) =>
    POINTS.map((at) => held + grown * (1 - Math.exp((-constants * at) / 5)) * (1 + 0.01 * draws.normal()));

/**
 * What captures show: each MiB that came is known to the square root of so many samples, and what stays is seen the same way again. A tenth of what
 * was held is replaced between captures.
 */
function capture(truth: readonly number[], weight: number, draws: Draws): { values: number[]; noise: number[][] } {
  const replaced = (truth[0] as number) / 10;
  const values: number[] = [];
  let kept = (truth[0] as number) - replaced;
  kept += draws.normal() * Math.sqrt(weight * kept);
  for (const [index, value] of truth.entries()) {
    const change = index === 0 ? 0 : value - (truth[index - 1] as number);
    kept += change + draws.normal() * Math.sqrt(weight * Math.abs(change));
    values.push(Math.max(0, kept + replaced + draws.normal() * Math.sqrt(weight * replaced)));
  }
  const shared = (a: number, b: number): number =>
    weight * Math.max(0, Math.min(...values.slice(Math.min(a, b), Math.max(a, b) + 1)) - replaced);
  const noise = values.map((own, a) => values.map((_, b) => (a === b ? weight * own + weight ** 2 / 2 : shared(a, b))));
  return { values, noise };
}

function ratesOf(truth: Truth, held: number, grown: number, weight: number): (...shapes: TrendShape[]) => number {
  const draws = seededDraws(900 + grown);
  const found = new Map<TrendShape, number>();
  for (let run = 0; run < RUNS; run++) {
    const { values, noise } = capture(truth(held, grown, draws), weight, draws);
    const points = values.map((value, at) => ({ at, value, variance: noise[at]?.[at] ?? 0 }));
    const { shape } = computeTrend(points, noise);
    found.set(shape, (found.get(shape) ?? 0) + 1 / RUNS);
  }
  return (...shapes) => shapes.reduce((sum, shape) => sum + (found.get(shape) ?? 0), 0);
}

/** MiB of variance per MiB: 512 KiB and 4 KiB between samples. */
const DEFAULT = 0.5;
const FINE = 1 / 256;

test("a leak under even load, and under load that is uneven by a third, rises; hardly ever does it level off", () => {
  const even = uneven(() => 1);
  const third = uneven((draws) => 1 + 0.33 * draws.normal());
  for (const truth of [even, third]) {
    for (const [held, grown, weight, least] of [
      [10, 50, DEFAULT, 0.95],
      [20, 80, DEFAULT, 0.95],
      [10, 10, FINE, 0.95],
      [100, 30, FINE, 0.95],
      [5, 20, DEFAULT, 0.8],
    ] as const) {
      const rate = ratesOf(truth, held, grown, weight);
      const cell = `${held} MiB + ${grown} at ${weight}`;
      assert.ok(rate("rising") >= least, `${cell}: rising ${rate("rising")}`);
      assert.ok(
        rate("saturating", "returns", "irregular") <= 0.01,
        `${cell}: ${rate("saturating", "returns", "irregular")}`,
      );
    }
  }
});

test("what fills up within the series does not rise", () => {
  for (const constants of [5, 8]) {
    for (const [held, grown, weight] of [
      [5, 20, DEFAULT],
      [20, 50, DEFAULT],
      [10, 10, FINE],
    ] as const) {
      const rate = ratesOf(filling(constants), held, grown, weight);
      assert.ok(
        rate("rising") <= 0.02,
        `${constants} constants, ${held} MiB + ${grown} at ${weight}: ${rate("rising")}`,
      );
    }
  }
});

test("what goes up and down does not rise", () => {
  for (const share of [0.02, 0.1, 0.3]) {
    const jitter: Truth = (held, _, draws) => POINTS.map(() => held * Math.max(0.2, 1 + share * draws.normal()));
    for (const [held, weight] of [
      [10, DEFAULT],
      [100, DEFAULT],
      [100, FINE],
    ] as const) {
      const rate = ratesOf(jitter, held, 0, weight);
      assert.ok(rate("rising") <= 0.02, `${share} of ${held} MiB at ${weight}: ${rate("rising")}`);
      assert.ok(rate("saturating") <= 0.035, `${share} of ${held} MiB at ${weight} levels off: ${rate("saturating")}`);
    }
  }
});

test("a series that only rises has no ups and downs", () => {
  for (const values of [
    [110, 119, 122, 131, 134, 143],
    [1, 30, 31, 60, 61, 90],
  ]) {
    const { shape } = computeTrend(values.map((value, at) => ({ at, value, variance: 0.01 })));
    assert.equal(shape, "rising");
  }
});

test("what rose and came back is told from what goes up and down, and each from a fall", () => {
  const shapeOf = (values: readonly number[]): TrendShape =>
    computeTrend(values.map((value, at) => ({ at, value, variance: 0.1 }))).shape;
  assert.equal(shapeOf([10, 40, 80, 60, 20, 12]), "returns");
  assert.equal(shapeOf([10, 40, 80, 60, 20, 27]), "returns");
  assert.equal(shapeOf([10, 40, 80, 60, 20, 28]), "irregular");
  assert.equal(shapeOf([80, 70, 55, 40, 30, 12]), "falling");
});

test("three points rise only by two sure and like steps", () => {
  const shapeOf = (values: readonly number[]): TrendShape =>
    computeTrend(values.map((value, at) => ({ at, value, variance: 1 }))).shape;
  assert.equal(shapeOf([10, 20, 30]), "rising");
  assert.equal(shapeOf([10, 20, 25]), "rising");
  assert.equal(shapeOf([10, 20, 24.9]), "unclear");
  assert.equal(shapeOf([10, 20]), "too-few");
});

test("what is flat by its moves is not where its ends differ surely, and by more than a heap does by itself", () => {
  const byEnds = (last: number, low: number, high: number) => shapeByEnds("flat", [100, 101, last], { low, high });
  assert.equal(byEnds(103, 1, 5), "unclear");
  assert.equal(byEnds(103, 0, 6), "flat");
  assert.equal(byEnds(102, 1, 3), "flat", "2% are no growth worth a word");
  assert.equal(byEnds(97, -5, -1), "falling");
  assert.equal(shapeByEnds("irregular", [100, 101, 103], { low: 1, high: 5 }), "irregular");
  assert.equal(shapeByEnds("flat", [100, 101, 103], undefined), "flat");
});
