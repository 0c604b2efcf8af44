import assert from "node:assert/strict";
import { test } from "node:test";
import { computeTurnover, type SideCounts } from "../../../src/blame/counts/growth-test.ts";
import { sumRows } from "../../../src/blame/counts/sums.ts";
import { samplingVariance, survivorCovariance } from "../../../src/blame/counts/survivor-noise.ts";
import { near } from "../near.ts";
import { samplingOf } from "../sampling-of.ts";

const SAMPLING = samplingOf([64, 100_000]);

function capture(inuse: readonly number[], alloc: readonly number[]): SideCounts {
  return { inuse: Float64Array.from(inuse), alloc: Float64Array.from(alloc) };
}

const CAPTURES = [capture([10, 3], [15, 4]), capture([12, 5], [19, 8]), capture([7, 9], [30, 12])];

function at(matrix: readonly (readonly number[])[], row: number, column: number): number {
  return matrix[row]?.[column] ?? Number.NaN;
}

test("the variance of a difference is that of gained and lost, as in the comparison of two captures", () => {
  const covariance = survivorCovariance(SAMPLING, [0, 1], CAPTURES);
  const oneSample = (SAMPLING.weight[0] as number) ** 2;
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const) {
    const { gained, lost } = computeTurnover(CAPTURES[a] as SideCounts, CAPTURES[b] as SideCounts);
    const wanted = sumRows(SAMPLING, gained).variance + sumRows(SAMPLING, lost).variance + oneSample;
    const got = at(covariance, a, a) + at(covariance, b, b) - 2 * at(covariance, a, b);
    near(got / wanted, 1, 1e-12, `${a} to ${b}`);
  }
});

test("a capture's own variance is that of its samples and half a sample's more", () => {
  const covariance = survivorCovariance(SAMPLING, [0], CAPTURES);
  const weight = SAMPLING.weight[0] as number;
  const perSample = 64 * (SAMPLING.scale[0] as number);
  near(at(covariance, 0, 0) / (10 * perSample * weight + weight ** 2 / 2), 1, 1e-12);
});

test("the variance of one capture by itself is that of the covariance, of rows of every size", () => {
  const sampling = { ...SAMPLING, size: Float64Array.of(64, 0) };
  const captures = [capture([10, 3], [15, 4]), capture([0, 7], [19, 8])];
  const covariance = survivorCovariance(sampling, [1, 0], captures);
  const variances = captures.map(({ inuse }) => samplingVariance(sampling, [1, 0], inuse));
  assert.deepEqual(variances, [at(covariance, 0, 0), at(covariance, 1, 1)]);
  assert.ok((variances[0] as number) > (variances[1] as number));
});

test("nothing is shared once as much was freed as there was", () => {
  const covariance = survivorCovariance(SAMPLING, [0], [capture([10, 0], [10, 0]), capture([4, 0], [24, 0])]);
  assert.deepEqual([at(covariance, 0, 1), at(covariance, 1, 0)], [0, 0]);
});

test("rows outside the group have no part in it", () => {
  const both = survivorCovariance(SAMPLING, [0, 1], CAPTURES);
  const [first, second] = [survivorCovariance(SAMPLING, [0], CAPTURES), survivorCovariance(SAMPLING, [1], CAPTURES)];
  near(at(both, 0, 2) / (at(first, 0, 2) + at(second, 0, 2)), 1, 1e-12);
});
