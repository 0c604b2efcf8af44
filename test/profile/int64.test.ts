/** The 64-bit policy at its edges: 2^53, and both ends of int64. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  absolute,
  add,
  addInto,
  alignColumns,
  columnFromWords,
  divide,
  exactSum,
  highWord,
  lowWord,
  MAX_EXACT,
  magnitudeOf,
  subtract,
  toCheapest,
  toExact,
  truncate,
  zerosLike,
} from "../../src/profile/int64.ts";

const SMALLEST = -(2n ** 63n);
const LARGEST = 2n ** 63n - 1n;

test("the smallest int64 has no positive counterpart, and stays", () => {
  assert.equal(absolute(SMALLEST), SMALLEST);
  assert.equal(absolute(SMALLEST + 1n), LARGEST);
  assert.equal(absolute(-3), 3);
  assert.equal(absolute(3n), 3n);
  assert.equal(divide(SMALLEST, -1n), SMALLEST);
  assert.equal(subtract(SMALLEST, 1), LARGEST);
  assert.equal(add(LARGEST, 1), SMALLEST);
});

test("columns stay numbers while their sum is exact, and are exact from the next number on", () => {
  const at = [Float64Array.of(MAX_EXACT - 1), Float64Array.of(-1)];
  assert.deepEqual(alignColumns(at), at);
  assert.deepEqual(alignColumns([Float64Array.of(MAX_EXACT - 1), Float64Array.of(-2)]), [
    BigInt64Array.of(BigInt(MAX_EXACT - 1)),
    BigInt64Array.of(-2n),
  ]);
  const mixed = alignColumns([Float64Array.of(1), BigInt64Array.of(2n)]);
  assert.deepEqual(mixed, [BigInt64Array.of(1n), BigInt64Array.of(2n)]);
  assert.equal(magnitudeOf(Float64Array.of(-2, 3)), 5);
});

test("an exact column becomes numbers where no sum of it can leave what they tell", () => {
  assert.deepEqual(toCheapest(BigInt64Array.of(2n ** 53n - 2n, -1n)), Float64Array.of(2 ** 53 - 2, -1));
  const wide = BigInt64Array.of(2n ** 53n - 1n, -1n);
  assert.equal(toCheapest(wide), wide);
  assert.equal(exactSum(Float64Array.of(1, 2)), 3n);
  assert.equal(toExact(wide), wide);
});

/** As a decoder writes them: two halves a value, the low one first on this machine. */
function wordsOf(...values: readonly bigint[]): Uint32Array<ArrayBuffer> {
  return new Uint32Array(BigInt64Array.from(values).buffer);
}

test("halves of 64 bits make the cheapest column", () => {
  const mixed = [-1n, 2n ** 32n, -(2n ** 33n), 7n];
  assert.deepEqual(columnFromWords(wordsOf(...mixed), 4), Float64Array.from(mixed, Number));
  assert.deepEqual(columnFromWords(wordsOf(2n ** 53n - 1n), 1), Float64Array.of(MAX_EXACT));
  assert.deepEqual(columnFromWords(wordsOf(2n ** 53n - 1n, 1n), 2), BigInt64Array.of(2n ** 53n - 1n, 1n));
  assert.deepEqual(columnFromWords(wordsOf(SMALLEST), 1), BigInt64Array.of(SMALLEST));
});

test("a number and a bigint of one value have the same halves", () => {
  for (const value of [0, 1, -1, 2 ** 31, 2 ** 32, 2 ** 32 + 5, -(2 ** 32), -(2 ** 32) - 1, MAX_EXACT, -MAX_EXACT]) {
    assert.deepEqual([lowWord(value), highWord(value)], [lowWord(BigInt(value)), highWord(BigInt(value))], `${value}`);
  }
  assert.deepEqual([lowWord(SMALLEST), highWord(SMALLEST)], [0, -(2 ** 31)]);
});

test("columns are added in their own kind", () => {
  for (const column of [Float64Array.of(1, 2), BigInt64Array.of(1n, 2n)]) {
    const sums = zerosLike(column, 3);
    assert.equal(sums.length, 3);
    addInto(sums, 2, column, 1);
    addInto(sums, 2, column, 0);
    assert.deepEqual([...sums].map(Number), [0, 0, 3]);
    assert.equal(sums.constructor, column.constructor);
  }
});

test("numbers are divided and cut towards zero as Go does it", () => {
  assert.deepEqual([divide(-7, 2), divide(7, -2), divide(-7n, 2), divide(7, 2)], [-3, -3, -3n, 3]);
  assert.deepEqual([truncate(2.9), truncate(-2.9)], [2, -2]);
  assert.ok(Object.is(truncate(-0.5), 0));
  for (const beyond of [2 ** 63, -(2 ** 63), Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.equal(truncate(beyond), -(2 ** 63));
  }
  for (const within of [2 ** 63 - 1024, -(2 ** 63) + 1024, -(2 ** 62), 2 ** 62]) assert.equal(truncate(within), within);
});

test("a number and a bigint are reckoned as bigints, whichever comes first", () => {
  assert.deepEqual([add(1, 2n), add(1n, 2), subtract(1, 2n), subtract(1n, 2)], [3n, 3n, -1n, -1n]);
  assert.deepEqual([divide(7, -2n), divide(7n, -2)], [-3n, -3n]);
  assert.equal(add(1, LARGEST), SMALLEST);
  assert.equal(subtract(-2, LARGEST), LARGEST);
});
