import assert from "node:assert/strict";
import { test } from "node:test";
import { computeAge, computeRetention } from "../../src/blame/retention.ts";

const counts = (kept: number, allocated: number) => ({
  baseInuse: 5,
  currentInuse: 5 + kept,
  baseAlloc: 9,
  currentAlloc: 9 + allocated,
});

test("retention is the share of what was allocated that is live, with Clopper and Pearson's interval", () => {
  const all = computeRetention(counts(44, 44));
  assert.equal(all?.ratio, 1);
  assert.equal(all?.high, 1);
  assert.ok(Math.abs((all?.low ?? 0) - 0.025 ** (1 / 44)) < 1e-9);
  const half = computeRetention(counts(10, 20));
  // R: binom.test(10, 20)$conf.int
  assert.ok(Math.abs((half?.low ?? 0) - 0.2719578) < 1e-6, `${half?.low}`);
  assert.ok(Math.abs((half?.high ?? 0) - 0.7280422) < 1e-6, `${half?.high}`);
  assert.equal(computeRetention(counts(0, 8))?.low, 0);
});

test("counts that are no share have no retention", () => {
  for (const [kept, allocated] of [
    [0, 0],
    [3, 2],
    [-1, 4],
  ] as const) {
    assert.equal(computeRetention(counts(kept, allocated)), undefined);
  }
});

test("age is what is live over the rate of allocation", () => {
  assert.equal(computeAge(counts(15, 40), 60), 30);
  assert.equal(computeAge(counts(15, 0), 60), undefined);
  assert.equal(computeAge(counts(15, 40), 0), undefined);
});
