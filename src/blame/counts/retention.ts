/**
 * By how much a stack grew of what it allocated between two captures of one process, and how long it would take to allocate what it holds. At 1
 * nothing was freed. Near 0 as much was freed as allocated: that may be churn, or objects that replace one another while a few of them stay, so
 * it does not say that nothing is kept.
 */
import { NONE } from "../../profile/tables.ts";
import { regularizedBeta } from "../../stats/binomial.ts";
import type { Interval } from "../../stats/interval.ts";
import { CONFIDENCE } from "../../stats/interval.ts";
import type { CountPair } from "./growth-counts.ts";

/** Growth over what was allocated: 1 where nothing was freed. */
export interface Retention extends Interval {
  readonly ratio: number;
}

/** Recorded objects of a group of rows, in both captures. */
export interface RecordedCounts {
  readonly baseInuse: number;
  readonly currentInuse: number;
  readonly baseAlloc: number;
  readonly currentAlloc: number;
}

/**
 * Growth is what was gained less what was lost, as in growth-test.ts. What was gained is a binomial share of what was allocated, with the interval of
 * Clopper and Pearson (Biometrika 26, 1934); what was lost was allocated before, and is to what was allocated as two Poisson counts are. Both are put
 * together by MOVER. undefined if nothing was allocated between, or it did not grow.
 */
export function computeRetention(counts: RecordedCounts): Retention | undefined {
  const kept = counts.currentInuse - counts.baseInuse;
  const allocated = counts.currentAlloc - counts.baseAlloc;
  if (allocated <= 0 || kept < 0 || kept > allocated) return undefined;
  const ratio = kept / allocated;
  const lost = Math.min(counts.baseInuse, allocated - kept);
  const gained = shareInterval(kept + lost, allocated);
  if (lost === 0) return { ratio, ...gained };
  const stays = (kept + lost) / allocated;
  const away = lost / allocated;
  const range = oddsInterval(lost, allocated);
  return {
    ratio,
    low: Math.max(0, ratio - Math.hypot(stays - gained.low, range.high - away)),
    high: Math.min(1, ratio + Math.hypot(gained.high - stays, away - range.low)),
  };
}

/** Of the ratio of two Poisson means: given their sum, the first count is a binomial share of it. */
function oddsInterval(count: number, to: number): Interval {
  const { low, high } = shareInterval(count, count + to);
  return { low: low / (1 - low), high: high / (1 - high) };
}

function shareInterval(count: number, of: number): Interval {
  const tail = (1 - CONFIDENCE) / 2;
  return {
    low: count === 0 ? 0 : solve((share) => regularizedBeta(share, count, of - count + 1), tail),
    high: count === of ? 1 : solve((share) => regularizedBeta(share, count + 1, of - count), 1 - tail),
  };
}

/** By Little's law: what is held over the rate of allocation; the mean age of an object, were the stack in balance. */
export function computeAge(counts: RecordedCounts, seconds: number): number | undefined {
  const allocated = counts.currentAlloc - counts.baseAlloc;
  return allocated > 0 && seconds > 0 ? (counts.currentInuse / allocated) * seconds : undefined;
}

/** Where a rising function of 0 to 1 reaches `value`. */
function solve(rising: (share: number) => number, value: number): number {
  let low = 0;
  let high = 1;
  for (let round = 0; round < 50; round++) {
    const middle = (low + high) / 2;
    if (rising(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Recorded objects of each group of rows; `groupOf` has NONE for rows of no group. */
export function sumRecords({ base, current }: CountPair, groupOf: Int32Array, groups: number): RecordedCounts[] {
  const sum = (counts: Float64Array | undefined): Float64Array => {
    const sums = new Float64Array(groups);
    for (let row = 0; row < groupOf.length; row++) {
      const group = groupOf[row] as number;
      if (group !== NONE) sums[group] = (sums[group] as number) + (counts?.[row] ?? 0);
    }
    return sums;
  };
  const columns = [base.inuse, current.inuse, base.alloc, current.alloc].map((column) => sum(column?.counts));
  return Array.from({ length: groups }, (_, group) => {
    const [baseInuse, currentInuse, baseAlloc, currentAlloc] = columns.map((column) => column[group] as number);
    return { baseInuse, currentInuse, baseAlloc, currentAlloc } as RecordedCounts;
  });
}
