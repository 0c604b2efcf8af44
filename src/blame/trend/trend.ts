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
import { type Course, computeCourse } from "./course.ts";
import { decideShape, MIN_POINTS, type TrendShape } from "./shape.ts";

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
  const shape = decideShape(values, course, { order: robust.mannKendall, slopePValue: error.pValue });
  return {
    shape,
    slope: line.effect,
    slopeInterval: { low: line.effect - error.reach, high: line.effect + error.reach },
    slopePValue: error.pValue,
    ...robust,
    rise: shape === "step" ? (course.step?.effect ?? 0) : shape === "saturating" ? course.rise.value : 0,
    stepAt: shape === "step" ? (at[course.step?.to ?? 0] as number) : Number.NaN,
    end: line.fitted.at(-1) as number,
  };
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

export interface TimeToLimit extends Interval {
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
