import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalRows, LabelSetIndex } from "../../src/profile/label-sets.ts";
import { NONE } from "../../src/profile/tables.ts";

interface Label {
  readonly key: number;
  readonly text: number;
  readonly number: bigint;
  readonly unit: number;
}

function add(sets: LabelSetIndex, labels: readonly Label[]): number {
  for (const { key, text, number, unit } of labels) sets.push(key, text, number, unit);
  return sets.close();
}

const text = (key: number, value: number): Label => ({ key, text: value, number: 0n, unit: 0 });
const number = (key: number, value: bigint, unit = 0): Label => ({ key, text: NONE, number: value, unit });

test("the same labels are one set, others are others", () => {
  const sets = new LabelSetIndex();
  const all: readonly (readonly Label[])[] = [
    [text(1, 2)],
    [text(2, 1)],
    [text(1, 2), text(1, 2)],
    [number(1, 2n)],
    [number(1, 2n, 3)],
    [number(1, 2n + 2n ** 32n)],
    [number(1, -2n)],
    [text(1, 0)],
  ];
  assert.deepEqual(
    all.map((labels) => add(sets, labels)),
    [...all.keys()],
  );
  assert.deepEqual(
    all.map((labels) => add(sets, labels)),
    [...all.keys()],
  );
});

test("the columns are those of the labels, in the order of the sets", () => {
  const sets = new LabelSetIndex();
  add(sets, [text(1, 2), number(3, 2n ** 63n - 1n, 4)]);
  add(sets, [number(5, 6n)]);
  assert.deepEqual(sets.finish(), {
    length: 2,
    start: Int32Array.of(0, 2, 3),
    key: Int32Array.of(1, 3, 5),
    text: Int32Array.of(2, NONE, NONE),
    number: BigInt64Array.of(0n, 2n ** 63n - 1n, 6n),
    unit: Int32Array.of(0, 4, 0),
  });
});

test("no labels are no set", () => {
  const sets = new LabelSetIndex();
  assert.equal(sets.close(), NONE);
  assert.equal(add(sets, [text(1, 2)]), 0);
  assert.equal(sets.close(), NONE);
  assert.equal(sets.finish().length, 1);
});

test("labels are arranged as pprof writes them, those of one key as they came, however many they are", () => {
  for (const count of [2, 5, 300]) {
    const sets = new LabelSetIndex();
    add(sets, [text(9, 9), number(9, 9n)]);
    const labels = Array.from({ length: count }, (_, at) =>
      at % 3 === 0 ? number((at * 7) % 5, BigInt(at), at) : text((at * 7) % 5, at),
    );
    for (const { key, text: value, number: amount, unit } of labels) sets.push(key, value, amount, unit);
    sets.arrange((a, b) => b - a);
    sets.close();
    const expected = labels
      .map((label, at) => ({ ...label, at }))
      .sort((a, b) => Number(a.text === NONE) - Number(b.text === NONE) || b.key - a.key || a.at - b.at);
    const { key, text: texts, number: numbers, unit } = sets.finish();
    const got = expected.map((_, at) => ({
      ...{ key: key[2 + at], text: texts[2 + at], number: numbers[2 + at], unit: unit[2 + at] },
    }));
    assert.deepEqual(
      got,
      expected.map(({ at: _, ...label }) => label),
    );
  }
});

test("labels in pprof's order stay where they are, whatever set is before them; others have the rows of that order", () => {
  const rows = (keys: readonly number[], from: number) => {
    const columns = { key: Int32Array.from(keys), text: Int32Array.from(keys, () => 1) };
    return canonicalRows(columns, from, keys.length, (a, b) => a - b);
  };
  assert.deepEqual([rows([9, 1, 1, 2], 1), rows([1, 1], 0), rows([], 0)], [undefined, undefined, undefined]);
  assert.deepEqual(rows([9, 3, 1, 3, 2], 1), Int32Array.of(2, 4, 1, 3));
});
