/** Exact counters weigh more than samples: they make a rise of what samples leave open, and forbid an end. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type ExactCounters, isRisingCount, weighCounters } from "../../../src/blame/trend/counters.ts";
import type { TrendShape } from "../../../src/blame/trend/shape.ts";

const MIB = 1024 ** 2;
const AT = [0, 1, 2, 3, 4, 5];
const NONE: ExactCounters = { goroutines: undefined, heapAlloc: undefined };
const LINE = [660, 1536, 2384, 3202, 4022, 4790];

/** `values` in MiB, each known to 3 MiB. */
function weigh(shape: TrendShape, values: readonly number[], counters: Partial<ExactCounters>): string {
  const covariance = AT.map((_, row) => AT.map((__, column) => (row === column ? (3 * MIB) ** 2 : 0)));
  const series = { at: AT, values: values.map((mib) => mib * MIB), covariance };
  const { shape: weighed, by } = weighCounters(shape, series, { ...NONE, ...counters });
  return `${weighed} by ${by}`;
}

const SLOWING = [5.5, 12.5, 20, 27.5, 33, 35.6];

test("a heap that goes with goroutines, or with HeapAlloc, which rise to the end, rises", () => {
  for (const shape of ["slowing", "unclear", "saturating"] as const) {
    assert.equal(weigh(shape, SLOWING, {}), `${shape} by samples`);
    assert.equal(weigh(shape, SLOWING, { goroutines: LINE }), "rising by goroutines");
    const heapAlloc = [5.7, 11.4, 17, 22.2, 27.6, 32.5].map((mib) => mib * MIB);
    assert.equal(weigh(shape, SLOWING, { heapAlloc }), "rising by heap-alloc");
  }
});

test("a heap that has ended and does not go with what rises is not said to have ended", () => {
  const ended = [5, 60, 84, 94, 95, 95];
  assert.equal(weigh("saturating", ended, { goroutines: LINE }), "slowing by goroutines");
  const heapAlloc = ended.map((mib) => mib * MIB);
  assert.equal(weigh("saturating", ended, { heapAlloc }), "saturating by samples");
});

test("what HeapAlloc moves by as garbage comes and goes is no rise", () => {
  const heapAlloc = [10, 10.2, 10.1, 10.3, 10.2, 10.4].map((mib) => mib * MIB);
  assert.equal(weigh("saturating", SLOWING, { heapAlloc }), "saturating by samples");
});

test("what samples are sure of stays", () => {
  for (const shape of ["rising", "step", "returns", "falling", "irregular", "too-few"] as const) {
    assert.equal(weigh(shape, SLOWING, { goroutines: LINE }), `${shape} by samples`);
  }
});

test("goroutines rise from 20 more on, at every point, to the end", () => {
  assert.ok(isRisingCount(AT, [4, 8, 12, 16, 20, 24]));
  assert.ok(!isRisingCount(AT, [4, 8, 12, 16, 20, 23]));
  assert.ok(!isRisingCount(AT, [4, 8, 12, 12, 20, 24]));
  assert.ok(!isRisingCount(AT, [4, 300, 400, 440, 445, 446]));
  assert.ok(!isRisingCount(AT, undefined));
});
