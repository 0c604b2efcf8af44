/** Sequences of numbers, each known by one row. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { IntSequences } from "../../src/profile/int-sequences.ts";

function rowOf(sequences: IntSequences, items: readonly number[]): number {
  sequences.begin(items.length);
  for (const item of items) sequences.add(item);
  return sequences.end();
}

test("a sequence has one row, in the order in which they came, however many and long they are", () => {
  const sequences = new IntSequences();
  const all = Array.from({ length: 200 }, (_, at) => Array.from({ length: at % 7 }, (__, item) => at * item));
  const known = all.map((items) => rowOf(sequences, items));
  assert.deepEqual(
    all.map((items) => rowOf(sequences, items)),
    known,
  );
  assert.equal(sequences.length, new Set(all.map(String)).size);
  const long = Array.from({ length: 5000 }, (_, item) => item);
  assert.equal(rowOf(sequences, long), sequences.length - 1);
  assert.equal(rowOf(sequences, long), sequences.length - 1);
});

test("what is known leaves nothing behind, and a part of one is another", () => {
  const sequences = new IntSequences();
  assert.deepEqual(
    [[1, 2], [1, 2], [3], [1], [], [1, 2, 3], [3], []].map((items) => rowOf(sequences, items)),
    [0, 0, 1, 2, 3, 4, 1, 3],
  );
});
