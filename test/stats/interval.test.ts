/** Intervals against the tables of evidence.md 4.2. Simulations are seeded; each states what its number of runs can show. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { RowSampling } from "../../src/blame/counts/row-sampling.ts";
import { addRow, emptySums, nothing, sumAt, sumRows } from "../../src/blame/counts/sums.ts";
import { differenceInterval, effectiveCount, gammaInterval, type WeightedSum } from "../../src/stats/interval.ts";
import { seededDraws } from "../blame/draws.ts";
import { near } from "../blame/near.ts";
import { samplingOf } from "../blame/sampling-of.ts";

const MIB = 1024 * 1024;
const PERIOD = 524288;

test("n samples of small objects have the rule-of-thumb intervals", () => {
  const sampling = samplingOf([16]);
  const table: readonly (readonly [number, number, number])[] = [
    [0, 0, 1.84],
    [1, 0.01, 2.8],
    [2, 0.1, 3.6],
    [5, 0.8, 5.8],
    [10, 2.4, 9.2],
    [20, 6.1, 15.4],
    [100, 41, 61],
    [400, 181, 221],
  ];
  for (const [n, low, high] of table) {
    const interval = gammaInterval(sumRows(sampling, Float64Array.of(n)));
    const digits = n === 0 ? 0.005 : n <= 20 ? 0.051 : 0.5;
    assert.ok(Math.abs(interval.low / MIB - low) <= digits, `${n}: low ${interval.low / MIB}`);
    assert.ok(Math.abs(interval.high / MIB - high) <= digits, `${n}: high ${interval.high / MIB}`);
  }
});

test("no bucket at all leaves room for 1.84 MiB", () => {
  const { low, high } = gammaInterval(nothing(PERIOD));
  assert.equal(low, 0);
  near(high / MIB, 1.8444, 1e-3);
});

test("one object of 87 MB is exact", () => {
  const sum = sumRows(samplingOf([87_031_808]), Float64Array.of(1));
  assert.deepEqual(gammaInterval(sum), { low: 87_031_808, high: 87_031_808 });
});

test("objects that are all recorded only shift the interval of those beside them", () => {
  const small = gammaInterval(sumRows(samplingOf([1024]), Float64Array.of(7)));
  const both = gammaInterval(sumRows(samplingOf([1024, 2 ** 26]), Float64Array.of(7, 2)));
  near(both.low - small.low, 2 ** 27, 1e-3);
  near(both.high - small.high, 2 ** 27, 1e-3);
});

test("a row without samples adds nothing but its weight", () => {
  const sums = emptySums(2);
  const sampling = samplingOf([64, 400_000]);
  addRow(sums, 0, sampling, 0, 0);
  addRow(sums, 0, sampling, 1, 3);
  addRow(sums, 1, sampling, 1, 3);
  const [wide, narrow] = [sumAt(sums, 0), sumAt(sums, 1)];
  assert.equal(wide.value, narrow.value);
  assert.equal(wide.variance, narrow.variance);
  assert.ok(wide.largestWeight > narrow.largestWeight, `weight ${wide.largestWeight}`);
  assert.ok(gammaInterval(wide).high > gammaInterval(narrow).high, "the row without samples widens nothing");
});

test("the effective count of small objects is their count", () => {
  near(effectiveCount(sumRows(samplingOf([16]), Float64Array.of(40))), 40, 0.01);
  assert.equal(effectiveCount(nothing(PERIOD)), 0);
});

interface Heap {
  readonly name: string;
  /** size, objects */
  readonly objects: readonly (readonly [number, number])[];
  readonly runs: number;
  /** Coverage of the Wald interval in evidence.md, gamma's there. */
  readonly wald: number;
  readonly gamma: number;
}

const HEAPS: readonly Heap[] = [
  { name: "1 MiB of 1 KiB", objects: [[1024, 1024]], runs: 20_000, wald: 0.862, gamma: 0.985 },
  { name: "2 MiB of 1 KiB", objects: [[1024, 2048]], runs: 20_000, wald: 0.906, gamma: 0.959 },
  { name: "10 MiB of 1 KiB", objects: [[1024, 10_240]], runs: 20_000, wald: 0.948, gamma: 0.956 },
  { name: "10 MiB of 256 KiB", objects: [[262_144, 40]], runs: 20_000, wald: 0.951, gamma: 0.966 },
];

function coverage(heap: Heap, seed: number): { gamma: number; wald: number; bias: number; error: number } {
  const draws = seededDraws(seed);
  const sampling = samplingOf(heap.objects.map(([size]) => size));
  const truth = heap.objects.reduce((sum, [size, count]) => sum + size * count, 0);
  let gamma = 0;
  let wald = 0;
  let total = 0;
  let squares = 0;
  let variances = 0;
  for (let run = 0; run < heap.runs; run++) {
    const counts = heap.objects.map(([size, count]) => draws.binomial(count, -Math.expm1(-size / PERIOD)));
    const sum = sumRows(sampling, Float64Array.from(counts));
    const { low, high } = gammaInterval(sum);
    if (low <= truth && truth <= high) gamma++;
    if (Math.abs(sum.value - truth) <= 1.96 * Math.sqrt(sum.variance)) wald++;
    total += sum.value;
    squares += (sum.value - truth) ** 2;
    variances += sum.variance;
  }
  return {
    gamma: gamma / heap.runs,
    wald: wald / heap.runs,
    bias: total / heap.runs / truth - 1,
    error: Math.sqrt(squares / variances),
  };
}

// 20,000 runs: the standard error of a coverage of 0.95 is 0.0015, so 0.94 is out of reach of a true 0.95 (6 of them). The bound on
// the table's own figures is 0.008: five standard errors of the difference of two such estimates, and the third digit.
test("95 % intervals cover the truth in 94 % of 20,000 runs at least, where 1.96 standard errors do not", () => {
  for (const [index, heap] of HEAPS.entries()) {
    const found = coverage(heap, 100 + index);
    assert.ok(found.gamma >= 0.94, `${heap.name}: gamma ${found.gamma}`);
    assert.ok(Math.abs(found.gamma - heap.gamma) < 0.008, `${heap.name}: gamma ${found.gamma}`);
    assert.ok(Math.abs(found.wald - heap.wald) < 0.008, `${heap.name}: Wald ${found.wald}`);
    assert.ok(Math.abs(found.bias) < 0.01, `${heap.name}: bias ${found.bias}`);
    assert.ok(Math.abs(found.error - 1) < 0.025, `${heap.name}: observed error over the theory's ${found.error}`);
  }
});

test("intervals of mixed sizes cover the truth in 94 % of 10,000 runs at least", () => {
  const mixed: Heap["objects"] = [
    [32, 20_000],
    [1024, 2_000],
    [16_384, 100],
    [131_072, 12],
    [1_048_576, 2],
  ];
  const found = coverage({ name: "mixed", objects: mixed, runs: 10_000, wald: 0.941, gamma: 0.96 }, 7);
  assert.ok(found.gamma >= 0.94 && found.gamma < 0.985, `gamma ${found.gamma}`);
});

test("the interval of a difference is as wide as both intervals demand", () => {
  const sampling: RowSampling = samplingOf([1024]);
  const [ten, four]: WeightedSum[] = [10, 4].map((n) => sumRows(sampling, Float64Array.of(n)));
  const { low, high } = differenceInterval(ten as WeightedSum, four as WeightedSum);
  const mirrored = differenceInterval(four as WeightedSum, ten as WeightedSum);
  assert.ok(low < 0 && high > 6 * PERIOD, `${low} to ${high}`);
  near(mirrored.low, -high, 1e-3);
  near(mirrored.high, -low, 1e-3);
});
