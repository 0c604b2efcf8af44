/** How often a series of known truth was called what, with the bounds that so many series give; and how often an interval held the exact figure. */
import { shapeByEnds, shapeBySize } from "../../src/blame/trend/shape.ts";
import { computeTrend, type TrendShape } from "../../src/blame/trend/trend.ts";
import { regularizedBeta } from "../../src/stats/binomial.ts";
import type { SeriesRecord } from "./record.ts";

export interface Rate {
  readonly count: number;
  readonly of: number;
  /** One-sided, each by itself (Clopper and Pearson, Biometrika 26, 1934). */
  readonly atLeast: number;
  readonly atMost: number;
}

const CONFIDENCE = 0.95;

export function rateOf<Item>(items: readonly Item[], is: (item: Item) => boolean): Rate {
  const count = items.filter(is).length;
  const of = items.length;
  // P(X >= count) = CONFIDENCE's complement at the lower bound, P(X <= count) at the upper.
  const atLeast = count === 0 ? 0 : solve((p) => regularizedBeta(p, count, of - count + 1) > 1 - CONFIDENCE);
  const atMost = count === of ? 1 : solve((p) => 1 - regularizedBeta(p, count + 1, of - count) < 1 - CONFIDENCE);
  return { count, of, atLeast, atMost };
}

/** The p from which on it is so, by halving. */
function solve(isAbove: (p: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (let round = 0; round < 50; round++) {
    const middle = (low + high) / 2;
    if (isAbove(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/** What `trend` of today says of a series, by its samples alone. */
export function shapeOf({ at, values, covariance, change: [low, high] }: SeriesRecord): TrendShape {
  const points = values.map((value, index) => ({
    at: (at[index] as number) / 3600,
    value,
    variance: covariance[index]?.[index] ?? 0,
  }));
  return shapeBySize(shapeByEnds(computeTrend(points, covariance).shape, values, { low, high }), values);
}

/** What the live heap grew by, exactly: HeapAlloc right after collections. */
export function exactGrowth({ heapAlloc }: SeriesRecord): number {
  return (heapAlloc.at(-1) ?? 0) - (heapAlloc[0] ?? 0);
}

export function isCovered(series: SeriesRecord): boolean {
  const [low, high] = series.change;
  const exact = exactGrowth(series);
  return low <= exact && exact <= high;
}

/** The interval says that it grew, or shrank. */
export function isSureChange({ change: [low, high] }: SeriesRecord): boolean {
  return low > 0 || high < 0;
}
