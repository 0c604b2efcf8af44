/** Lists in sentences have an end. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { firstOf } from "../../src/measurement/first-of.ts";

const words = (count: number): string[] => Array.from({ length: count }, (_, at) => `t${at}`);

test("eight are named, and of more how many they are", () => {
  assert.equal(firstOf([]), "");
  assert.equal(firstOf(words(1)), "t0");
  assert.equal(firstOf(words(8)), "t0, t1, t2, t3, t4, t5, t6, t7");
  assert.equal(firstOf(words(9)), "t0, t1, t2, t3, t4, t5, t6, t7 and 1 more");
  assert.equal(firstOf(words(5), "; ", 3), "t0; t1; t2 and 2 more");
});

test("a name without end is cut", () => {
  assert.equal(firstOf(["x".repeat(400), "y".repeat(401)]), `${"x".repeat(400)}, ${"y".repeat(400)}...`);
});
