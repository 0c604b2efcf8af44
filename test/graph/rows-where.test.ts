import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsWhere } from "../../src/graph/rows-where.ts";

test("the numbers that a condition holds for, ascending, from the first to the last", () => {
  const rows = (length: number, holds: (row: number) => boolean): number[] => [...rowsWhere(length, holds)];
  assert.deepEqual(
    rows(5, (row) => row % 2 === 0),
    [0, 2, 4],
  );
  assert.deepEqual(
    rows(3, () => true),
    [0, 1, 2],
  );
  assert.deepEqual([rows(3, () => false), rows(0, () => true)], [[], []]);
});
