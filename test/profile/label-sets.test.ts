import assert from "node:assert/strict";
import { test } from "node:test";
import type { Label } from "../../src/profile/label-sets.ts";
import { LabelSetIndex } from "../../src/profile/label-sets.ts";
import { NONE } from "../../src/profile/tables.ts";

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
    [],
  ];
  assert.deepEqual(
    all.map((labels) => sets.add(labels)),
    [...all.keys()],
  );
  assert.deepEqual(
    all.map((labels) => sets.add(labels)),
    [...all.keys()],
  );
});

test("the columns are those of the labels, in the order of the sets", () => {
  const sets = new LabelSetIndex();
  sets.add([text(1, 2), number(3, 2n ** 63n - 1n, 4)]);
  sets.add([number(5, 6n)]);
  assert.deepEqual(sets.finish(), {
    length: 2,
    start: Int32Array.of(0, 2, 3),
    key: Int32Array.of(1, 3, 5),
    text: Int32Array.of(2, NONE, NONE),
    number: BigInt64Array.of(0n, 2n ** 63n - 1n, 6n),
    unit: Int32Array.of(0, 4, 0),
  });
});
