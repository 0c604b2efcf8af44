import assert from "node:assert/strict";
import { test } from "node:test";
import { GrowingInts, GrowingValues, GrowingWords, wordsOf } from "../../../src/profile/merge/growing.ts";

test("columns grow past their first room and keep every item", () => {
  const [ints, words] = [new GrowingInts(), new GrowingWords()];
  const source = BigUint64Array.of(0n, 2n ** 64n - 1n, 2n ** 32n);
  for (let i = 0; i < 200; i++) {
    ints.push(i - 100);
    if (i % 2 === 0) words.push(BigInt(i) << 40n);
    else words.pushFrom(wordsOf(source), 1);
  }
  assert.deepEqual(
    Array.from(ints.finish()),
    Array.from({ length: 200 }, (_, i) => i - 100),
  );
  assert.deepEqual(
    [words.finish().length, words.finish()[198], words.finish()[199]],
    [200, 198n << 40n, 2n ** 64n - 1n],
  );
});

test("values are exact from the first bigint on, those before it too", () => {
  const plain = new GrowingValues();
  for (let i = 0; i < 100; i++) plain.push(i);
  assert.ok(plain.finish() instanceof Float64Array);
  plain.push(2n ** 62n + 1n);
  plain.push(7);
  for (let i = 0; i < 100; i++) plain.push(-i);
  const exact = plain.finish();
  assert.ok(exact instanceof BigInt64Array);
  assert.deepEqual([exact[99], exact[100], exact[101], exact[201], exact.length], [99n, 2n ** 62n + 1n, 7n, -99n, 202]);
});
