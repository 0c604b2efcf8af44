/**
 * How far the truth may be from a weighted sum of Poisson variates: Fay and Feuer's gamma interval (Statistics in Medicine 16, 1997) holds at any
 * count, zero included, where estimate +- 1.96 standard errors is too narrow below some 20 samples.
 */
import { chiSquareQuantile } from "./gamma.ts";

export const CONFIDENCE = 0.95;

/** Estimates added up. All in one unit (weights too), variance in its square. */
export interface WeightedSum {
  readonly value: number;
  /** Part of the value that is not sampled but known. */
  readonly exact: number;
  readonly variance: number;
  /** Largest weight among what is added up, what has no sample included. */
  readonly largestWeight: number;
}

/** Where the truth is, of 95 % unless it is said otherwise. */
export interface Interval {
  readonly low: number;
  readonly high: number;
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
