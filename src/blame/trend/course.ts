/**
 * What a series did, measured in its own units and set against the sampling noise: its greatest rise and fall, how fast it grew early and late,
 * how its slope changed, which line and which step are nearest to it. No model of the load is assumed: a leak under a load that is uneven rises by
 * uneven steps, and the sum of such steps strays from any line by more than sampling explains.
 */
import {
  type ColumnFit,
  type Covariance,
  columnFitter,
  type EffectBeside,
  fitBeside,
  fitColumn,
} from "../../stats/fit.ts";

/** A difference, or a rate times the whole span, and the standard error that sampling gives it. */
export interface Measured {
  readonly value: number;
  readonly error: number;
}

/** From point `from` to point `to`. */
interface Move extends Measured {
  readonly from: number;
  readonly to: number;
}

interface Step extends ColumnFit {
  /** The first point after it. */
  readonly to: number;
}

/** What grew beside a step that comes before point `to`. */
export interface BesideStep {
  readonly to: number;
  /** By the noise of the samples alone; not a number where there is none. */
  readonly line: EffectBeside;
  /** What step and line leave beside it and the noise of the model. */
  readonly chiSquare: number;
}

export interface Course {
  /** Largest value of a later point less an earlier one, and of an earlier less a later; 0 where there is none. */
  readonly rise: Move;
  readonly fall: Move;
  /** The step that leaves least beside it; undefined of three points. */
  readonly step: Step | undefined;
  /** A line beside the largest move between neighbours, as growth over the whole span; undefined of fewer points than six, which do not show both. */
  readonly beside: BesideStep | undefined;
  readonly line: ColumnFit;
  /** Slope over the first and the last part of the span, as growth over the whole span. */
  readonly early: Measured;
  readonly late: Measured;
  /** Slope at the end less slope at the start, of a parabola through the points, divided by its mean slope; NaN for a mean of 0. */
  readonly bend: Measured;
  readonly steps: readonly Measured[];
}

/** Of the steps, for early and late. */
const PART = 0.4;

/** At least three points, in order of `at`. */
export function computeCourse(at: readonly number[], values: readonly number[], covariance: Covariance): Course {
  const noise = new Noise(covariance);
  const rough = roughen(values, covariance);
  const span = (at.at(-1) as number) - (at[0] as number);
  const along = at.map((x) => (x - (at[0] as number)) / span);
  const steps = values.slice(1).map((_, index) => noise.move(values, index, index + 1));
  return {
    rise: largestMove(values, noise, 1),
    fall: largestMove(values, noise, -1),
    step: values.length < 4 ? undefined : bestStep(values, rough),
    beside: values.length < STEP_AND_LINE ? undefined : lineBeside(values, along, steps, covariance, rough),
    line: fitColumn(
      values,
      at.map((x) => x - (at[0] as number)),
      rough,
    ),
    early: slopeOver(values, along, noise, "first"),
    late: slopeOver(values, along, noise, "last"),
    bend: computeBend(values, along, noise),
    steps,
  };
}

/** No series of a living program follows a model to the byte: this share of its range is noise besides the sampling. */
const MODEL_NOISE = 0.02;

/** The noise of the samples and, on the diagonal, that of the model. */
export function roughen(values: readonly number[], covariance: Covariance): Covariance {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const more = (MODEL_NOISE * (high - low)) ** 2;
  return covariance.map((row, i) => row.map((value, j) => (i === j ? value + more : value)));
}

function bestStep(values: readonly number[], covariance: Covariance): Step {
  const fitStep = columnFitter(values, covariance);
  let best: Step | undefined;
  for (let to = 1; to < values.length; to++) {
    const column = values.map((_, index) => (index >= to ? 1 : 0));
    const fit = { ...fitStep(column), to };
    if (best === undefined || fit.chiSquare < best.chiSquare) best = fit;
  }
  return best as Step;
}

/** A constant, a step, where it is, and a line leave something to be tested by. */
const STEP_AND_LINE = 6;

function lineBeside(
  values: readonly number[],
  along: readonly number[],
  steps: readonly Measured[],
  covariance: Covariance,
  rough: Covariance,
): BesideStep {
  const largest = steps.reduce((most, { value }, at) => (value > (steps[most] as Measured).value ? at : most), 0);
  const to = largest + 1;
  const jump = values.map((_, index) => (index >= to ? 1 : 0));
  const { chiSquare } = fitBeside(values, jump, along, rough);
  return { to, line: fitBeside(values, jump, along, covariance), chiSquare };
}

/** So that 0.4 of five steps is not lost to rounding. */
const TINY = 1e-9;

class Noise {
  readonly #covariance: Covariance;

  constructor(covariance: Covariance) {
    this.#covariance = covariance;
  }

  at(row: number, column: number): number {
    return this.#covariance[row]?.[column] ?? 0;
  }

  move(values: readonly number[], from: number, to: number, sign: number = 1): Move {
    const variance = this.at(from, from) + this.at(to, to) - 2 * this.at(from, to);
    const value = sign * ((values[to] as number) - (values[from] as number));
    return { from, to, value, error: Math.sqrt(Math.max(0, variance)) };
  }

  /** Standard error of the sum of `weights` times the values. */
  errorOf(weights: readonly number[]): number {
    let variance = 0;
    for (const [row, a] of weights.entries()) {
      if (a === 0) continue;
      for (const [column, b] of weights.entries()) variance += a * b * this.at(row, column);
    }
    return Math.sqrt(Math.max(0, variance));
  }
}

function largestMove(values: readonly number[], noise: Noise, sign: 1 | -1): Move {
  let lowest = 0;
  let best: [from: number, to: number] = [0, 0];
  const gain = (from: number, to: number): number => sign * ((values[to] as number) - (values[from] as number));
  for (let to = 1; to < values.length; to++) {
    if (gain(lowest, to) > gain(...best)) best = [lowest, to];
    if (gain(lowest, to) < 0) lowest = to;
  }
  return noise.move(values, ...best, sign);
}

/** Least squares over the first or the last points: by number, so that a point a little late is not one less. */
function slopeOver(
  values: readonly number[],
  along: readonly number[],
  noise: Noise,
  side: "first" | "last",
): Measured {
  const count = Math.max(2, Math.floor(PART * (along.length - 1) + TINY) + 1);
  const chosen = along.map((_, index) => (side === "first" ? index < count : index >= along.length - count));
  const mean = meanOf(along.filter((_, index) => chosen[index]));
  const centred = along.map((x, index) => (chosen[index] ? x - mean : 0));
  const square = dot(centred, centred);
  const weights = centred.map((x) => x / square);
  return { value: dot(weights, values), error: noise.errorOf(weights) };
}

function computeBend(values: readonly number[], along: readonly number[], noise: Noise): Measured {
  const mean = meanOf(along);
  const linear = along.map((x) => x - mean);
  const linearSquare = dot(linear, linear);
  const squares = along.map((x) => x * x);
  const squareMean = meanOf(squares);
  const tilt = dot(squares, linear) / linearSquare;
  const curved = squares.map((x, index) => x - squareMean - tilt * (linear[index] as number));
  const curvedSquare = dot(curved, curved);
  // Of value = a + b x + c x^2: weights that give c and b, hence the mean slope b + c and the change of slope 2 c.
  const c = curved.map((x) => x / curvedSquare);
  const meanSlope = linear.map((x, index) => x / linearSquare + (1 - tilt) * (c[index] as number));
  const change = 2 * dot(c, values);
  const slope = dot(meanSlope, values);
  const weights = c.map((x, index) => (2 * x) / slope - (change * (meanSlope[index] as number)) / slope ** 2);
  return { value: change / slope, error: noise.errorOf(weights) };
}

function meanOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
