/** A run of states: its axis, its total, its course. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Series } from "../../../src/report/trend/series.ts";
import { capturesOf, RISING } from "./series-of.ts";

const seriesOf = (options = {}, iterations?: number) =>
  new Series(
    capturesOf(RISING, options).map((capture) => ({ capture, beside: undefined })),
    "inuse_space",
    true,
    { iterations },
  );

test("the axis is in hours from the first, and its length is that of the whole", () => {
  const { axis, seconds } = seriesOf({}, 7);
  assert.deepEqual(
    axis.at.map((at) => Math.round(at * 60)),
    [0, 1, 2, 3, 4, 5],
  );
  assert.deepEqual([axis.iterations, seconds], [7, 300]);
});

test("where times are not known, or do not run forwards, points are counted", () => {
  for (const timeNanos of [0n, 5n]) {
    const { axis, seconds } = seriesOf({ timeNanos });
    assert.deepEqual([axis.at, axis.hours, seconds], [[0, 1, 2, 3, 4, 5], undefined, null]);
  }
});

test("the total is that of all samples, with what it surely changed by where that can be told", () => {
  const series = seriesOf();
  const { values, change, trend } = series.total(true);
  assert.equal(values.length, 6);
  const [first = 0, last = 0] = [values[0], values[5]];
  assert.ok(
    Math.abs((last - 50 * (first / 150)) / (first - 50 * (first / 150)) - 11) < 0.01,
    "1100 and 50 to 100 and 50",
  );
  assert.ok(change !== undefined && change.low > 0);
  assert.equal(trend.shape, "rising");
  assert.equal(series.total(false).change, undefined);
});

test("a course is first to last in the unit of the type", () => {
  const series = seriesOf();
  const course = series.course({ values: [5, 9, 12], change: { low: 1.4, high: 10.6 } });
  assert.deepEqual(course, { unit: "bytes", first: 5, last: 12, growth: 7, low: 1, high: 11, points: 3, seconds: 300 });
  const { low, high } = series.course({ values: [], change: undefined });
  assert.deepEqual([low, high], [null, null]);
});

test("a shape is weighed by what was counted exactly; of objects it is that of the samples", () => {
  const series = seriesOf();
  assert.deepEqual(series.weigh(series.total(true)), { shape: "rising", by: "samples" });
  const objects = new Series(series.points, "inuse_objects", true, { iterations: undefined });
  assert.equal(objects.weigh(objects.total(true)).by, "samples");
});

test("goroutines that rise weigh more than live bytes that level off, and nothing where objects are counted", () => {
  const points = capturesOf(RISING).map((capture, at) => {
    const group = { frames: ["main.serve"], state: undefined, waitMinutes: undefined, createdBy: undefined };
    return { capture, beside: { goroutines: [{ ...group, count: 100 * (at + 1) }] } };
  });
  const weighed = (type: string) => {
    const series = new Series(points, type, true, { iterations: undefined });
    const total = series.total(true);
    return series.weigh({ ...total, trend: { ...total.trend, shape: "slowing" } });
  };
  assert.deepEqual(weighed("inuse_space"), { shape: "rising", by: "goroutines" });
  assert.deepEqual(weighed("inuse_objects"), { shape: "slowing", by: "samples" });
});
