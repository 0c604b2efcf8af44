/** One series of a trend report: its values and what was found out about them. */

import { computeTrend, type Trend, type TrendShape } from "../../blame/trend/trend.ts";
import type { Interval } from "../../stats/interval.ts";

export interface Axis {
  /** Hours since the first point, or its position where times are not known. */
  readonly at: readonly number[];
  /** From the first point to the last; undefined where times are not known. */
  readonly hours: number | undefined;
  /** Over the same stretch. */
  readonly iterations: number | undefined;
}

/** One course over time, in the unit of the sample type. */
export interface TrendMeasure {
  readonly values: readonly number[];
  /** Last value less the first. */
  readonly growth: number;
  /** 95 % interval of growth; null where the samples cannot be counted. */
  readonly growthLow: number | null;
  readonly growthHigh: number | null;
  /** `unknown`: the samples cannot be counted, so growth and noise cannot be told apart. */
  readonly shape: TrendShape | "unknown";
  /** Of a line through the points, whichever shape fits best; null where times are not known or points are too few. */
  readonly slopePerHour: number | null;
  /** 95 % interval of the slope. */
  readonly low: number | null;
  readonly high: number | null;
  readonly slopePerIteration: number | null;
  readonly slopePerIterationLow: number | null;
  readonly slopePerIterationHigh: number | null;
  /** Median of the slopes of all pairs of points, per hour. */
  readonly theilSenPerHour: number | null;
  readonly mannKendall: { readonly score: number; readonly pValue: number };
  /** Whether each third of the series ends higher than it began. */
  readonly everyThird: boolean;
  /** Height of a step, or of the rise that came to an end; null for other shapes. */
  readonly rise: number | null;
  /** Position of the first point after a step; null for other shapes. */
  readonly stepAt: number | null;
  /** Rises to the end, surely: of the functions, at a false discovery rate of 5 % over all of them. */
  readonly significant: boolean;
}

/** A function's course. */
export interface TrendRow {
  readonly name: string;
  readonly flat: TrendMeasure;
  readonly cum: TrendMeasure;
}

/** Values over the points, and what was fitted to them. */
export interface FittedSeries {
  readonly values: readonly number[];
  readonly trend: Trend;
  /** undefined where noise is not known. */
  readonly change: Interval | undefined;
}

/** `covariance` undefined: noise is not known, and only the robust figures mean anything. */
export function fitTrend(
  values: readonly number[],
  axis: Axis,
  covariance: readonly (readonly number[])[] | undefined,
): Trend {
  const points = values.map((value, index) => ({
    at: axis.at[index] as number,
    value,
    variance: covariance?.[index]?.[index] ?? 1,
  }));
  return computeTrend(points, covariance);
}

/** `isSure`: the slope passed the test; `change` bounds last - first, undefined where noise is not known. */
export function measure(
  values: readonly number[],
  trend: Trend,
  axis: Axis,
  isSure: boolean,
  change: Interval | undefined,
): TrendMeasure {
  const isCounted = change !== undefined;
  const isFew = trend.shape === "too-few";
  const shape = isFew || isCounted ? trend.shape : "unknown";
  const isFitted = !isFew && isCounted;
  const last = axis.at.at(-1) ?? 0;
  const perHour = isFitted && axis.hours !== undefined ? 1 : undefined;
  const perIteration = isFitted && axis.iterations !== undefined ? last / axis.iterations : undefined;
  const scaled = (slope: number, factor: number | undefined): number | null =>
    factor === undefined || !Number.isFinite(slope) ? null : slope * factor;
  const { low, high } = trend.slopeInterval;
  const hasRise = isFitted && (shape === "step" || shape === "saturating");
  return {
    values,
    growth: (values.at(-1) ?? 0) - (values[0] ?? 0),
    growthLow: change === undefined ? null : Math.round(change.low),
    growthHigh: change === undefined ? null : Math.round(change.high),
    shape,
    slopePerHour: scaled(trend.slope, perHour),
    low: scaled(low, perHour),
    high: scaled(high, perHour),
    slopePerIteration: scaled(trend.slope, perIteration),
    slopePerIterationLow: scaled(low, perIteration),
    slopePerIterationHigh: scaled(high, perIteration),
    theilSenPerHour: isFew || axis.hours === undefined ? null : trend.theilSen,
    mannKendall: trend.mannKendall,
    everyThird: trend.everyThird,
    rise: hasRise ? Math.round(trend.rise) : null,
    stepAt: Number.isNaN(trend.stepAt) || !isFitted ? null : axis.at.indexOf(trend.stepAt),
    significant: isFitted && shape === "rising" && isSure,
  };
}
