/** Each threshold of the shapes from both sides, over courses whose figures are set by hand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Course, Measured } from "../../../src/blame/trend/course.ts";
import { decideShape, isLull, shapeByEnds, shapeBySize, type TrendShape } from "../../../src/blame/trend/shape.ts";

const measured = (value: number, error = 0): Measured => ({ value, error });
const move = (value: number, error = 0, from = 0, to = 5) => ({ value, error, from, to });
const fit = (effect: number, error: number, chiSquare: number) => ({ effect, error, chiSquare, fitted: [] });
const steps = (...values: readonly number[]): readonly Measured[] => values.map((value) => measured(value));

/** A hundred more, evenly, over six points, without noise. */
const EVEN: Course = {
  rise: move(100),
  fall: move(0),
  step: undefined,
  beside: undefined,
  line: fit(100, 1, 100),
  early: measured(100),
  late: measured(100),
  bend: measured(0),
  steps: steps(20, 20, 20, 20, 20),
};
const VALUES = [100, 120, 140, 160, 180, 200];

function shapeOf(
  given: Partial<Course>,
  values: readonly number[] = VALUES,
  order = 0.01,
  slopePValue = 1,
): TrendShape {
  const certainty = { order: { pValue: order }, slopePValue } as unknown as Parameters<typeof decideShape>[2];
  return decideShape(values, { ...EVEN, ...given }, certainty);
}

/** Of what is tried: the shape of each. */
const shapes = (...tried: readonly Partial<Course>[]): TrendShape[] => tried.map((given) => shapeOf(given));

test("a rise is more than 2% of the largest value, and than the largest of fifteen moves by chance", () => {
  assert.deepEqual(shapes({ rise: move(4) }, { rise: move(4.01) }), ["flat", "rising"]);
  // 1 - 0.1 / 30 is 2.713 standard deviations.
  assert.deepEqual(shapes({ rise: move(100, 100 / 2.7) }, { rise: move(100, 100 / 2.72) }), ["flat", "rising"]);
});

test("what is left of a rise is a quarter, else it returned, or it was none", () => {
  const ends = (last: number, fall = move(3, 0, 2)) => shapeOf({ fall }, [100, 150, 200, 150, 120, last]);
  assert.deepEqual([ends(125), ends(124.9)], ["rising", "returns"]);
  assert.deepEqual([ends(110, move(3, 1.2, 2)), ends(110, move(3, 1, 2))], ["flat", "returns"]);
  assert.equal(ends(110, move(3, 0, 0)), "flat", "it did not fall after it rose");
});

test("a fall of a quarter of the rise belongs to it, and a rise of a quarter to a fall", () => {
  assert.deepEqual(shapes({ fall: move(24.9) }, { fall: move(25) }), ["rising", "irregular"]);
  const falling = (rise: number) => shapeOf({ fall: move(100), rise: move(rise, 0, 3) }, VALUES.toReversed());
  assert.deepEqual([falling(24.9), falling(25)], ["falling", "irregular"]);
  const back = (last: number) => shapeOf({ fall: move(80, 0, 2) }, [100, 150, 200, 150, 120, last]);
  assert.deepEqual([back(124.9), back(125), back(75.1), back(75)], ["returns", "irregular", "returns", "irregular"]);
});

test("points are in order, or nearly and their slope is sure", () => {
  const found = ([order, slope]: readonly [number, number]) => shapeOf({}, VALUES, order, slope);
  const rising = (
    [
      [0.01, 1],
      [0.05, 0.02],
    ] as const
  ).map(found);
  const unclear = (
    [
      [0.011, 0.021],
      [0.051, 0.02],
    ] as const
  ).map(found);
  assert.deepEqual(
    [rising, unclear],
    [
      ["rising", "rising"],
      ["unclear", "unclear"],
    ],
  );
});

test("a rise goes on by four tenths of what it was, surely", () => {
  assert.deepEqual(shapes({ late: measured(40) }, { late: measured(39.9) }), ["rising", "slowing"]);
  const goesOn = [measured(128, 100), measured(128.1, 100)].map((late) => ({ late }));
  assert.deepEqual(shapes(...goesOn), ["unclear", "rising"]);
  const late = (value: number) => shapeOf({ late: measured(value) }, VALUES, 1);
  assert.deepEqual([late(50), late(49.9)], ["unclear", "slowing"]);
});

test("a bend slows from 1.2 mean slopes on, less half of its error", () => {
  const bends = [measured(-1.2), measured(-1.19), measured(-1.3, 0.19), measured(-1.3, 0.21)];
  assert.deepEqual(shapes(...bends.map((bend) => ({ bend }))), ["slowing", "rising", "slowing", "rising"]);
});

test("what stands still in more than half of its steps does not rise", () => {
  const still = steps(40, 40, 6.9, 6.9, 6.2);
  assert.deepEqual(shapes({ steps: still }, { steps: steps(40, 39.9, 7.1, 6.8, 6.2) }), ["unclear", "rising"]);
  assert.equal(shapeOf({ steps: still.map(({ value }) => measured(value, 0.2)) }), "rising", "none of them surely");
});

test("a rise has ended where it was sure, is surely below three tenths, and its last two steps are small", () => {
  const ended = (given: Partial<Course>) =>
    shapeOf({
      ...{ early: measured(100), late: measured(10), bend: measured(-2), steps: steps(50, 30, 12, 5, 3) },
      ...given,
    });
  assert.equal(ended({}), "saturating");
  const pairs: readonly (readonly [saturating: Partial<Course>, slowing: Partial<Course>])[] = [
    [{ late: measured(29.9) }, { late: measured(30) }],
    [{ late: measured(10, 12) }, { late: measured(10, 12.2) }],
    [{ early: measured(100, 60) }, { early: measured(100, 61) }],
    [{ bend: measured(-1.21) }, { bend: measured(-1.2) }],
    [{ steps: steps(50, 30, 12, 5, 7.9) }, { steps: steps(50, 30, 12, 5, 8) }],
    [{ steps: steps(50, 30, 12, 7.9, 3) }, { steps: steps(50, 30, 12, 8, 3) }],
    [{ steps: [...steps(50, 30, 12, 5), measured(8, 0.1)] }, { steps: [...steps(50, 30, 12, 5), measured(8.1, 0.1)] }],
  ];
  for (const [saturating, slowing] of pairs)
    assert.deepEqual([ended(saturating), ended(slowing)], ["saturating", "slowing"], JSON.stringify(saturating));
});

test("a step is three errors high, six tenths of the rise, has no second, and leaves next to nothing", () => {
  const at = { ...fit(100, 33.3, 7.9), to: 3 };
  const step = (given: Partial<Course>) =>
    shapeOf({ step: at, line: fit(100, 1, 10), steps: steps(20, 0, 60, 20, 0), ...given });
  assert.equal(step({}), "step");
  const pairs: readonly (readonly [isStep: Partial<Course>, isNone: Partial<Course>])[] = [
    [{ step: { ...at, error: 33.3 } }, { step: { ...at, error: 33.4 } }],
    [{ steps: steps(20, 0, 60, 20, 0) }, { steps: steps(20, 0, 59.9, 20, 0) }],
    [{ steps: steps(20, 0, 60, 20, 0) }, { steps: steps(20.1, 0, 60, 20, 0) }],
    // 1 - 0.02 / 5 is 2.652 standard deviations.
    [{ steps: [...steps(0, 0, 60, 0), measured(25, 9.43)] }, { steps: [...steps(0, 0, 60, 0), measured(25, 9.42)] }],
    [{ step: { ...at, chiSquare: 7.9 } }, { step: { ...at, chiSquare: 8 } }],
    // 99% of chi-square with three degrees of freedom is 11.345.
    [
      { step: { ...at, chiSquare: 11.34 }, line: fit(100, 1, 99) },
      { step: { ...at, chiSquare: 11.35 }, line: fit(100, 1, 99) },
    ],
  ];
  for (const [isStep, isNone] of pairs) {
    assert.equal(step(isStep), "step", JSON.stringify(isStep));
    assert.notEqual(step(isNone), "step", JSON.stringify(isNone));
  }
});

test("a step beside a line has eight tenths of the rise, and leaves next to nothing", () => {
  const beside = (height: Measured, chiSquare = 7.9, line = 10) =>
    shapeOf({
      beside: { to: 3, line: fit(20, 1, 1), chiSquare },
      line: fit(100, 1, line),
      steps: [...steps(5, 5), height, ...steps(5, 5)],
    });
  assert.equal(beside(measured(80)), "step");
  assert.notEqual(beside(measured(79.9)), "step");
  assert.equal(beside(measured(80, 26.6)), "step");
  assert.notEqual(beside(measured(80, 26.7)), "step");
  assert.notEqual(beside(measured(80), 8), "step");
  // 99% of chi-square with two degrees of freedom is 9.210.
  assert.equal(beside(measured(80), 9.21, 99), "step");
  assert.notEqual(beside(measured(80), 9.22, 99), "step");
});

test("of three points each step is two and a half errors, and the lesser half of the larger", () => {
  const twice = (...each: readonly Measured[]) => shapeOf({ steps: each, step: undefined }, [100, 150, 200]);
  assert.equal(twice(measured(25.1, 10), measured(30)), "rising");
  assert.equal(twice(measured(25, 10), measured(30)), "unclear");
  assert.equal(twice(measured(60), measured(30)), "rising");
  assert.equal(twice(measured(60.1), measured(30)), "unclear");
});

test("what moves by less than 128 KiB is flat, unless it rises to the end", () => {
  const bySize = (shape: TrendShape, range: number) => shapeBySize(shape, [range, 0, 1]);
  assert.deepEqual([bySize("step", 131_072), bySize("step", 131_071)], ["step", "flat"]);
  assert.deepEqual([bySize("rising", 1), bySize("too-few", 1)], ["rising", "too-few"]);
});

test("the last step is a lull below 0.35 of the mean one, of three steps and more", () => {
  const lull = (...values: readonly number[]): boolean => isLull({ ...EVEN, steps: steps(...values) });
  assert.deepEqual([lull(25, 28, 7), lull(25, 28, 6.9), lull(30, 5)], [false, true, false]);
});

test("ends that may be alike are no fall and no rise", () => {
  const [rose, fell] = [
    [100, 200],
    [200, 100],
  ];
  assert.equal(shapeByEnds("flat", rose, { low: 0, high: 9 }), "flat");
  assert.equal(shapeByEnds("flat", rose, { low: 1, high: 9 }), "unclear");
  assert.equal(shapeByEnds("flat", fell, { low: -9, high: 0 }), "flat");
  assert.equal(shapeByEnds("flat", fell, { low: -9, high: -1 }), "falling");
});
