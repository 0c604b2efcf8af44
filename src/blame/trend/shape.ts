/**
 * The shape of a series, as a decision over its course. Each shape is a claim with premises; a series that grew and meets none of them is
 * "unclear". Thresholds were set by simulation of leaks under even and uneven load, caches that fill, caps, steps, sawtooths and noise with
 * and without memory, at both ends of the sampling (test/blame/trend/shape.test.ts has the rates).
 */
import { chiSquareQuantile } from "../../stats/gamma.ts";
import type { Interval } from "../../stats/interval.ts";
import { normalQuantile } from "../../stats/normal.ts";
import type { MannKendall } from "../../stats/robust.ts";
import { LEAST_CHANGE } from "../findings/signs.ts";
import type { Course, Measured } from "./course.ts";

/** What a course over time can look like. */
export const TREND_SHAPES = [
  /** Nothing that sampling does not explain. */
  "flat",
  /** Rises to the end, about as fast as at first; evenly or not. */
  "rising",
  /** Rose, and more slowly at the end: it may level off or go on. */
  "slowing",
  /** Rose at first, and next to nothing at the end. */
  "saturating",
  /** All of it at once, between two neighbours. */
  "step",
  /** Rose and came back to about where it was. */
  "returns",
  "falling",
  /** Surely rose and surely fell. */
  "irregular",
  /** Grew, and none of the above can be claimed. */
  "unclear",
  "too-few",
] as const;

/** One of TREND_SHAPES. */
export type TrendShape = (typeof TREND_SHAPES)[number];

/** Points needed to say anything but how much; a bend or a step takes one more. */
export const MIN_POINTS = 3;

/** How often the largest of all moves may seem sure in a series that does not move: it is the largest of many (Bonferroni). */
const FALSE_MOVES = 0.05;
/** Standard errors that make one step sure. */
const SURE_STEP = 2.5;
const SURE = 1.645;
/** Standard errors above 0 of the growth in the last part, for a rise that goes on. */
const GOES_ON = 1.28;
/** Moves below this share of the largest value are not looked at: no living heap is the same to the byte. */
const MATERIAL = 0.02;
/** A fall of this share of the rise is part of the story. */
const FALLS_TOO = 0.25;
/** A step takes at least this share of the rise at once, is this many standard errors high, and leaves nothing that chance does not (1 in 100). */
const JUMP = 0.6;
const SURE_HEIGHT = 3;
const REFUSAL = 0.01;
/** Another move between neighbours of this part of the rise, which chance makes in so few series, and there are two steps. */
const SECOND = 0.2;
const FALSE_SECONDS = 0.02;
/** Before, after, and where. */
const STEP_PARAMETERS = 3;
/** A step beside a line takes all of the rise but what a second step would be; the line is one parameter more. */
const DOMINANT = 1 - SECOND;
/** Late growth as a share of the early: from here on it goes on; below that, at most, it has ended. */
const AS_FAST = 0.4;
const ENDED = 0.3;
/** Of an even step: more than that, and sampling does not make it, is no end. */
const QUIET = 0.4;
/** Change of the slope over the span, in mean slopes: below, it slows. An even rise has 0, an exponential that is over by the end about -2. */
const SLOWS = -1.2;
/** Share of its sampling error that a bend is given the benefit of. */
const BEND_DOUBT = 0.5;
/**
 * One-sided, of Mann and Kendall's test: all or all but one of the 15 pairs of six points. Where two pairs are in falling order (and of four points,
 * where all pairs say little) the slope must be sure too.
 */
const SURE_ORDER = 0.01;
const RISING_ORDER = 0.05;
const SURE_SLOPE = 0.02;
/** With three points no order is improbable: then both steps must be sure, and alike to this share. */
const ALIKE = 0.5;

interface Certainty {
  readonly order: MannKendall;
  /** One-sided, of the slope: probability of such a one or a steeper one in a series that does not rise. */
  readonly slopePValue: number;
}

export function decideShape(values: readonly number[], course: Course, certainty: Certainty): TrendShape {
  if (values.length < MIN_POINTS) return "too-few";
  const { rise, fall } = course;
  const least = MATERIAL * largestOf(values);
  const needed = normalQuantile(1 - (2 * FALSE_MOVES) / (values.length * (values.length - 1)));
  const isMove = ({ value, error }: Measured): boolean => value > least && value > needed * error;
  const rose = isMove(rise);
  const fell = isMove(fall);
  if (!rose && !fell) return "flat";
  // It rose, and next to nothing of that is left, though the fall is not large enough to be a move.
  if (rose && !fell && netOf(values) < FALLS_TOO * rise.value) {
    return fall.value > needed * fall.error && rise.from < fall.from ? "returns" : "flat";
  }
  if (rose && (!fell || fall.value < FALLS_TOO * rise.value)) return shapeOfGrowth(values, course, certainty);
  if (fell && (!rose || rise.value < FALLS_TOO * fall.value)) return "falling";
  return rise.from < fall.from && Math.abs(netOf(values)) < FALLS_TOO * rise.value ? "returns" : "irregular";
}

function netOf(values: readonly number[]): number {
  return (values.at(-1) as number) - (values[0] as number);
}

/** Of bytes: no living heap keeps to a few buffers; what rises to the end is told however little it is. */
export function shapeBySize(shape: TrendShape, values: readonly number[]): TrendShape {
  if (shape === "rising" || shape === "too-few") return shape;
  return largestOf(values) - smallestOf(values) < LEAST_CHANGE ? "flat" : shape;
}

/** What moves by no more than the largest of many moves may is not flat where its ends alone differ surely, as a comparison of the two says. */
export function shapeByEnds(shape: TrendShape, values: readonly number[], change: Interval | undefined): TrendShape {
  const growth = (values.at(-1) ?? 0) - (values[0] ?? 0);
  if (shape !== "flat" || change === undefined || Math.abs(growth) <= MATERIAL * largestOf(values)) return shape;
  if (change.low > 0) return "unclear";
  return change.high < 0 ? "falling" : shape;
}

function shapeOfGrowth(values: readonly number[], course: Course, certainty: Certainty): TrendShape {
  if (isStep(values.length, course) || isStepBeside(values.length, course)) return "step";
  if (values.length === MIN_POINTS) return isEvenTwice(course) ? "rising" : "unclear";
  const { early, late, bend } = course;
  const isSlower = bend.value + BEND_DOUBT * bend.error <= SLOWS || late.value < AS_FAST * early.value;
  const goesOn = late.value > GOES_ON * late.error;
  if (isInOrder(certainty) && goesOn && !isSlower && !isMostlyStill(course)) return "rising";
  if (hasEnded(course, values.length)) return "saturating";
  return bend.value <= SLOWS || late.value < early.value / 2 ? "slowing" : "unclear";
}

function isInOrder({ order, slopePValue }: Certainty): boolean {
  return order.pValue <= SURE_ORDER || (order.pValue <= RISING_ORDER && slopePValue <= SURE_SLOPE);
}

function isStep(length: number, { rise, step, line, steps }: Course): boolean {
  if (step === undefined || step.effect < SURE_HEIGHT * step.error) return false;
  const jump = (steps[step.to - 1] as Measured).value;
  const sure = normalQuantile(1 - FALSE_SECONDS / steps.length);
  const isSecond = ({ value, error }: Measured, at: number): boolean =>
    at !== step.to - 1 && value > SECOND * rise.value && value > sure * error;
  if (steps.some(isSecond)) return false;
  const isRight = step.chiSquare <= chiSquareQuantile(1 - REFUSAL, length - STEP_PARAMETERS);
  return isRight && jump >= JUMP * rise.value && step.chiSquare + 2 < line.chiSquare;
}

/** Nearly all of it at once, and no more than a line besides. */
function isStepBeside(length: number, { rise, beside, line, steps }: Course): boolean {
  if (beside === undefined) return false;
  const jump = steps[beside.to - 1] as Measured;
  if (jump.value < DOMINANT * rise.value || jump.value < SURE_HEIGHT * jump.error) return false;
  const isRight = beside.chiSquare <= chiSquareQuantile(1 - REFUSAL, length - STEP_PARAMETERS - 1);
  return isRight && beside.chiSquare + 2 < line.chiSquare;
}

function isEvenTwice({ steps }: Course): boolean {
  const sizes = steps.map(({ value }) => value);
  return steps.every(({ value, error }) => value > SURE_STEP * error) && smallestOf(sizes) >= ALIKE * largestOf(sizes);
}

/** A false all-clear is the worst error: the early growth is sure, the late one is surely small, and neither of the last two steps is much. */
function hasEnded({ rise, early, late, bend, steps }: Course, length: number): boolean {
  const even = rise.value / (length - 1);
  return (
    early.value > SURE * early.error &&
    late.value + SURE * late.error < ENDED * early.value &&
    bend.value < SLOWS &&
    steps.slice(-2).every(({ value, error }) => value < QUIET * even + error)
  );
}

/** The last step is so small a part of the mean one. */
const LULL = 0.35;

/** More than half of the steps are surely such lulls: what rose did so at once, and more than once. */
function isMostlyStill({ steps }: Course): boolean {
  const mean = steps.reduce((sum, { value }) => sum + value, 0) / steps.length;
  return 2 * steps.filter(({ value, error }) => value + error < LULL * mean).length > steps.length;
}

export function isLull({ steps }: Course): boolean {
  const mean = steps.reduce((sum, { value }) => sum + value, 0) / steps.length;
  return steps.length >= MIN_POINTS && (steps.at(-1) as Measured).value < LULL * mean;
}

function largestOf(values: readonly number[]): number {
  return values.reduce((largest, value) => Math.max(largest, value), 0);
}

function smallestOf(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}
