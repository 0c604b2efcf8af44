/**
 * What is counted exactly beside a series of profiles, and weighs more than its samples: goroutines, and HeapAlloc of the text form. Where one of
 * them rises to the end and the heap goes with it, the heap does not level off; where it does not go with it, nothing is said of an end.
 */
import { type Covariance, fitColumn, type TrendPoint } from "../../stats/fit.ts";
import { chiSquareQuantile } from "../../stats/gamma.ts";
import { roughen } from "./course.ts";
import { computeTrend, MIN_POINTS, type TrendShape } from "./trend.ts";

export interface ExactCounters {
  /** One a point; undefined where they were not counted at every point. */
  readonly goroutines: readonly number[] | undefined;
  /** Bytes. */
  readonly heapAlloc: readonly number[] | undefined;
}

/** What a shape rests on. */
export type ShapeBasis = "samples" | "goroutines" | "heap-alloc";

export interface WeighedShape {
  readonly shape: TrendShape;
  readonly by: ShapeBasis;
}

/** Points that are looked at: hours or positions, the samples' estimates, and the covariance of their noise. */
interface SampledSeries {
  readonly at: readonly number[];
  readonly values: readonly number[];
  readonly covariance: Covariance;
}

/** Shapes that samples alone leave open, or claim an end that a counter may deny. */
const OPEN: readonly TrendShape[] = ["slowing", "unclear", "saturating", "flat"];

/** `shape` is that of the samples. */
export function weighCounters(shape: TrendShape, series: SampledSeries, counters: ExactCounters): WeighedShape {
  if (!OPEN.includes(shape) || series.values.length < MIN_POINTS) return { shape, by: "samples" };
  const { at } = series;
  const exact = counters.heapAlloc && heapAllocShape(at, counters.heapAlloc);
  if (exact === "rising" && goesWith(series, counters.heapAlloc)) return { shape: "rising", by: "heap-alloc" };
  const isMore = isRisingCount(at, counters.goroutines);
  if (shape === "flat") return { shape, by: "samples" };
  if (isMore && goesWith(series, counters.goroutines)) return { shape: "rising", by: "goroutines" };
  if (shape !== "saturating") return { shape, by: "samples" };
  if (isMore) return { shape: "slowing", by: "goroutines" };
  return exact === undefined || ENDED.includes(exact)
    ? { shape, by: "samples" }
    : { shape: "slowing", by: "heap-alloc" };
}

const ENDED: readonly TrendShape[] = ["saturating", "flat", "step", "returns", "falling"];

/** Garbage that HeapAlloc has in it, as a standard deviation: what serving one profile allocates. */
const GARBAGE = 256 * 1024;

function heapAllocShape(at: readonly number[], values: readonly number[]): TrendShape {
  return computeTrend(pointsOf(at, values, GARBAGE ** 2)).shape;
}

/** Connections come and go: fewer more are no rise. */
const LEAST_GOROUTINES = 20;

/** More at every point, as fast at the end as at first; evenly or not. */
export function isRisingCount(at: readonly number[], values: readonly number[] | undefined): boolean {
  if (values === undefined || values.length < MIN_POINTS) return false;
  const isMore = values.every((value, index) => index === 0 || value > (values[index - 1] as number));
  const growth = (values.at(-1) as number) - (values[0] as number);
  return isMore && growth >= LEAST_GOROUTINES && computeTrend(pointsOf(at, values, 0)).shape === "rising";
}

function pointsOf(at: readonly number[], values: readonly number[], variance: number): TrendPoint[] {
  return values.map((value, index) => ({ at: at[index] as number, value, variance }));
}

/** How often a series that goes with its counter would be told not to. */
const REFUSAL = 0.01;

/** The heap is a constant and so much for each of the counter, but for noise. */
function goesWith({ values, covariance }: SampledSeries, counter: readonly number[] | undefined): boolean {
  if (counter === undefined) return false;
  const { effect, chiSquare } = fitColumn(values, counter, roughen(values, covariance));
  return effect > 0 && chiSquare <= chiSquareQuantile(1 - REFUSAL, values.length - 2);
}
