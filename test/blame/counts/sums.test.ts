/** Estimates and their variances, by rows whose numbers can be checked by eye. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { RowSampling } from "../../../src/blame/counts/row-sampling.ts";
import { addRow, emptySums, nothing, sumAt, sumRows } from "../../../src/blame/counts/sums.ts";

/** Of a period of 1000: small objects, half of those of the next size, nearly and quite all of the large ones, and unknown sizes. */
const SAMPLING: RowSampling = {
  period: 1000,
  size: Float64Array.of(10, 700, 5000, 5001, 0),
  scale: Float64Array.of(100, 2, 1, 1, 0),
  weight: Float64Array.of(990, 700, 1, 1.001, 1000),
};

function sumOf(...counts: readonly number[]) {
  return sumRows(SAMPLING, Float64Array.from(counts));
}

test("a row counts its objects by their size and by how many each stands for, its variance by its weight", () => {
  assert.deepEqual(sumOf(3, 0, 0, 0, 0), { value: 3000, exact: 0, variance: 3000 * 990, largestWeight: 1000 });
  assert.deepEqual(sumOf(1, 2, 0, 0, 0), {
    value: 3800,
    exact: 0,
    variance: 990_000 + 2800 * 700,
    largestWeight: 1000,
  });
});

test("objects of unknown size stand for a period each", () => {
  assert.deepEqual(sumOf(0, 0, 0, 0, 2), { value: 2000, exact: 0, variance: 2_000_000, largestWeight: 1000 });
});

test("what is recorded whole is exact, up to a thousandth of the period", () => {
  assert.deepEqual(sumOf(0, 0, 2, 0, 0), { value: 10_000, exact: 10_000, variance: 0, largestWeight: 1000 });
  assert.equal(sumOf(0, 0, 0, 1, 0).exact, 0);
  assert.ok(Math.abs(sumOf(0, 0, 0, 1, 0).variance - 5001 * 1.001) < 1e-9);
});

test("a row of which nothing was recorded has a weight still, and groups are apart", () => {
  const sums = emptySums(2);
  addRow(sums, 1, SAMPLING, 1, 0);
  addRow(sums, 1, SAMPLING, 2, 1);
  assert.deepEqual(sumAt(sums, 0), { value: 0, exact: 0, variance: 0, largestWeight: 0 });
  assert.deepEqual(sumAt(sums, 1), { value: 5000, exact: 5000, variance: 0, largestWeight: 700 });
});

test("no row at all may have missed objects of any size", () => {
  assert.deepEqual(sumRows({ ...SAMPLING, size: new Float64Array() }, new Float64Array()), nothing(1000));
  assert.deepEqual(nothing(7), { value: 0, exact: 0, variance: 0, largestWeight: 7 });
});
