import assert from "node:assert/strict";
import { test } from "node:test";
import { computeAge, computeRetention, sumRecords } from "../../../src/blame/counts/retention.ts";
import { NONE } from "../../../src/profile/tables.ts";
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

test("what was gained and what was lost are put together from the share of the one and the odds of the other", () => {
  // By exact binomial sums: 120 of 200 is 0.528536 to 0.668454; of 20 to 200 the odds are 0.0597894 to 0.158625.
  const found = computeRetention(counts(100, 200, 20));
  assert.equal(found?.ratio, 0.5);
  assert.ok(Math.abs((found?.low ?? 0) - 0.40756543) < 1e-6, `${found?.low}`);
  assert.ok(Math.abs((found?.high ?? 0) - 0.57939022) < 1e-6, `${found?.high}`);
});

test("records are summed by group, those of none left out, and what is not counted is none", () => {
  const column = (...of: readonly number[]) => ({ counts: Float64Array.from(of) });
  const base = { inuse: column(1, 2, 4, 8), alloc: undefined };
  const current = { inuse: column(16, 32, 64, 128), alloc: column(3, 5, 7, 11) };
  const pair = { base, current } as unknown as Parameters<typeof sumRecords>[0];
  assert.deepEqual(sumRecords(pair, Int32Array.of(1, NONE, 0, 1), 2), [
    { baseInuse: 4, currentInuse: 64, baseAlloc: 0, currentAlloc: 7 },
    { baseInuse: 9, currentInuse: 144, baseAlloc: 0, currentAlloc: 14 },
  ]);
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
