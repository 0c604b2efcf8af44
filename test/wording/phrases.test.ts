/** Pieces of sentences, each at the edges where it changes its words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseColumnUnit } from "../../src/measurement/delta.ts";
import {
  capital,
  countOf,
  endsText,
  formatMagnitude,
  formatWhole,
  listOf,
  plusMinus,
  roundTo,
  shortName,
  wholePercent,
} from "../../src/wording/phrases.ts";

const MIB = 1024 ** 2;
const BYTES = chooseColumnUnit([MIB], "bytes");
const COUNTS = chooseColumnUnit([1], "count");

test("counts are whole, bytes are not", () => {
  assert.deepEqual([roundTo(1.5, COUNTS), roundTo(1.5, BYTES)], [2, 1.5]);
});

test("half of the width stands beside a number, and nothing where it is withheld", () => {
  assert.equal(plusMinus({ low: MIB, high: 4 * MIB }, BYTES), "±1.50");
  assert.equal(plusMinus({ low: 1, high: 4 }, COUNTS), "±2");
  assert.equal(plusMinus({ low: null, high: 4 }, BYTES), "");
  assert.equal(plusMinus({ low: 1, high: null }, BYTES), "");
});

test("half of an interval that is not nothing does not read as nothing", () => {
  const gibs = { ...chooseColumnUnit([1024 ** 3], "bytes"), decimals: 1 };
  const half = (value: number): string => plusMinus({ low: -value, high: value }, gibs);
  assert.deepEqual(
    [0.05, 0.049, 0.013, 0.004, 0.0001].map((part) => half(part * 1024 ** 3)),
    [...["\u00b10.1", "\u00b10.05", "\u00b10.01", "\u00b10.004", "\u00b10.0001"]],
  );
  assert.equal(half(0), "\u00b10");
  assert.equal(half(2), "\u00b10.000000002", "a byte or two of a GiB");
  assert.equal(plusMinus({ low: MIB, high: MIB }, BYTES), "\u00b10");
});

test("magnitudes have no sign, of either kind of number", () => {
  for (const value of [-MIB, MIB, BigInt(-MIB), BigInt(MIB)]) assert.equal(formatMagnitude(value, BYTES), "1.00 MiB");
  assert.equal(formatMagnitude(0, COUNTS), "0");
});

test("percents lose a zero behind the point only", () => {
  assert.deepEqual([1, 0.972, 0.9, 0.5].map(formatWhole), ["100%", "97.2%", "90%", "50%"]);
});

test("lists read as lists", () => {
  assert.deepEqual([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(listOf), ["", "a", "a and b", "a, b and c"]);
  assert.deepEqual([capital("abc"), capital("")], ["Abc", ""]);
});

test("names are short without their package", () => {
  assert.equal(shortName("k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive"), "(*StreamWatcher).receive");
  assert.equal(shortName("main.main"), "main");
  assert.equal(shortName("malloc"), "malloc");
});

test("whole percents are whole, and what is not nothing is not called so", () => {
  assert.deepEqual([0, 0.004, 0.005, 0.5, 0.994, 1].map(wholePercent), ["0%", "<1%", "1%", "50%", "99%", "100%"]);
});

test("one is not many", () => {
  assert.deepEqual(
    [0, 1, 2128].map((count) => countOf(count, "goroutine")),
    ["0 goroutines", "1 goroutine", "2,128 goroutines"],
  );
});

test("the ends of an interval have as many decimals as tell them apart, and one of them from nothing", () => {
  const unit = { suffix: "MiB", divisor: 1 << 20, decimals: 1 };
  assert.deepEqual(endsText(-2 << 20, 3 << 20, unit), ["-2.0", "+3.0"]);
  assert.deepEqual(endsText(-(1 << 20), 1 << 20, unit), ["-1.0", "+1.0"]);
  assert.deepEqual(endsText(-3000, 2000, unit), ["-0.003", "+0.002"]);
  assert.deepEqual(endsText(4 << 20, (4 << 20) + 20_000, unit), ["+4.00", "+4.02"]);
  assert.deepEqual(
    endsText(-0.4, 0.4, { suffix: "", divisor: 1, decimals: 0 }).map((end) => end.replace("-", "")),
    ["0", "0"],
  );
});
