/**
 * What shape a series of captures has, and how fast it grows. The shape is decided from the course of the series (shape.ts). The slope is that of
 * a line through the points. Its error is what sampling gives; where the points stray from the line by more, it is taken from the series itself: what
 * is left beside the line (Birge, Physical Review 40, 1932) or what the steps differ by, since a load that is uneven adds up, whichever is more.
 * That is known from few points only: Student's t.
 */
import { type ColumnFit, type Covariance, independentNoise, type TrendPoint } from "../../stats/fit.ts";
import { chiSquareQuantile } from "../../stats/gamma.ts";
import type { Interval } from "../../stats/interval.ts";
import { normalQuantile, normalUpper } from "../../stats/normal.ts";
import { growsInEveryThird, type MannKendall, mannKendall, theilSenSlope } from "../../stats/robust.ts";
import { studentQuantile, studentUpper } from "../../stats/student.ts";
import { type BesideStep, type Course, computeCourse } from "./course.ts";
import { decideShape, isLull, MIN_POINTS, type TrendShape } from "./shape.ts";

export { MIN_POINTS, TREND_SHAPES, type TrendShape } from "./shape.ts";

const SLOPE_CONFIDENCE = 0.95;

export interface Trend {
  readonly shape: TrendShape;
  /** Of the line, whatever the shape: bytes per unit of the axis. */
  readonly slope: number;
  readonly slopeInterval: Interval;
  /** One-sided: probability of such a slope or a steeper one in a series that does not rise. */
  readonly slopePValue: number;
  readonly theilSen: number;
  readonly mannKendall: MannKendall;
  readonly everyThird: boolean;
  /** Height of a step, or of the rise that came to an end; 0 for other shapes. */
  readonly rise: number;
  /** Axis position of the first point after a step; NaN for other shapes. */
  readonly stepAt: number;
  /** Value of the line at the last point. */
  readonly end: number;
  /** 99 % interval of what a line grows by over the whole span beside a step; undefined for other shapes and where points are too few. */
  readonly beside: Interval | undefined;
  /** Of a series that slows, falls or goes up and down, the first point from which on it rises by itself; undefined where it does not. */
  readonly goesOnFrom: number | undefined;
  /** Of a series that rises: its last step is next to none. */
  readonly isLull: boolean;
}

/**
 * `points` in order of `at`, one per GC state of one process. `covariance` of their noise, where captures share what survived
 * (survivor-noise.ts); without it points are taken to be independent.
 */
export function computeTrend(points: readonly TrendPoint[], covariance?: Covariance): Trend {
  const values = points.map((point) => point.value);
  const at = points.map((point) => point.at);
  const robust = {
    theilSen: theilSenSlope(at, values),
    mannKendall: mannKendall(values, normalUpper),
    everyThird: growsInEveryThird(values),
  };
  if (points.length < MIN_POINTS || values.every((value) => value === values[0])) {
    return { ...withoutFit(values), ...robust };
  }
  const noise = covariance ?? independentNoise(points);
  const course = computeCourse(at, values, noise);
  const { line } = course;
  const error = slopeErrorOf(line, course, at);
  const seen = decideShape(values, course, { order: robust.mannKendall, slopePValue: error.pValue });
  const goesOnFrom = MAY_GO_ON.includes(seen) ? riseAtEnd(points, noise) : undefined;
  const shape = seen === "saturating" && goesOnFrom !== undefined ? "slowing" : seen;
  return {
    shape,
    slope: line.effect,
    slopeInterval: { low: line.effect - error.reach, high: line.effect + error.reach },
    slopePValue: error.pValue,
    ...robust,
    rise: shape === "step" ? (course.step?.effect ?? 0) : shape === "saturating" ? course.rise.value : 0,
    stepAt: shape === "step" ? (at[course.step?.to ?? 0] as number) : Number.NaN,
    end: line.fitted.at(-1) as number,
    beside:
      shape === "step" && course.beside !== undefined && course.beside.to === course.step?.to
        ? besideOf(course.beside, at.length)
        : undefined,
    goesOnFrom,
    isLull: shape === "rising" && isLull(course),
  };
}

/** The end of these may rise by itself. */
const MAY_GO_ON: readonly TrendShape[] = ["saturating", "slowing", "irregular", "falling"];

const BESIDE_CONFIDENCE = 0.99;
/** A constant, a step and a line. */
const BESIDE_PARAMETERS = 3;

/** Where the points stray from step and line by more than sampling explains, the error is what they stray by. */
function besideOf({ line: { effect, error, chiSquare } }: BesideStep, count: number): Interval | undefined {
  if (!Number.isFinite(error)) return undefined;
  const degrees = count - BESIDE_PARAMETERS;
  const quantile = (1 + BESIDE_CONFIDENCE) / 2;
  const isSampling = chiSquare <= chiSquareQuantile(LOAD_SHOWS, degrees);
  const reach = isSampling
    ? normalQuantile(quantile) * error
    : studentQuantile(quantile, degrees) * error * Math.sqrt(chiSquare / degrees);
  return { low: effect - reach, high: effect + reach };
}

/** Parts of a series whose ends are looked at: a warm-up may be over by any of them. */
const END_PARTS = [0.75, 0.5];
const END_POINTS = [5, 4];

/** Of the early growth of such an end: less, and it may be the rest of what fills up. */
const AS_STEADY = 0.6;
/** One-sided, 95 %. */
const SURELY = 1.645;

/** The first point of the longest of its ends that rises evenly; three points do so too often by chance. */
function riseAtEnd(points: readonly TrendPoint[], noise: Covariance): number | undefined {
  const counts = [...END_PARTS.map((part) => Math.ceil(part * points.length)), ...END_POINTS];
  const lengths = counts.filter((count) => count > MIN_POINTS && count < points.length).sort((a, b) => b - a);
  return lengths.map((count) => points.length - count).find((from) => isEvenRise(points, noise, from));
}

function isEvenRise(all: readonly TrendPoint[], covariance: Covariance, from: number): boolean {
  const points = all.slice(from);
  const noise = covariance.slice(from).map((row) => row.slice(from));
  if (computeTrend(points, noise).shape !== "rising") return false;
  const { early, late } = computeCourse(
    points.map(({ at }) => at),
    points.map(({ value }) => value),
    noise,
  );
  return late.value - SURELY * late.error >= AS_STEADY * early.value;
}

function withoutFit(values: readonly number[]): Omit<Trend, "theilSen" | "mannKendall" | "everyThird"> {
  const isFew = values.length < MIN_POINTS;
  return {
    shape: isFew ? "too-few" : "flat",
    slope: 0,
    slopeInterval: isFew ? { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY } : { low: 0, high: 0 },
    slopePValue: 1,
    rise: 0,
    stepAt: Number.NaN,
    end: values.at(-1) ?? 0,
    beside: undefined,
    goesOnFrom: undefined,
    isLull: false,
  };
}

interface SlopeError {
  /** Half of the interval. */
  readonly reach: number;
  readonly pValue: number;
}

/** Residuals that sampling leaves in fewer than one of ten series: the load shows. */
const LOAD_SHOWS = 0.9;

function slopeErrorOf(
  { effect, error: slopeError, chiSquare }: ColumnFit,
  { steps }: Course,
  at: readonly number[],
): SlopeError {
  const degrees = at.length - 2;
  const quantile = (1 + SLOPE_CONFIDENCE) / 2;
  const sampling = { reach: normalQuantile(quantile) * slopeError, pValue: normalUpper(effect / slopeError) };
  if (chiSquare <= chiSquareQuantile(LOAD_SHOWS, degrees)) return sampling;
  const rates = steps.map(({ value }, index) => value / ((at[index + 1] as number) - (at[index] as number)));
  const error = Math.max(slopeError * Math.sqrt(chiSquare / degrees), errorOfMean(rates));
  return { reach: studentQuantile(quantile, degrees) * error, pValue: studentUpper(effect / error, degrees) };
}

/**
 * With the covariance of neighbours (Newey and West, Econometrica 55, 1987): noise of single points makes a large step and then a small one,
 * which is no reason to doubt the mean; a load that is uneven does not.
 */
function errorOfMean(rates: readonly number[]): number {
  const count = rates.length;
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / count;
  let square = 0;
  let neighbours = 0;
  for (const [index, rate] of rates.entries()) {
    square += (rate - mean) ** 2;
    if (index > 0) neighbours += (rate - mean) * ((rates[index - 1] as number) - mean);
  }
  return Math.sqrt(Math.max(0, square + 2 * neighbours) / (count * Math.max(1, count - 1)));
}

interface TimeToLimit extends Interval {
  readonly expected: number;
}

/**
 * When the line reaches `limit`, in units of the axis after the last point, with the interval that the slope's gives (`high` may be infinite).
 * undefined unless the series rises to the end, surely: nothing else may be extrapolated.
 */
export function timeToLimit(trend: Trend, limit: number): TimeToLimit | undefined {
  if (trend.shape !== "rising" || trend.slopeInterval.low <= 0) return undefined;
  const room = Math.max(0, limit - trend.end);
  return { expected: room / trend.slope, low: room / trend.slopeInterval.high, high: room / trend.slopeInterval.low };
}
