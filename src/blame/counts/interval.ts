/**
 * How far the truth may be from an estimate made of samples.
 *
 * A bucket of n recorded objects of size s estimates s n/p bytes, with variance s^2 n (1 - p)/p^2: the estimate times its weight w = s (1 - p)/p
 * (Horvitz and Thompson, 1952). Buckets are independent, so estimates and variances of a frame are sums over its buckets. What such a sum
 * can be is a weighted sum of Poisson variates; Fay and Feuer's gamma interval (Statistics in Medicine 16, 1997) holds for it at any count,
 * zero included, where estimate +- 1.96 standard errors is too narrow below some 20 samples.
 */
import { chiSquareQuantile } from "../../stats/gamma.ts";
import type { RowSampling } from "./sample-count.ts";

export const CONFIDENCE = 0.95;

/** Below this share of the period a weight is as good as 0: the objects are so large that all but one in 8,000 are recorded. */
const EXACT_WEIGHT = 1e-3;

/** Buckets added up. All in bytes (weights too), variance in bytes squared. */
export interface WeightedSum {
  readonly value: number;
  /** Part of the value that is not sampled: objects so large that every one is recorded. */
  readonly exact: number;
  readonly variance: number;
  /** Largest weight among the buckets, those without a sample included; the period if there is no bucket at all. */
  readonly largestWeight: number;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

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

/** The number of unweighted samples that would be as uncertain: y^2/v. Infinite where nothing is uncertain. */
export function effectiveCount(sum: WeightedSum): number {
  const sampled = sum.value - sum.exact;
  if (sampled <= 0) return 0;
  return sum.variance === 0 ? Number.POSITIVE_INFINITY : sampled ** 2 / sum.variance;
}

/**
 * Fay and Feuer's interval. With y the estimate, v its variance, w the largest weight, a = 1 - confidence, chi2(q; d) the chi-square quantile:
 *
 *     low  = v/(2y) chi2(a/2; 2y^2/v)
 *     high = (v + w^2)/(2(y + w)) chi2(1 - a/2; 2(y + w)^2/(v + w^2))
 */
export function gammaInterval(sum: WeightedSum, confidence: number = CONFIDENCE): Interval {
  const { exact, variance: v, largestWeight: w } = sum;
  const y = Math.max(0, sum.value - exact);
  const tail = (1 - confidence) / 2;
  const low = v === 0 || y === 0 ? y : (v / (2 * y)) * chiSquareQuantile(tail, (2 * y * y) / v);
  const spread = v + w * w;
  const high = spread === 0 ? y : (spread / (2 * (y + w))) * chiSquareQuantile(1 - tail, (2 * (y + w) ** 2) / spread);
  return { low: exact + low, high: exact + high };
}

/**
 * Interval of current - base out of the intervals of both: MOVER, the method of variance estimates recovery (Donner and Zou, Statistical
 * Methods in Medical Research 21, 2012). With D the difference:
 *
 *     low  = D - sqrt((current - current.low)^2 + (base.high - base)^2)
 *     high = D + sqrt((current.high - current)^2 + (base - base.low)^2)
 */
export function differenceInterval(current: WeightedSum, base: WeightedSum, confidence: number = CONFIDENCE): Interval {
  const difference = current.value - base.value;
  const c = gammaInterval(current, confidence);
  const b = gammaInterval(base, confidence);
  return {
    low: difference - Math.hypot(current.value - c.low, b.high - base.value),
    high: difference + Math.hypot(c.high - current.value, base.value - b.low),
  };
}
