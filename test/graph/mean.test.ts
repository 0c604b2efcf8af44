import assert from "node:assert/strict";
import { test } from "node:test";
import { shown } from "../../src/graph/mean.ts";

test("a sum is divided as int64 divides, towards zero, and stays where there is nothing to divide by", () => {
  const values = Float64Array.of(7, -7, 9);
  assert.deepEqual(
    [0, 1, 2].map((row) => shown(values, Float64Array.of(2, 2, 0), row)),
    [3, -3, 9],
  );
  assert.equal(shown(values, undefined, 1), -7);
  assert.equal(shown(BigInt64Array.of(-(2n ** 63n)), BigInt64Array.of(3n), 0), -(2n ** 63n) / 3n);
});
