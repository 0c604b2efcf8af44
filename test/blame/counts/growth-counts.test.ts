/** Gains and losses of both sides, their sums over groups, and what is significant among them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type CountPair,
  changeInterval,
  changePValue,
  changeThreshold,
  type GrowthSums,
  gainedAt,
  growthPValue,
  isChanged,
  lostAt,
  sampledGrowth,
  significantChanges,
  sumGrowth,
} from "../../../src/blame/counts/growth-counts.ts";
import { growthProbability } from "../../../src/blame/counts/growth-test.ts";
import type { CountColumn, SampleCounts } from "../../../src/blame/counts/sample-count.ts";
import { samplingOf } from "../sampling-of.ts";

const PERIOD = 524288;

const column = (counts: readonly number[]): CountColumn => ({
  counts: Float64Array.from(counts),
  ...{ exact: counts.length, failed: 0, negative: 0 },
});

function side(
  inuse: readonly number[],
  alloc: readonly number[] | undefined,
  given: Partial<SampleCounts> = {},
): SampleCounts {
  return {
    sampling: samplingOf(
      inuse.map(() => 1024),
      PERIOD,
    ),
    ...{ inuse: column(inuse), alloc: alloc && column(alloc), verdict: "exact", exact: 1, failed: 0, negative: 0 },
    ...given,
  };
}

const BYTES = { type: "inuse_space", unit: "bytes" };
const pair = (base: SampleCounts, current: SampleCounts): CountPair => ({ base, current });

/** Sums of independent captures: row i has `before[i]` and `after[i]` recorded objects of 1 KiB. */
function sums(before: readonly number[], after: readonly number[], groupOf = before.map((_, row) => row)): GrowthSums {
  const growth = sampledGrowth(pair(side(before, undefined), side(after, undefined)), "unknown", BYTES);
  assert.ok(growth);
  return sumGrowth(growth, Int32Array.from(groupOf), Math.max(...groupOf) + 1);
}

test("of two processes all of current is gained and all of base is lost", () => {
  for (const relation of ["unknown", "different"] as const) {
    const growth = sampledGrowth(pair(side([3, 5], [9, 9]), side([4, 1], [10, 10])), relation, BYTES);
    assert.deepEqual([growth?.gained, growth?.lost], [Float64Array.of(4, 1), Float64Array.of(3, 5)], relation);
  }
});

test("of one process what survived is in neither", () => {
  const growth = sampledGrowth(pair(side([3], [9]), side([4], [10])), "same", BYTES);
  assert.deepEqual([growth?.gained, growth?.lost], [Float64Array.of(1), Float64Array.of(0)]);
  const noCounters = sampledGrowth(pair(side([3], undefined), side([4], [10])), "same", BYTES);
  assert.deepEqual(noCounters?.gained, Float64Array.of(4), "without counters at both ends it is not known");
});

test("what was allocated between is the difference of the counters, nowhere below nothing", () => {
  const type = { type: "alloc_space", unit: "bytes" };
  const growth = sampledGrowth(pair(side([0, 0], [9, 5]), side([0, 0], [12, 4])), "same", type);
  assert.equal(growth?.kind, "alloc");
  assert.deepEqual([growth?.gained, growth?.lost], [Float64Array.of(3, 0), Float64Array.of(0, 1)]);
});

test("names of pprof and of old profiles are counted, others are not", () => {
  const of = (type: string) =>
    sampledGrowth(pair(side([3], [3]), side([4], [4])), "same", { type, unit: "bytes" })?.kind;
  assert.deepEqual(
    [of("space"), of("objects"), of("inuse_objects"), of("alloc_objects")],
    ["inuse", "inuse", "inuse", "alloc"],
  );
  assert.deepEqual([of("cpu"), of("inuse_spaces"), of("x_space")], [undefined, undefined, undefined]);
  const type = { type: "alloc_space", unit: "bytes" };
  assert.equal(sampledGrowth(pair(side([3], undefined), side([4], [4])), "same", type), undefined);
  const unlabelled = { verdict: "unlabelled" } as const;
  assert.equal(sampledGrowth(pair(side([3], [3], unlabelled), side([4], [4])), "same", BYTES), undefined);
  assert.equal(sampledGrowth(pair(side([3], [3]), side([4], [4], unlabelled)), "same", BYTES), undefined);
});

test("objects are counted by the same samples: one stands for 1/p of them", () => {
  const type = { type: "inuse_objects", unit: "count" };
  const growth = sampledGrowth(pair(side([3], undefined), side([4], undefined)), "unknown", type);
  assert.ok(growth);
  const { value, variance, largestWeight } = gainedAt(sumGrowth(growth, Int32Array.of(0), 1), 0);
  const scale = 1 / -Math.expm1(-1024 / PERIOD);
  assert.ok(Math.abs(value - 4 * scale) < 1e-6);
  assert.ok(Math.abs(variance / value - (scale - 1)) < 1e-6, "(1 - p)/p for each");
  // Without any sample one of another size may have been missed.
  assert.ok(Math.abs(largestWeight - (scale - 1)) < 1e-6 || largestWeight === 1);
});

test("an object of unknown size is one", () => {
  const sampling = { period: 1000, size: Float64Array.of(0), scale: Float64Array.of(0), weight: Float64Array.of(1000) };
  const bare = { sampling };
  const type = { type: "inuse_objects", unit: "count" };
  const growth = sampledGrowth(pair(side([3], undefined, bare), side([4], undefined, bare)), "unknown", type);
  assert.deepEqual(growth?.currentSampling.weight, Float64Array.of(1));
  assert.deepEqual(growth?.currentSampling.size, Float64Array.of(0));
});

test("the ratio of the periods is that of current over base", () => {
  const twice = { sampling: samplingOf([1024], 2 * PERIOD) };
  assert.equal(
    sampledGrowth(pair(side([3], undefined), side([4], undefined, twice)), "unknown", BYTES)?.periodRatio,
    2,
  );
});

test("rows are added up by group, and those of no group are left out", () => {
  const { base, current, gained, lost } = sums([1, 2, 4, 8], [10, 20, 40, 80], [1, -1, 1, 0]);
  assert.deepEqual([base, current], [Float64Array.of(8, 5), Float64Array.of(80, 50)]);
  const perSample = 1024 / -Math.expm1(-1024 / PERIOD);
  const values = [0, 1].flatMap((at) => [
    gainedAt({ gained } as GrowthSums, at).value,
    lostAt({ lost } as GrowthSums, at).value,
  ]);
  for (const [at, count] of [80, 8, 50, 5].entries())
    assert.ok(Math.abs((values[at] as number) / perSample - count) < 1e-9);
});

test("growth is judged from one side, a change from both", () => {
  const grown = sums([10, 30], [30, 10]);
  assert.ok(growthPValue(grown, 0) < 0.005);
  assert.ok(growthPValue(grown, 1) > 0.99);
  assert.equal(growthPValue(grown, 0), growthProbability(gainedAt(grown, 0), lostAt(grown, 0), 1));
  assert.ok(Math.abs(changePValue(grown, 0) - 2 * growthPValue(grown, 0)) < 1e-12);
  assert.ok(Math.abs(changePValue(grown, 0) - changePValue(grown, 1)) < 1e-12);
  assert.equal(changePValue(sums([10], [10]), 0), 1, "no probability is more than certain");
});

test("with other periods what is lost is judged by the ratio turned over", () => {
  const grown: GrowthSums = { ...sums([10], [30]), periodRatio: 2 };
  const shrank = growthProbability(lostAt(grown, 0), gainedAt(grown, 0), 0.5);
  const grew = growthProbability(gainedAt(grown, 0), lostAt(grown, 0), 2);
  assert.equal(changePValue(grown, 0), Math.min(1, 2 * Math.min(grew, shrank)));
});

test("six samples can be significant, five cannot", () => {
  assert.deepEqual(significantChanges(sums([0, 0], [6, 5]), 0.05), [true, false]);
  assert.equal(isChanged(sums([0], [5]), 0, 1), false);
});

test("groups that cannot be significant do not weigh on the others", () => {
  const few = Array.from({ length: 200 }, () => 1);
  const zero = few.map(() => 0);
  assert.equal(significantChanges(sums([0, ...zero], [7, ...few]), 0.05)[0], true);
  const many = Array.from({ length: 200 }, () => 6);
  const same = sums([0, ...many], [7, ...many]);
  assert.equal(significantChanges(same, 0.05)[0], false, "two hundred that were tested do");
});

test("the threshold is the largest probability that is significant, or what one test of so many needs", () => {
  const some = sums([0, 20], [12, 20]);
  assert.equal(changeThreshold(some, 0.05), changePValue(some, 0));
  assert.equal(changeThreshold(sums([20, 20], [20, 20]), 0.05), 0.025);
  assert.equal(changeThreshold(sums([0], [0]), 0.05), 0.05);
});

test("a change in what is recorded whole is certain, however few", () => {
  const large = { sampling: samplingOf([64 * PERIOD]) };
  const growth = sampledGrowth(pair(side([1], undefined, large), side([2], undefined, large)), "unknown", BYTES);
  assert.ok(growth);
  const whole = sumGrowth(growth, Int32Array.of(0), 1);
  assert.deepEqual(significantChanges(whole, 0.05), [true]);
  const { low, high } = changeInterval(whole, 0);
  assert.ok(Math.abs(low - 64 * PERIOD) < PERIOD && Math.abs(high - 64 * PERIOD) < 4 * PERIOD);
});

test("the interval holds the change", () => {
  const grown = sums([10], [30]);
  const { low, high } = changeInterval(grown, 0);
  const change = gainedAt(grown, 0).value - lostAt(grown, 0).value;
  assert.ok(low > 0 && low < change && change < high);
});

test("where only a bound of the noise is known, bytes are judged by it and objects are not", () => {
  const bounded = { verdict: "bounded" } as const;
  const growth = (type: string) =>
    sampledGrowth(pair(side([3], [3], bounded), side([4], [4])), "same", { type, unit: "bytes" });
  assert.equal(growth("inuse_space")?.isBound, true);
  assert.equal(growth("alloc_space")?.isBound, true);
  assert.equal(growth("inuse_objects"), undefined);
  assert.equal(sampledGrowth(pair(side([3], [3]), side([4], [4])), "same", BYTES)?.isBound, false);
});
