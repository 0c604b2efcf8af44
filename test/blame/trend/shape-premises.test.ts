/** Each shape at the edges of its premises, with courses written by hand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Course, Measured } from "../../../src/blame/trend/course.ts";
import { decideShape, isLull, shapeBySize, type TrendShape } from "../../../src/blame/trend/shape.ts";

const measured = (value: number, error = 1): Measured => ({ value, error });
const fit = (effect: number, chiSquare: number, error = 1) => ({ effect, error, chiSquare, fitted: [] });
const SURE = { order: { pValue: 0.001 }, slopePValue: 0.001 } as Parameters<typeof decideShape>[2];
const UNSURE = { order: { pValue: 0.2 }, slopePValue: 0.2 } as Parameters<typeof decideShape>[2];

/** Six points that rise evenly by 20, from 100 to 200. */
const EVEN = [100, 120, 140, 160, 180, 200];
const STEPS = EVEN.slice(1).map(() => measured(20));
const COURSE: Course = {
  rise: { from: 0, to: 5, ...measured(100) },
  fall: { from: 0, to: 0, ...measured(0) },
  step: undefined,
  beside: undefined,
  line: fit(100, 1),
  ...{ early: measured(100), late: measured(100), bend: measured(0, 0.1), steps: STEPS },
} as Course;

function shape(given: Partial<Course>, values: readonly number[] = EVEN, certainty = SURE): TrendShape {
  return decideShape(values, { ...COURSE, ...given }, certainty);
}

const moved = (value: number, from = 0, to = 5, error = 1) => ({ from, to, ...measured(value, error) });

test("two points have no shape, three the least", () => {
  assert.equal(decideShape([1, 2], COURSE, SURE), "too-few");
  assert.notEqual(decideShape([1, 2, 3], COURSE, SURE), "too-few");
});

test("a move is more than one in fifty of the largest value, and more than chance makes the largest of all moves", () => {
  assert.equal(shape({ rise: moved(4) }), "flat", "2 % of 200");
  assert.notEqual(shape({ rise: moved(4.1) }), "flat");
  // Of 15 pairs one is so far off by chance in 1 of 20: 2.71 standard errors.
  assert.equal(shape({ rise: moved(27, 0, 5, 10) }), "flat");
  assert.notEqual(shape({ rise: moved(27.2, 0, 5, 10) }), "flat");
});

test("a rise of which next to nothing is left is flat, or came back where the fall after it is sure", () => {
  const back = [100, 140, 200, 180, 150, 124];
  assert.equal(shape({ rise: moved(100, 0, 2), fall: moved(3.9, 2, 5) }, back), "returns");
  assert.equal(shape({ rise: moved(100, 2, 5), fall: moved(3.9, 0, 2) }, back), "flat", "the fall came first");
  assert.equal(shape({ rise: moved(100, 0, 2), fall: moved(2.6, 2, 5) }, back), "flat", "the fall is chance");
  assert.notEqual(shape({ rise: moved(96, 0, 2), fall: moved(3.9, 2, 5) }, back), "returns", "a quarter is left");
});

test("a fall of a quarter of the rise is part of the story, and so is a rise of a quarter of the fall", () => {
  assert.equal(shape({ fall: moved(24.9) }), "rising");
  assert.equal(shape({ fall: moved(25) }), "irregular");
  assert.equal(shape({ rise: moved(24.9), fall: moved(100) }), "falling");
  assert.equal(shape({ rise: moved(25), fall: moved(100) }), "irregular");
  assert.equal(shape({ rise: moved(0), fall: moved(100) }), "falling");
  const home = [100, 150, 200, 180, 150, 124];
  assert.equal(shape({ rise: moved(100, 0, 2), fall: moved(80, 2, 5) }, home), "returns");
  assert.equal(shape({ rise: moved(100, 2, 5), fall: moved(80, 0, 2) }, home), "irregular", "the fall came first");
  assert.equal(shape({ rise: moved(96, 0, 2), fall: moved(80, 2, 5) }, home), "irregular", "a quarter is left");
});

test("a rise is in order, goes on, and is no slower at its end", () => {
  assert.equal(shape({}), "rising");
  assert.equal(shape({}, EVEN, UNSURE), "unclear");
  const order = (pValue: number, slopePValue: number): TrendShape =>
    shape({}, EVEN, { order: { pValue }, slopePValue } as typeof SURE);
  assert.deepEqual(
    [order(0.01, 1), order(0.011, 0.02), order(0.05, 0.02), order(0.051, 0), order(0.011, 0.021)],
    [...(["rising", "rising", "rising", "unclear", "unclear"] as const)],
  );
  assert.equal(shape({ late: measured(100, 78) }), "rising");
  assert.equal(shape({ late: measured(100, 78.2) }), "unclear", "1.28 standard errors");
  assert.equal(shape({ late: measured(40) }), "rising");
  assert.equal(shape({ late: measured(39.9) }), "slowing");
  assert.equal(shape({ bend: measured(-1.24, 0.1) }), "rising", "of what is not sure of a bend half is given");
  assert.equal(shape({ bend: measured(-1.26, 0.1) }), "slowing");
});

test("what slowed is told from what may go on", () => {
  const late = (value: number, bend: number): TrendShape =>
    shape({ late: measured(value), bend: measured(bend, 0.1) }, EVEN, UNSURE);
  assert.equal(late(49.9, 0), "slowing");
  assert.equal(late(50, 0), "unclear");
  assert.equal(late(100, -1.2), "slowing");
  assert.equal(late(100, -1.19), "unclear");
});

test("an end has a sure beginning, surely little after it, a bend, and two quiet steps", () => {
  const ended = { early: measured(100, 10), late: measured(13.5, 10), bend: measured(-2, 0.1) };
  const quiet = [60, 30, 6, 2, 2].map((value) => measured(value));
  const of = (given: Partial<Course>): TrendShape => shape({ ...ended, steps: quiet, ...given });
  assert.equal(of({}), "saturating");
  assert.equal(of({ late: measured(13.6, 10) }), "slowing", "13.6 and 1.645 times 10 are more than 30");
  assert.equal(
    of({ early: measured(100, 60.8), late: measured(0, 1) }),
    "slowing",
    "100 is less than 1.645 times 60.8",
  );
  assert.equal(of({ early: measured(100, 60.7), late: measured(0, 1) }), "saturating");
  assert.equal(of({ bend: measured(-1.2, 0.1) }), "slowing");
  assert.equal(of({ bend: measured(-1.21, 0.1) }), "saturating");
  // A fifth of 100 is an even step, and 0.4 of that with an error of 1 is 9.
  const last = (...values: readonly number[]) => of({ steps: [60, 30, 2, ...values].map((value) => measured(value)) });
  assert.deepEqual(
    [last(8.9, 2), last(2, 8.9), last(9, 2), last(2, 9)],
    [...(["saturating", "saturating", "slowing", "slowing"] as const)],
  );
});

test("a step is high, alone, most of the rise, and leaves little", () => {
  const steps = [2, 70, 2, 2, 2].map((value) => measured(value));
  const stepped = (step: Partial<Course["step"]>, given: Partial<Course> = {}): TrendShape =>
    shape(
      { steps, line: fit(100, 9), step: { ...fit(90, 1), to: 2, ...step } as Course["step"], ...given },
      EVEN,
      UNSURE,
    );
  assert.equal(stepped({}), "step");
  assert.equal(stepped({ effect: 3 }), "step");
  assert.notEqual(stepped({ effect: 2.9 }), "step");
  assert.equal(stepped({ chiSquare: 6.9 }), "step");
  assert.notEqual(stepped({ chiSquare: 7 }), "step", "a line leaves less than 2 more");
  assert.equal(
    stepped({ chiSquare: 11.3 }, { line: fit(100, 50) }),
    "step",
    "1 % of chi-square with three degrees: 11.34",
  );
  assert.notEqual(stepped({ chiSquare: 11.4 }, { line: fit(100, 50) }), "step");
  const beside = (value: number, error: number): TrendShape =>
    stepped({}, { steps: [measured(2), measured(70), measured(value, error), measured(2), measured(2)] });
  assert.equal(beside(20, 1), "step");
  assert.notEqual(beside(20.1, 1), "step", "another step of more than a fifth");
  assert.equal(beside(26, 10), "step", "that chance makes");
  assert.notEqual(beside(27, 10), "step");
  const jump = (value: number): TrendShape => stepped({}, { steps: [measured(2), measured(value), ...steps.slice(2)] });
  assert.equal(jump(60), "step");
  assert.notEqual(jump(59.9), "step");
});

test("a step beside a line is nearly all of it", () => {
  const of = (jump: number, error: number, chiSquare: number, line = 20): TrendShape =>
    shape(
      {
        steps: [2, 2, jump, 2, 2].map((value) => measured(value, value === jump ? error : 1)),
        beside: { to: 3, line: fit(5, 0), chiSquare } as unknown as NonNullable<Course["beside"]>,
        line: fit(100, line),
      },
      EVEN,
      UNSURE,
    );
  assert.deepEqual([of(80, 1, 1), of(79.9, 1, 1)], ["step", "unclear"]);
  assert.deepEqual([of(90, 30, 1), of(90, 30.1, 1)], ["step", "unclear"]);
  // 1 % of chi-square with two degrees of freedom: 9.21.
  assert.deepEqual([of(90, 1, 9.2), of(90, 1, 9.3)], ["step", "unclear"]);
  assert.deepEqual([of(90, 1, 5, 7.1), of(90, 1, 5, 7)], ["step", "unclear"]);
});

test("three points rise by two steps that are sure and alike", () => {
  const of = (...steps: readonly Measured[]): TrendShape => shape({ steps }, [100, 150, 200]);
  assert.equal(of(measured(50), measured(50)), "rising");
  assert.deepEqual(
    [of(measured(50, 20), measured(51, 20)), of(measured(50.1, 20), measured(51, 20))],
    ["unclear", "rising"],
  );
  assert.deepEqual([of(measured(50), measured(25)), of(measured(50), measured(24.9))], ["rising", "unclear"]);
});

test("most of it still, and rising all the same, is no rise: it came at once, more than once", () => {
  // The mean step is 20, and 0.35 of it 7: with an error of 1 a step below 6 is surely a lull.
  const of = (...values: readonly number[]): TrendShape => shape({ steps: values.map((value) => measured(value)) });
  assert.equal(of(44, 44, 5.9, 5.9, 0.2), "unclear");
  assert.equal(of(44, 38, 6, 6, 6), "rising");
  assert.equal(of(40, 40, 8.2, 5.9, 5.9), "rising", "two of five");
});

test("the last step is a lull below 0.35 of the mean one, of three steps and more", () => {
  const lull = (...values: readonly number[]): boolean =>
    isLull({ ...COURSE, steps: values.map((value) => measured(value)) });
  assert.deepEqual([lull(25, 28, 7), lull(25, 28, 6.9), lull(30, 5)], [false, true, false]);
});

test("what moves by less than 128 KiB is flat, whatever its shape, but a rise to the end", () => {
  const KIB = 1024;
  const of = (shape: TrendShape, most: number): TrendShape =>
    shapeBySize(shape, [500 * KIB, (500 + most) * KIB, 510 * KIB]);
  assert.deepEqual(
    [of("step", 127.9), of("step", 128), of("irregular", 127), of("falling", 1)],
    ["flat", "step", "flat", "flat"],
  );
  assert.deepEqual([of("rising", 1), of("too-few", 1)], ["rising", "too-few"]);
});
