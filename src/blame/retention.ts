/**
 * How much of what a stack allocated between two captures of one process is still there, and how long it would take to allocate what it holds.
 * Near 1, nothing was freed; near 0 it is churn. Each recorded object stays or goes by itself, so the ratio is a binomial share.
 */
import { regularizedBeta } from "./binomial.ts";
import type { Interval } from "./interval.ts";
import { CONFIDENCE } from "./interval.ts";

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

/** Clopper and Pearson's interval (Biometrika 26, 1934). undefined if nothing was allocated between, or the counts cannot be a share. */
export function computeRetention(counts: RecordedCounts): Retention | undefined {
  const kept = counts.currentInuse - counts.baseInuse;
  const allocated = counts.currentAlloc - counts.baseAlloc;
  if (allocated <= 0 || kept < 0 || kept > allocated) return undefined;
  const tail = (1 - CONFIDENCE) / 2;
  return {
    ratio: kept / allocated,
    low: kept === 0 ? 0 : solve((share) => regularizedBeta(share, kept, allocated - kept + 1), tail),
    high: kept === allocated ? 1 : solve((share) => regularizedBeta(share, kept + 1, allocated - kept), 1 - tail),
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
