/** Ranges of bytes, more than were expected, and moved. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Ranges } from "../../src/profile/ranges.ts";

function pairsOf(ranges: Ranges): number[][] {
  return Array.from({ length: ranges.length }, (_, row) => [ranges.start(row), ranges.end(row)]);
}

test("ranges are kept in their order, however many there are and were expected", () => {
  for (const expected of [undefined, 0, 1, 5, 1000]) {
    const ranges = new Ranges(expected);
    const pairs = Array.from({ length: 100 }, (_, at) => [10 * at, 10 * at + (at % 7)]);
    for (const [start = 0, end = 0] of pairs) ranges.add(start, end);
    assert.deepEqual(pairsOf(ranges), pairs);
    assert.equal(
      ranges.size,
      pairs.reduce((size, [start = 0, end = 0]) => size + end - start, 0),
    );
  }
});

test("those of another are added further on", () => {
  const [ranges, others] = [new Ranges(), new Ranges()];
  ranges.add(1, 4);
  others.add(0, 2);
  others.add(5, 5);
  ranges.addMoved(others, 100);
  assert.deepEqual(pairsOf(ranges), [
    [1, 4],
    [100, 102],
    [105, 105],
  ]);
  assert.equal(ranges.size, 5);
  assert.equal(others.length, 2);
});
