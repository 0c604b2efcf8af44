/** As Math.max and Math.min, of any number of values. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { largestOf, leastOf } from "../../src/measurement/extremes.ts";

test("few values are as Math has them", () => {
  for (const values of [[], [1], [3, -2, 3], [Number.NaN, 1]]) {
    assert.equal(largestOf(values), Math.max(...values));
    assert.equal(leastOf(values), Math.min(...values));
    assert.equal(largestOf(values, 2), Math.max(2, ...values));
    assert.equal(leastOf(values, 2), Math.min(2, ...values));
  }
});

test("a million values are no more than a column", () => {
  const column = Float64Array.from({ length: 1_000_000 }, (_, at) => at % 1000);
  assert.equal(largestOf(column), 999);
  assert.equal(leastOf(column), 0);
});
