/** Which captures are one series, what is measured along it, and which of its states are compared. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Capture } from "../../../src/blame/provenance/provenance.ts";
import { UsageError } from "../../../src/errors.ts";
import type { GrowthReport } from "../../../src/report/growth/growth.ts";
import {
  longestRun,
  type MeasuredSeries,
  measureSeries,
  type TrendQuestion,
} from "../../../src/report/trend/measured-series.ts";
import { capturesOf, RISING } from "./series-of.ts";

const MIB = 1024 ** 2;

function measured(captures: readonly Capture[], sampleIndex = "", growth?: GrowthReport): MeasuredSeries {
  const [first, ...others] = captures;
  const query: TrendQuestion = {
    ...{ granularity: "functions", noInlines: false, sort: "flat", limit: 0 },
    ...{ sampleIndex, iterations: undefined, limitBytes: undefined, mainModule: undefined },
  };
  return measureSeries([first as Capture, ...others], [], query, growth);
}

test("the longest run is looked at, the last of several", () => {
  assert.deepEqual(
    longestRun([
      [0, 1],
      [2, 3, 4],
      [5, 6],
    ]),
    [2, 3, 4],
  );
  assert.deepEqual(longestRun([[0, 1], [2, 3], [4]]), [2, 3]);
  assert.deepEqual(longestRun([]), []);
});

test("a state that is given twice is looked at once", () => {
  const captures = capturesOf(RISING);
  const { run, series } = measured([...captures, captures.at(-1) as Capture]);
  assert.equal(run.length, RISING.length);
  assert.equal(series.points.length, RISING.length);
});

test("two states have a pair, and no row has a shape", () => {
  const { rows, pairs, trend } = measured(capturesOf(RISING.slice(0, 2)));
  assert.deepEqual(rows, []);
  assert.ok((pairs.ends?.totals.net as number) > MIB);
  assert.equal(trend.shape, "too-few");
  assert.ok(measured(capturesOf(RISING.slice(0, 3))).rows.length > 0);
});

test("what was allocated in all is no state of a heap", () => {
  const code = (error: unknown): boolean => error instanceof UsageError && error.code === "bad-option";
  for (const type of ["alloc_space", "alloc_objects"]) assert.throws(() => measured(capturesOf(RISING), type), code);
  assert.equal(measured(capturesOf(RISING), "inuse_objects").series.table.sampleType.type, "inuse_objects");
});

test("between large steps of one map or slice nothing shows of an end; other findings take none away", () => {
  const filled = capturesOf([100, 700, 1300, 1310, 1305, 1312, 1308, 1310].map((put) => ({ put, keep: 50 })));
  const shapeWith = (...findings: readonly object[]) =>
    measured(filled, "", { findings } as unknown as GrowthReport).trend.shape;
  assert.equal(shapeWith(), "saturating");
  assert.equal(shapeWith({ code: "timer", facts: {} }), "saturating");
  assert.equal(shapeWith({ code: "timer", facts: {} }, { code: "map-table", facts: {} }), "slowing");
  assert.equal(shapeWith({ code: "append-only", facts: {} }), "slowing");
  assert.equal(shapeWith({ code: "large-blocks", facts: { mayBeTables: true } }), "slowing");
  assert.equal(shapeWith({ code: "large-blocks", facts: { mayBeTables: false } }), "saturating");
});
