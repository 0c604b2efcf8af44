/** What a course measures, on series whose figures are plain. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { computeCourse, roughen } from "../../../src/blame/trend/course.ts";
import { near } from "../near.ts";

const noiseOf = (values: readonly number[], variance: number) =>
  values.map((_, row) => values.map((__, column) => (row === column ? variance : 0)));

function courseOf(values: readonly number[], variance = 1, at = values.map((_, index) => index)) {
  return computeCourse(at, values, noiseOf(values, variance));
}

test("the greatest rise and the greatest fall are between the points that make them", () => {
  const { rise, fall } = courseOf([5, 2, 9, 4, 8, 1]);
  assert.deepEqual([rise.from, rise.to, rise.value], [1, 2, 7]);
  assert.deepEqual([fall.from, fall.to, fall.value], [2, 5, 8]);
  near(rise.error, Math.SQRT2, 1e-12);
});

test("a series that only rises has no fall", () => {
  const { fall } = courseOf([1, 2, 3]);
  assert.ok(fall.value === 0 && fall.error === 0, `${fall.value} ${fall.error}`);
});

test("early and late growth are over the whole span, and a line has the same of both and no bend", () => {
  const { early, late, bend } = courseOf([0, 10, 20, 30, 40, 50]);
  near(early.value, 50, 1e-9);
  near(late.value, 50, 1e-9);
  near(bend.value, 0, 1e-9);
  near(early.error, Math.SQRT2 / 0.4, 1e-9);
});

test("points at uneven times are taken where they are", () => {
  const at = [0, 1, 2, 8, 9, 10];
  const { early, late, bend } = courseOf(
    at.map((x) => 3 * x),
    1,
    at,
  );
  near(early.value, 30, 1e-9);
  near(late.value, 30, 1e-9);
  near(bend.value, 0, 1e-9);
});

test("the bend of a parabola is the change of its slope in mean slopes", () => {
  // y = 4 x - 2 x^2 over 0 to 1: slope 4 at the start, 0 at the end, 2 in the mean.
  const values = [0, 0.2, 0.4, 0.6, 0.8, 1].map((x) => 4 * x - 2 * x * x);
  near(courseOf(values, 1e-6).bend.value, -2, 1e-9);
});

test("a step is from a point to the next, and of three points either half is a slope", () => {
  const { steps, early, late } = courseOf([0, 10, 40]);
  assert.deepEqual(
    steps.map(({ value }) => value),
    [10, 30],
  );
  near(early.value, 20, 1e-9);
  near(late.value, 60, 1e-9);
});

test("a step is where it leaves least, and three points have none", () => {
  assert.equal(courseOf([0, 0, 0, 9, 9]).step?.to, 3);
  near(courseOf([0, 0, 0, 9, 9]).step?.effect as number, 9, 1e-9);
  assert.deepEqual([courseOf([0, 0, 9]).step, courseOf([0, 0, 9, 9]).step?.to], [undefined, 2]);
  assert.equal(courseOf([0, 9, 9, 9]).step?.to, 1);
});

test("a point that comes a little late is still one of the last", () => {
  // The fourth of six at 0.588 of the span: of a leak with a small last step the end is no less steep than of an even one.
  const values = [12.5, 25.5, 37, 51, 66, 70.5];
  const lateOf = (at: readonly number[]): number => courseOf(values, 1, [...at]).late.value;
  const [even, jittered] = [lateOf([0, 1, 2, 3, 4, 5]), lateOf([0, 0.956, 1.902, 3.027, 4.105, 5.149])];
  assert.ok(Math.abs(jittered / even - 1) < 0.1, `${jittered} and ${even}`);
});

test("of moves that are alike the first counts, from the first of points that are", () => {
  const { rise, fall } = courseOf([0, 0, 5, 0, 5]);
  assert.deepEqual([rise.from, rise.to, fall.from, fall.to], [0, 2, 2, 3]);
  assert.equal(courseOf([0, 7, 7, 14, 14, 21]).beside?.to, 1);
});

test("errors are those that the noise of the points gives, whatever they share", () => {
  const values = [10, 14, 25, 27, 41, 44];
  const at = [0, 1, 2.5, 3, 4, 6];
  const covariance = values.map((_, i) => values.map((__, j) => 1 + Math.min(i, j) + (i === j ? 0.5 * i : 0)));
  const found = (given: readonly number[]) => computeCourse(at, given, covariance);
  for (const side of ["early", "late", "bend"] as const) {
    const slopes = values.map((_, index) => {
      const moved = (by: number) => found(values.map((value, row) => (row === index ? value + by : value)))[side].value;
      return (moved(1e-4) - moved(-1e-4)) / 2e-4;
    });
    const variance = slopes.reduce(
      (sum, a, i) => sum + slopes.reduce((row, b, j) => row + a * b * (covariance[i]?.[j] ?? 0), 0),
      0,
    );
    near(found(values)[side].error, Math.sqrt(variance), 1e-6);
  }
  // Of points that share 2: 2 + 3.5 - 2 * 2.
  near(found(values).steps[1]?.error ?? 0, Math.sqrt(2.5 + 4 - 2 * 2), 1e-12);
});

test("a model errs by 2% of the range at each point, by itself", () => {
  const rough = roughen(
    [30, 10, 110],
    [
      [1, 2, 3],
      [2, 4, 5],
      [3, 5, 6],
    ],
  );
  assert.deepEqual(rough, [
    [5, 2, 3],
    [2, 8, 5],
    [3, 5, 10],
  ]);
});

test("when the first point was makes no difference", () => {
  const values = [0, 12, 17, 33, 41, 44];
  const { line, ...others } = courseOf(values);
  const { line: later, ...same } = courseOf(values, 1, [10, 11, 12, 13, 14, 15]);
  assert.deepEqual(same, others);
  near(later.effect, line.effect, 1e-9);
  assert.equal(courseOf([0, 7, 14, 14, 14, 14]).beside?.to, 1, "of the first two steps the first");
});
