/**
 * Samples added up, with how uncertain the sum is.
 *
 * A bucket of n recorded objects of size s estimates s n/p bytes, with variance s^2 n (1 - p)/p^2: the estimate times its weight w = s (1 - p)/p
 * (Horvitz and Thompson, 1952). Buckets are independent, so estimates and variances of a frame are sums over its buckets: in bytes, variances in
 * bytes squared, `exact` the objects so large that every one is recorded, `largestWeight` the period where there is no bucket at all.
 */
import type { WeightedSum } from "../../stats/interval.ts";
import type { RowSampling } from "./row-sampling.ts";

/** Below this share of the period a weight is as good as 0: the objects are so large that all but one in 8,000 are recorded. */
const EXACT_WEIGHT = 1e-3;

/** Weighted sums of many groups (frames, modules, a total), as columns; one entry a group. */
export interface WeightedSums {
  readonly value: Float64Array;
  readonly exact: Float64Array;
  readonly variance: Float64Array;
  readonly largestWeight: Float64Array;
}

export function emptySums(groups: number): WeightedSums {
  return {
    value: new Float64Array(groups),
    exact: new Float64Array(groups),
    variance: new Float64Array(groups),
    largestWeight: new Float64Array(groups),
  };
}

/** Adds one row's `count` recorded objects to a group. Call it for rows of the group with a count of 0 too: they have a weight. */
export function addRow(sums: WeightedSums, group: number, sampling: RowSampling, row: number, count: number): void {
  const weight = sampling.weight[row] as number;
  if (weight > (sums.largestWeight[group] as number)) sums.largestWeight[group] = weight;
  if (count === 0) return;
  const size = sampling.size[row] as number;
  const value = count * (size === 0 ? sampling.period : size * (sampling.scale[row] as number));
  sums.value[group] = (sums.value[group] as number) + value;
  if (weight <= EXACT_WEIGHT * sampling.period) sums.exact[group] = (sums.exact[group] as number) + value;
  else sums.variance[group] = (sums.variance[group] as number) + value * weight;
}

export function sumAt(sums: WeightedSums, group: number): WeightedSum {
  return {
    value: sums.value[group] as number,
    exact: sums.exact[group] as number,
    variance: sums.variance[group] as number,
    largestWeight: sums.largestWeight[group] as number,
  };
}

/** All rows in one sum. */
export function sumRows(sampling: RowSampling, counts: Float64Array): WeightedSum {
  const sums = emptySums(1);
  for (let row = 0; row < counts.length; row++) addRow(sums, 0, sampling, row, counts[row] as number);
  return counts.length === 0 ? nothing(sampling.period) : sumAt(sums, 0);
}

/** The sum of no bucket: nothing was seen of objects that may be of any size. */
export function nothing(period: number): WeightedSum {
  return { value: 0, exact: 0, variance: 0, largestWeight: period };
}
