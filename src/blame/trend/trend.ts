/**
 * What shape a series of captures has, and how fast it grows.
 *
 * The noise of every point is known (interval.ts), so models are weighed by AIC = chi-square + 2 parameters (Akaike, 1974; Burnham and
 * Anderson, 2002, with known variance) and the winner itself can be refused: where even it leaves residuals that chance does not
 * explain, the series is irregular. Growth without end is claimed only of a line; a step has to be higher than three standard errors, since
 * the search over all positions finds small ones in noise.
 */

import {
  correlatedNoise,
  type Fit,
  fitModels,
  independentNoise,
  type ModelShape,
  type TrendPoint,
  type Whiten,
} from "../../stats/fit.ts";
import { chiSquareQuantile } from "../../stats/gamma.ts";
import type { Interval } from "../../stats/interval.ts";
import { normalQuantile, normalUpper } from "../../stats/normal.ts";
import { growsInEveryThird, type MannKendall, mannKendall, theilSenSlope } from "../../stats/robust.ts";

export type TrendShape = ModelShape | "irregular" | "too-few";

/** Points needed to tell a line from a flat series; step and saturation take one more. */
export const MIN_POINTS = 3;

/** No series of a living program follows a model to the byte: this share of its range is taken for noise besides the sampling. */
const MODEL_NOISE = 0.02;
/** A model is refused if chance leaves residuals as large as its own in fewer than one of so many series. */
const REFUSAL = 0.01;
/** How many standard errors a model's slope or height must have to be considered: AIC alone sees a line in one flat series of six. */
const NEEDED_ERRORS: Record<ModelShape, number> = { flat: 0, line: 1.645, step: 3, saturating: 0 };
const SLOPE_CONFIDENCE = 0.95;

export interface Trend {
  readonly shape: TrendShape;
  /** Of the line fit, whichever model won: bytes per unit of the axis. */
  readonly slope: number;
  readonly slopeInterval: Interval;
  /** One-sided: probability of such a slope or a steeper one in a flat series. A suspect has shape "line" and a small one, after falseDiscoveryRates. */
  readonly slopePValue: number;
  readonly theilSen: number;
  readonly mannKendall: MannKendall;
  readonly everyThird: boolean;
  /** Height of a step or of the way to the plateau; 0 for other shapes. */
  readonly rise: number;
  /** Axis position of the first point after a step; NaN for other shapes. */
  readonly stepAt: number;
  /** Of the winning model, or of the line if the series is irregular; for a chart. */
  readonly fitted: readonly number[];
}

/**
 * `points` in order of `at`, one per GC state of one process. `covariance` of their noise, where captures share what survived
 * (survivor-noise.ts); without it points are taken to be independent.
 */
export function computeTrend(points: readonly TrendPoint[], covariance?: readonly (readonly number[])[]): Trend {
  const values = points.map((point) => point.value);
  const at = points.map((point) => point.at);
  const range = Math.max(...values) - Math.min(...values);
  const robust = {
    theilSen: theilSenSlope(at, values),
    mannKendall: mannKendall(values, normalUpper),
    everyThird: growsInEveryThird(values),
  };
  if (points.length < MIN_POINTS || range === 0) {
    return { ...withoutFit(values, points.length < MIN_POINTS ? "too-few" : "flat"), ...robust };
  }
  const fits = fitModels(points, buildNoise(points, (MODEL_NOISE * range) ** 2, covariance));
  const line = fits[1] as Fit;
  const winner = choose(fits);
  const isRefused = winner.chiSquare > chiSquareQuantile(1 - REFUSAL, points.length - winner.parameters);
  const freedom = points.length - line.parameters;
  // A line that fits worse than its noise allows is known less well than the noise says (Birge, Physical Review 40, 1932).
  const error = line.effectError * Math.sqrt(Math.max(1, line.chiSquare / freedom));
  const reach = normalQuantile((1 + SLOPE_CONFIDENCE) / 2) * error;
  const hasRise = !isRefused && (winner.shape === "step" || winner.shape === "saturating");
  return {
    shape: isRefused ? "irregular" : winner.shape,
    slope: line.effect,
    slopeInterval: { low: line.effect - reach, high: line.effect + reach },
    slopePValue: normalUpper(line.effect / error),
    ...robust,
    rise: hasRise ? winner.effect : 0,
    stepAt: hasRise && winner.shape === "step" ? (at[winner.detail] as number) : Number.NaN,
    fitted: (isRefused ? line : winner).fitted,
  };
}

function withoutFit(
  values: readonly number[],
  shape: TrendShape,
): Omit<Trend, "theilSen" | "mannKendall" | "everyThird"> {
  return {
    shape,
    slope: 0,
    slopeInterval:
      shape === "flat" ? { low: 0, high: 0 } : { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY },
    slopePValue: 1,
    rise: 0,
    stepAt: Number.NaN,
    fitted: values,
  };
}

function buildNoise(
  points: readonly TrendPoint[],
  modelNoise: number,
  covariance: readonly (readonly number[])[] | undefined,
): Whiten {
  if (covariance === undefined) return independentNoise(points.map((point) => point.variance + modelNoise));
  return correlatedNoise(covariance.map((row, i) => row.map((value, j) => (i === j ? value + modelNoise : value))));
}

function choose(fits: readonly Fit[]): Fit {
  const score = (fit: Fit): number => fit.chiSquare + 2 * fit.parameters;
  return fits
    .filter((fit) => Math.abs(fit.effect) >= NEEDED_ERRORS[fit.shape] * fit.effectError)
    .reduce((least, fit) => (score(fit) < score(least) ? fit : least));
}

export interface TimeToLimit extends Interval {
  readonly expected: number;
}

/**
 * When the line reaches `limit`, in units of the axis after the last point, with the interval that the slope's gives (`high` may be infinite).
 * undefined unless the series is a line that surely rises: nothing else may be extrapolated.
 */
export function timeToLimit(trend: Trend, limit: number): TimeToLimit | undefined {
  if (trend.shape !== "line" || trend.slopeInterval.low <= 0) return undefined;
  const room = Math.max(0, limit - (trend.fitted[trend.fitted.length - 1] as number));
  return { expected: room / trend.slope, low: room / trend.slopeInterval.high, high: room / trend.slopeInterval.low };
}
