/** Least squares with known noise, against closed forms. */
import { test } from "node:test";
import { fitColumn } from "../../src/stats/fit.ts";
import { near } from "../blame/near.ts";

const diagonal = (variances: readonly number[]) =>
  variances.map((variance, row) => variances.map((_, column) => (row === column ? variance : 0)));

test("a line through points of equal noise is that of ordinary least squares", () => {
  const { effect, error, chiSquare, fitted } = fitColumn([1, 3, 2, 6], [0, 1, 2, 3], diagonal([4, 4, 4, 4]));
  near(effect, 1.4, 1e-12);
  near(error, 2 / Math.sqrt(5), 1e-12);
  near(chiSquare, (0.1 ** 2 + 0.7 ** 2 * 1 + 1.7 ** 2 + 0.9 ** 2) / 4, 1);
  near(fitted[0] as number, 0.9, 1e-12);
});

test("a point that is known badly weighs little", () => {
  near(fitColumn([0, 1, 100], [0, 1, 2], diagonal([1, 1, 1e12])).effect, 1, 1e-9);
});

test("noise that all points share says nothing of a step, and takes nothing from it", () => {
  const shared = [0, 1, 2, 3].map((row) => [0, 1, 2, 3].map((column) => (row === column ? 101 : 100)));
  const { effect, error } = fitColumn([5, 5, 9, 9], [0, 0, 1, 1], shared);
  near(effect, 4, 1e-9);
  near(error, 1, 1e-9);
});
