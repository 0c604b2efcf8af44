/** Trend without a model. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { normalUpper } from "../../src/stats/normal.ts";
import { growsInEveryThird, mannKendall, theilSenSlope } from "../../src/stats/robust.ts";
import { near } from "../blame/near.ts";

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
