/** Tests of growth against the tables of evidence.md 4.3. Simulations are of objects, seeded; each states what its runs can show. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  computeTurnover,
  detectionLimit,
  discoveryThreshold,
  falseDiscoveryRates,
  growthProbability,
} from "../../../src/blame/counts/growth-test.ts";
import type { RowSampling } from "../../../src/blame/counts/row-sampling.ts";
import { nothing, sumRows } from "../../../src/blame/counts/sums.ts";
import { differenceInterval, effectiveCount, type Interval, type WeightedSum } from "../../../src/stats/interval.ts";
import { type Draws, seededDraws } from "../draws.ts";
import { near } from "../near.ts";
import { samplingOf } from "../sampling-of.ts";

const MIB = 1024 * 1024;
const KIB_OBJECTS = samplingOf([1024]);

/** The difference, its interval, and how likely it is where there is none. */
function testGrowth(
  gained: WeightedSum,
  lost: WeightedSum,
  periodRatio = 1,
): Interval & { delta: number; pValue: number } {
  const delta = gained.value - lost.value;
  return { delta, ...differenceInterval(gained, lost), pValue: growthProbability(gained, lost, periodRatio) };
}

function one(n: number, sampling: RowSampling = KIB_OBJECTS): ReturnType<typeof sumRows> {
  return sumRows(sampling, Float64Array.of(n));
}

test("gained less lost is current less base, whatever survived, was freed, came and went", () => {
  const draws = seededDraws(5);
  const rows = 5000;
  const draw = (): Float64Array =>
    Float64Array.from({ length: rows }, () => draws.poisson(10 ** (2 * draws.uniform() - 1)));
  const [survived, freed, added, passed, before] = [draw(), draw(), draw(), draw(), draw()];
  const base = {
    inuse: survived.map((s, i) => s + (freed[i] ?? 0)),
    alloc: survived.map((s, i) => s + (freed[i] ?? 0) + (before[i] ?? 0)),
  };
  const current = {
    inuse: survived.map((s, i) => s + (added[i] ?? 0)),
    alloc: base.alloc.map((n, i) => n + (added[i] ?? 0) + (passed[i] ?? 0)),
  };
  const { gained, lost } = computeTurnover(base, current);
  for (let row = 0; row < rows; row++) {
    const unseen = Math.min(survived[row] ?? 0, passed[row] ?? 0);
    assert.equal(gained[row], (added[row] ?? 0) + unseen);
    assert.equal(lost[row], (freed[row] ?? 0) + unseen);
    assert.equal((gained[row] ?? 0) - (lost[row] ?? 0), (current.inuse[row] ?? 0) - (base.inuse[row] ?? 0));
  }
});

test("a row whose counters contradict one process is compared as it is", () => {
  const turnover = computeTurnover(
    { inuse: Float64Array.of(5, 5), alloc: Float64Array.of(9, 9) },
    { inuse: Float64Array.of(6, 9), alloc: Float64Array.of(8, 10) },
  );
  assert.deepEqual(turnover, { gained: Float64Array.of(6, 9), lost: Float64Array.of(5, 5) });
});

interface Scenario {
  readonly name: string;
  /** MiB of 1 KiB objects. */
  readonly survived: number;
  readonly freed: number;
  readonly added: number;
  readonly passed: number;
  /** Figures of the table: standard deviation of the change, mean error of (a), of (b); rejected by (a), by (b). */
  readonly deviation: number;
  readonly errorA: number;
  readonly errorB: number;
  readonly rejectA: number;
  readonly rejectB: number;
}

const SCENARIOS: readonly Scenario[] = [
  {
    name: "null, 20 MiB stable, 2 MiB churn",
    survived: 18,
    freed: 2,
    added: 2,
    passed: 0,
    deviation: 1.42,
    errorA: 4.46,
    errorB: 1.39,
    rejectA: 0,
    rejectB: 0.02,
  },
  {
    name: "null, full turnover",
    survived: 0,
    freed: 20,
    added: 20,
    passed: 0,
    deviation: 4.46,
    errorA: 4.46,
    errorB: 4.46,
    rejectA: 0.039,
    rejectB: 0.039,
  },
  {
    name: "+5 MiB on 20",
    survived: 20,
    freed: 0,
    added: 5,
    passed: 0,
    deviation: 1.57,
    errorA: 4.73,
    errorB: 1.56,
    rejectA: 0.022,
    rejectB: 0.974,
  },
  {
    name: "+10 MiB on 100",
    survived: 100,
    freed: 0,
    added: 10,
    passed: 0,
    deviation: 2.24,
    errorA: 10.24,
    errorB: 2.22,
    rejectA: 0.001,
    rejectB: 1,
  },
  {
    name: "+10 MiB on 100, 195 MiB short-lived",
    survived: 100,
    freed: 0,
    added: 10,
    passed: 195,
    deviation: 2.24,
    errorA: 10.24,
    errorB: 10.24,
    rejectA: 0.001,
    rejectB: 0.001,
  },
];

interface Outcome {
  readonly deviation: number;
  readonly errorA: number;
  readonly errorB: number;
  readonly rejectA: number;
  readonly rejectB: number;
  readonly coverB: number;
  readonly lowAboveZero: number;
}

function simulate(scenario: Scenario, runs: number, draws: Draws): Outcome {
  const p = -Math.expm1(-1024 / 524288);
  const record = (mib: number): number => draws.binomial(mib * 1024, p);
  const truth = (scenario.added - scenario.freed) * MIB;
  const sums = { deviation: 0, errorA: 0, errorB: 0, rejectA: 0, rejectB: 0, coverB: 0, lowAboveZero: 0 };
  for (let run = 0; run < runs; run++) {
    const [s, f, a, x] = [scenario.survived, scenario.freed, scenario.added, scenario.passed].map(record) as [
      number,
      number,
      number,
      number,
    ];
    const base = { inuse: Float64Array.of(s + f), alloc: Float64Array.of(s + f) };
    const current = { inuse: Float64Array.of(s + a), alloc: Float64Array.of(s + f + a + x) };
    const { gained, lost } = computeTurnover(base, current);
    const [up, down] = [sumRows(KIB_OBJECTS, gained), sumRows(KIB_OBJECTS, lost)];
    const [after, before] = [one(s + a), one(s + f)];
    const sharp = testGrowth(up, down);
    sums.deviation += (sharp.delta - truth) ** 2;
    sums.errorA += Math.sqrt(after.variance + before.variance);
    sums.errorB += Math.sqrt(up.variance + down.variance);
    if (testGrowth(after, before).pValue <= 0.05) sums.rejectA++;
    if (sharp.pValue <= 0.05) sums.rejectB++;
    if (sharp.low <= truth && truth <= sharp.high) sums.coverB++;
    if (sharp.low > 0) sums.lowAboveZero++;
  }
  return {
    deviation: Math.sqrt(sums.deviation / runs) / MIB,
    errorA: sums.errorA / runs / MIB,
    errorB: sums.errorB / runs / MIB,
    rejectA: sums.rejectA / runs,
    rejectB: sums.rejectB / runs,
    coverB: sums.coverB / runs,
    lowAboveZero: sums.lowAboveZero / runs,
  };
}

// 4,000 runs: a rate of 0.05 has a standard error of 0.0034, one of 0.97 of 0.0027; four of them are allowed where the table is compared
// with (0.014), and a null rate above 0.05 by two of them fails.
const RUNS = 4000;

test("the power table: what a comparison of one process sees that one of two processes does not", () => {
  for (const [index, scenario] of SCENARIOS.entries()) {
    const found = simulate(scenario, RUNS, seededDraws(200 + index));
    const close = (got: number, wanted: number, tolerance: number, what: string): void =>
      assert.ok(Math.abs(got - wanted) <= tolerance, `${scenario.name}: ${what} ${got}, wanted ${wanted}`);
    close(found.deviation, scenario.deviation, 0.06 * scenario.deviation, "deviation");
    close(found.errorA, scenario.errorA, 0.03 * scenario.errorA, "error (a)");
    close(found.errorB, scenario.errorB, 0.03 * scenario.errorB, "error (b)");
    close(found.rejectA, scenario.rejectA, 0.014, "rejected (a)");
    close(found.rejectB, scenario.rejectB, 0.014, "rejected (b)");
    assert.ok(found.coverB >= 0.94, `${scenario.name}: coverage ${found.coverB}`);
  }
});

// Five samples against none put the bound at 0 to within a part in a thousand (5 - hypot(5 - 1.623, 3.689) = -0.001 samples), and above it as
// soon as the objects have a size: the table's 0.93 is P(Poisson(10) >= 6), with the fifth it is 0.971.
test("the lower bound of the interval sees +5 MiB on 20 in 93 % of runs, +10 on 100 in all, and nothing in 99 % of null runs", () => {
  const [stable, , five, ten] = SCENARIOS.map((scenario, index) => simulate(scenario, 2000, seededDraws(300 + index)));
  assert.ok((stable?.lowAboveZero ?? 1) <= 0.016, `null ${stable?.lowAboveZero}`);
  assert.ok((five?.lowAboveZero ?? 0) >= 0.915, `+5: ${five?.lowAboveZero}`);
  assert.ok((ten?.lowAboveZero ?? 0) > 0.995, `+10: ${ten?.lowAboveZero}`);
});

/** Frames of several object sizes, nothing growing; rates of false growth at 5 %. */
test("no growth is called growth in at most 5 % of null runs when sizes are mixed", () => {
  const sizes = [32, 2048, 65_536, 400_000, 2_000_000];
  const sampling = samplingOf(sizes);
  const draws = seededDraws(77);
  const record = (objects: readonly number[]): Float64Array =>
    Float64Array.from(objects, (count, row) => draws.binomial(count, 1 / (sampling.scale[row] as number)));
  for (const objects of [
    [40_000, 800, 30, 4, 1],
    [2000, 40, 2, 20, 3],
    [0, 0, 0, 3, 6],
  ]) {
    let rejected = 0;
    let covered = 0;
    for (let run = 0; run < RUNS; run++) {
      const result = testGrowth(sumRows(sampling, record(objects)), sumRows(sampling, record(objects)));
      if (result.pValue <= 0.05) rejected++;
      if (result.low <= 0 && result.high >= 0) covered++;
    }
    assert.ok(rejected / RUNS <= 0.057, `${objects}: rejected ${rejected / RUNS}`);
    assert.ok(covered / RUNS >= 0.94, `${objects}: covered ${covered / RUNS}`);
  }
});

test("objects that are all recorded are exact: one of 87 MB more is certain growth, one less is none", () => {
  const sampling = samplingOf([87_031_808]);
  const grown = testGrowth(one(2, sampling), one(1, sampling));
  assert.deepEqual(grown, { delta: 87_031_808, low: 87_031_808, high: 87_031_808, pValue: 0 });
  assert.equal(testGrowth(one(1, sampling), one(2, sampling)).pValue, 1);
  assert.equal(testGrowth(one(1, sampling), one(1, sampling)).pValue, 1);
});

test("noise beside an exact object does not hide its growth, nor does an exact object hide the noise", () => {
  const sampling = samplingOf([1024, 87_031_808]);
  const sum = (small: number, large: number) => sumRows(sampling, Float64Array.of(small, large));
  near(testGrowth(sum(20, 2), sum(25, 1)).pValue, 0, 1e-6);
  near(testGrowth(sum(25, 1), sum(20, 2)).pValue, 1, 1e-6);
  const beside = testGrowth(sum(25, 1), sum(20, 1)).pValue;
  const alone = testGrowth(sum(25, 0), sum(20, 0)).pValue;
  near(beside, alone, 1e-9);
  assert.ok(alone > 0.2, `${alone}`);
});

test("a sample means more bytes in the profile that was sampled more coarsely", () => {
  const fine = samplingOf([64], 4096);
  const coarse = samplingOf([64], 524288);
  const half = one(128, fine);
  near(half.value / MIB, 0.5, 0.01);
  // Half a MiB seen finely against nothing seen coarsely proves little; the other way round it proves much.
  const little = testGrowth(half, one(0, coarse), 4096 / 524288).pValue;
  assert.ok(little > 0.3, `${little}`);
  const much = testGrowth(one(1, coarse), one(0, fine), 524288 / 4096).pValue;
  assert.ok(much < 0.01, `${much}`);
});

test("what could not have been seen: growth of 2.5 MiB where nothing was, and more on more", () => {
  const small = samplingOf([16]);
  const limits = (alpha: number): number[] =>
    [0, 10, 100, 500].map((mib) => detectionLimit(one(2 * mib, small), small.period, alpha) / MIB);
  const tables: readonly (readonly [number, readonly number[]])[] = [
    [0.05, [2.5, 6.5, 18, 38]],
    [0.05 / 200, [6, 15, 38.5, 81.5]],
  ];
  for (const [alpha, wanted] of tables) {
    for (const [index, limit] of limits(alpha).entries()) {
      assert.ok(
        Math.abs(limit - (wanted[index] as number)) <= 0.26,
        `alpha ${alpha}: ${limit}, wanted ${wanted[index]}`,
      );
    }
  }
  assert.equal(detectionLimit(nothing(0), 0), 0);
});

test("growth at the detection limit is significant, two samples less is not", () => {
  for (const n of [0, 3, 17, 240]) {
    const base = one(n);
    const perSample = one(1).value;
    const needed = Math.ceil(n + detectionLimit(base, KIB_OBJECTS.period) / perSample);
    assert.ok(testGrowth(one(needed), base).pValue <= 0.05, `${n} to ${needed}`);
    assert.ok(testGrowth(one(needed - 2), base).pValue > 0.05, `${n} to ${needed - 2}`);
    assert.ok(effectiveCount(base) >= n, `${effectiveCount(base)}`);
  }
});

test("false discovery rates are those of Benjamini and Hochberg's own example", () => {
  // Table of section 3.1 of their paper: four of fifteen hypotheses are rejected at 0.05.
  const p = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ];
  const shuffled = [7, 0, 14, 3, 9, 1, 12, 5, 2, 10, 4, 13, 6, 8, 11];
  const rates = falseDiscoveryRates(shuffled.map((index) => p[index] as number));
  const significant = shuffled.filter((_, position) => (rates[position] as number) <= 0.05).sort((a, b) => a - b);
  assert.deepEqual(significant, [0, 1, 2, 3]);
  near(rates[shuffled.indexOf(3)] as number, (0.0095 * 15) / 4, 1e-12);
  assert.deepEqual(falseDiscoveryRates([]), new Float64Array(0));
});

test("the largest that is significant is the threshold; where none is, what one of as many would have to be", () => {
  assert.equal(discoveryThreshold([0.9, 0.01, 0.02, 0.5], 0.05), 0.02);
  assert.equal(discoveryThreshold([0.05], 0.05), 0.05, "as much as it is enough");
  assert.equal(discoveryThreshold([0.9, 0.8, 0.7, 0.6], 0.05), 0.0125);
  assert.equal(discoveryThreshold([], 0.05), 0.05);
});

test("on data without growth the false discovery rate calls something in at most 5 % of tables", () => {
  const draws = seededDraws(9);
  const tables = 500;
  let called = 0;
  for (let table = 0; table < tables; table++) {
    const pValues = Array.from({ length: 60 }, (_, stack) => {
      const mean = 0.5 + stack / 2;
      return testGrowth(one(draws.poisson(mean)), one(draws.poisson(mean))).pValue;
    });
    if (falseDiscoveryRates(pValues).some((rate) => rate <= 0.05)) called++;
  }
  // 500 tables: standard error 0.01; the counts are discrete, so the truth lies well below 0.05.
  assert.ok(called / tables <= 0.05, `called ${called / tables}`);
});

test("beside what is all recorded, how likely so much growth is is where the interval just reaches 0", () => {
  const sampling = samplingOf([1024, 87_031_808]);
  const sum = (small: number, large: number) => sumRows(sampling, Float64Array.of(small, large));
  for (const [gained, lost] of [
    [sum(10_100, 2), sum(10_200, 1)],
    [sum(10_040, 2), sum(10_200, 1)],
  ] as const) {
    const { pValue } = testGrowth(gained, lost);
    assert.ok(pValue > 0.1 && pValue < 0.5, `${pValue}`);
    assert.ok(differenceInterval(gained, lost, 1 - 2 * pValue + 1e-6).low < 0);
    assert.ok(differenceInterval(gained, lost, 1 - 2 * pValue - 1e-6).low > 0);
  }
});

test("objects that are all recorded, and as many on both sides but for rounding, are left out of the comparison", () => {
  const sum = (samples: number, exact: number): WeightedSum => {
    return { value: samples + exact, exact, variance: samples, largestWeight: 1 };
  };
  const same = growthProbability(sum(30, 0.3), sum(20, 0.3), 1);
  near(growthProbability(sum(30, 0.1 + 0.2), sum(20, 0.3), 1), same, 1e-9);
  near(growthProbability(sum(30, 0.3), sum(20, 0.1 + 0.2), 1), same, 1e-9);
});
