/** The room that a line needs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { extentOf } from "../../../src/web/time/extent.ts";

test("the extent holds the start and every value, of however many there are", () => {
  assert.deepEqual(extentOf([3, -2, 5], 0), [-2, 5]);
  assert.deepEqual(extentOf([3, 4], 0), [0, 4]);
  assert.deepEqual(extentOf([-3], -1), [-3, -1]);
  assert.deepEqual(extentOf([], 7), [7, 7]);
  assert.deepEqual(extentOf(new Array<number>(1_000_000).fill(2), 0), [0, 2]);
});
