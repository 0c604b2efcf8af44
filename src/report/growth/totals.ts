/**
 * How much it grew in all, and what the shares are of. Gross growth is the sum over call stacks that grew, gross shrink over those that shrank: a
 * stack here is its function names, so that another build, another address layout or another object size does not make one stack two.
 */
import { changeInterval, lostAt, type SampledGrowth, sumGrowth } from "../../blame/counts/growth-counts.ts";
import { detectionLimit } from "../../blame/counts/growth-test.ts";
import { sumRows } from "../../blame/counts/sums.ts";
import type { NodeTable } from "../../graph/nodes.ts";
import { groupStacks } from "../../graph/stack-groups.ts";
import { absolute, add, addInto, subtract, type Value, type ValueColumn, zerosLike } from "../../profile/int64.ts";
import { baseValues, currentValues, type Diff } from "../../profile/merge/diff.ts";
import { gammaInterval, type Interval } from "../../stats/interval.ts";

/** Tests less sure than this do not count as growth. */
const SIGNIFICANCE = 0.05;

/** In the unit of the sample type. */
export interface Totals {
  readonly base: Value;
  readonly current: Value;
  /** current - base */
  readonly net: Value;
  /** Sum over the stacks that grew; net = grew - shrank. */
  readonly grew: Value;
  /** Sum over the stacks that shrank, as a positive number. */
  readonly shrank: Value;
}

/** What shares are of. */
export interface Denominator {
  readonly of: "net" | "grew";
  readonly value: Value;
}

/** 95 % intervals, and what could not have been seen; whole units of the sample type. */
export interface TotalCertainty {
  readonly base: Interval;
  readonly current: Interval;
  readonly net: Interval;
  /** Whether the net change is more than sampling noise explains: its interval lies on one side of 0. */
  readonly significant: boolean;
  /** Growth below these could not have been seen: of everything together, and of one stack among all those compared. */
  readonly detectionLimit: number;
  readonly detectionLimitOfStack: number;
  readonly samplesBase: number;
  readonly samplesCurrent: number;
}

/** Where two builds are compared: which part of each side is on stacks that both have, by canonical names. */
export interface Matched {
  readonly base: number;
  readonly current: number;
}

export interface StackTotals {
  readonly totals: Totals;
  readonly matched: Matched;
  /** Stacks with a value on either side. */
  readonly stacks: number;
}

/** `nodes` are functions by canonical name. */
export function computeTotals(diff: Diff, sampleIndex: number, nodes: NodeTable): StackTotals {
  const groups = groupStacks(diff.profile, nodes);
  const base = sumByGroup(baseValues(diff, sampleIndex), groups.groupOf, groups.count);
  const current = sumByGroup(currentValues(diff, sampleIndex), groups.groupOf, groups.count);
  const zero: Value = base instanceof BigInt64Array ? 0n : 0;
  const totals = { base: zero, current: zero, grew: zero, shrank: zero };
  const common = { base: 0, current: 0 };
  let stacks = 0;
  for (let group = 0; group < groups.count; group++) {
    const before = base[group] as Value;
    const after = current[group] as Value;
    const delta = subtract(after, before);
    totals.base = add(totals.base, before);
    totals.current = add(totals.current, after);
    if (delta > 0) totals.grew = add(totals.grew, delta);
    else totals.shrank = subtract(totals.shrank, delta);
    if (before || after) stacks++;
    if (!before || !after) continue;
    common.base += Number(before);
    common.current += Number(after);
  }
  const part = (some: number, all: Value): number => (all ? some / Number(all) : 0);
  return {
    totals: { ...totals, net: subtract(totals.current, totals.base) },
    matched: { base: part(common.base, totals.base), current: part(common.current, totals.current) },
    stacks,
  };
}

function sumByGroup(column: ValueColumn, groupOf: Int32Array, count: number): ValueColumn {
  const sums = zerosLike(column, count);
  for (let sample = 0; sample < column.length; sample++) addInto(sums, groupOf[sample] as number, column, sample);
  return sums;
}

/** Up to this ratio of gross to net growth, shares of the net still read as parts of a whole. */
const MOSTLY_ONE_WAY = 1.5;

export function chooseDenominator(totals: Totals): Denominator {
  const net = Math.abs(Number(totals.net));
  const gross = Math.max(Number(totals.grew), Number(totals.shrank));
  if (net > 0 && gross <= MOSTLY_ONE_WAY * net) return { of: "net", value: absolute(totals.net) };
  return { of: "grew", value: totals.grew };
}

export function computeCertainty(growth: SampledGrowth, stacks: number): TotalCertainty {
  const rows = growth.base.length;
  const sums = sumGrowth(growth, new Int32Array(rows), 1);
  const { period } = growth.currentSampling;
  const none = { value: 0, exact: 0, variance: 0, largestWeight: period };
  const net = whole(changeInterval(sums, 0));
  return {
    base: whole(gammaInterval(sumRows(growth.baseSampling, growth.base))),
    current: whole(gammaInterval(sumRows(growth.currentSampling, growth.current))),
    net,
    // By the interval that is shown, so that the two never disagree.
    significant: rows > 0 && (net.low > 0 || net.high < 0),
    detectionLimit: Math.round(detectionLimit(lostAt(sums, 0), period, SIGNIFICANCE)),
    detectionLimitOfStack: Math.round(detectionLimit(none, period, SIGNIFICANCE / Math.max(1, stacks))),
    samplesBase: Math.round(sums.base[0] as number),
    samplesCurrent: Math.round(sums.current[0] as number),
  };
}

function whole({ low, high }: Interval): Interval {
  return { low: Math.round(low), high: Math.round(high) };
}
