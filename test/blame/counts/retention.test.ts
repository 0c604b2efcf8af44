import assert from "node:assert/strict";
import { test } from "node:test";
import { computeAge, computeRetention } from "../../../src/blame/counts/retention.ts";
import { seededDraws } from "../draws.ts";

const counts = (kept: number, allocated: number, before = 0) => ({
  baseInuse: before,
  currentInuse: before + kept,
  baseAlloc: before + 4,
  currentAlloc: before + 4 + allocated,
});

test("where nothing was there before, it is the share that stayed, with Clopper and Pearson's interval", () => {
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

test("where some of it may have gone, the interval is wider", () => {
  const [empty, held] = [computeRetention(counts(10, 20)), computeRetention(counts(10, 20, 30))];
  assert.equal(held?.ratio, empty?.ratio);
  assert.ok((held?.low ?? 1) < (empty?.low ?? 0), `${held?.low}`);
  assert.ok((held?.high ?? 0) > (empty?.high ?? 1), `${held?.high} is not above ${empty?.high}`);
});

/** MiB of 1 KiB objects: survived, freed, added, passed. */
const WORLDS: readonly (readonly [number, number, number, number])[] = [
  [0, 0, 20, 20],
  [10, 10, 40, 100],
  [30, 5, 20, 0],
  [4, 0, 12, 40],
  [20, 20, 24, 6],
];

// 2,000 runs: the standard error of a coverage of 0.95 is 0.005.
test("the interval covers growth over allocation in 94 % of runs at least, whatever was freed", () => {
  const p = -Math.expm1(-1024 / 524288);
  for (const [index, world] of WORLDS.entries()) {
    const draws = seededDraws(400 + index);
    const [, freed, added, passed] = world;
    const truth = (added - freed) / (added + passed);
    let covered = 0;
    let seen = 0;
    for (let run = 0; run < 2000; run++) {
      const [s, f, a, x] = world.map((mib) => draws.binomial(mib * 1024, p)) as [number, number, number, number];
      const found = computeRetention({
        baseInuse: s + f,
        currentInuse: s + a,
        baseAlloc: s + f,
        currentAlloc: s + f + a + x,
      });
      if (found === undefined) continue;
      seen++;
      if (found.low <= truth && truth <= found.high) covered++;
    }
    assert.ok(covered / seen >= 0.94, `${world}: ${covered / seen} of ${seen}`);
  }
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
  assert.equal(computeAge(counts(15, 30), 60), 30);
  assert.equal(computeAge(counts(15, 0), 60), undefined);
  assert.equal(computeAge(counts(15, 40), 0), undefined);
});
