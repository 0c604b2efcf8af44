import assert from "node:assert/strict";
import { test } from "node:test";
import { compareNumbered, isNumberedAlike } from "../../../src/blame/provenance/numbered-names.ts";

const orders: readonly (readonly string[])[] = [
  ["heap9.txt", "heap10.txt", "heap011.txt", "heap100.txt"],
  ["heap.out", "heap.1.out", "heap.2.out"],
  ["run1-2.pb", "run1-10.pb", "run2-1.pb"],
  ["a-99999999999999999998", "a-99999999999999999999"],
];
for (const names of orders) {
  test(`${names.join(" ")} is their order, from wherever they come`, () => {
    assert.deepEqual(names.toReversed().sort(compareNumbered), names);
    assert.ok(isNumberedAlike(names));
  });
}

test("numbers that are alike tell no order", () => {
  assert.equal(compareNumbered("heap1.out", "heap01.out"), 0);
  assert.equal(compareNumbered("a", "a"), 0);
});

test("names that differ in a word, or not at all, are not numbered alike", () => {
  assert.ok(!isNumberedAlike(["before1.out", "after2.out"]));
  assert.ok(!isNumberedAlike(["heap1.out", "heap1.out"]));
  assert.ok(isNumberedAlike(["heap 1.out", "heap_2.out", "heap-3.out", "heap4.out"]));
});
