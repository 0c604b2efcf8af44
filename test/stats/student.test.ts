/** Student's t against R's pt and qt. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { studentQuantile, studentUpper } from "../../src/stats/student.ts";
import { near } from "../blame/near.ts";

test("tails are those of the tables", () => {
  near(studentUpper(0, 4), 0.5, 1e-15);
  near(studentUpper(2.1318467863266495, 4), 0.05, 1e-12);
  near(studentUpper(-2.1318467863266495, 4), 0.95, 1e-12);
  near(studentUpper(1, 1), 0.25, 1e-12);
  near(studentUpper(1.959963984540054, 1e7), 0.025, 1e-7);
  assert.equal(studentUpper(Number.POSITIVE_INFINITY, 3), 0);
});

test("quantiles are those of the tables, and undo the tails", () => {
  near(studentQuantile(0.975, 4), 2.7764451051977987, 1e-9);
  near(studentQuantile(0.975, 1), 12.706204736174698, 1e-8);
  for (const degrees of [1, 2, 7, 40]) near(studentUpper(studentQuantile(0.9, degrees), degrees), 0.1, 1e-9);
});
