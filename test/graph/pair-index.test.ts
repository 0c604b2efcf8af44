import assert from "node:assert/strict";
import { test } from "node:test";
import { PairIndex } from "../../src/graph/pair-index.ts";

test("the same pair has the same row, in either order another, also while the index grows", () => {
  const index = new PairIndex();
  const pairs = Array.from({ length: 5000 }, (_, at) => [at % 71, Math.floor(at / 71)] as const);
  for (const [row, [first, second]] of pairs.entries()) {
    assert.equal(index.length, row);
    assert.equal(index.rowOf(first, second), row);
    assert.ok(index.capacity >= index.length && index.second.length === index.capacity);
  }
  assert.ok(pairs.every(([first, second], row) => index.rowOf(first, second) === row));
  assert.ok(pairs.every(([first, second], row) => index.first[row] === first && index.second[row] === second));
  const { length } = index;
  assert.equal(index.rowOf(3, 70_000), length);
  assert.equal(index.rowOf(70_000, 3), length + 1);
  assert.equal(index.length, length + 2);
});
