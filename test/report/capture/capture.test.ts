/** The report of a capture: its ends, its steps, its series, its advice, each where there is enough of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { captureReport, captureTrend } from "../../../src/report/capture/capture.ts";
import { captureOf } from "../capture-of.ts";

const INPUT = captureOf("retain");
const QUERY = { mainModule: undefined, limit: 5 };
const of = (count: number, given: object = {}) => {
  const run = INPUT.run.slice(0, count);
  return captureReport({ ...INPUT, run, points: run.map(({ point }) => point), ...given }, QUERY);
};

test("one snapshot has no growth, two have, three have a trend", () => {
  const known = ({ growth, trend, steps }: ReturnType<typeof of>) => [growth !== null, trend !== null, steps.length];
  assert.deepEqual([of(1), of(2), of(3)].map(known), [
    [false, false, 0],
    [true, false, 1],
    [true, true, 2],
  ]);
});

test("a capture says what it is, by the version of its schema", () => {
  const { kind, schemaVersion } = of(1);
  assert.deepEqual([kind, schemaVersion], ["capture", 1]);
});

test("growth is from the first to the last, steps from each to the next", () => {
  const { growth, steps, run } = of(6);
  assert.deepEqual([growth?.base.source, growth?.current.source], ["001", "006"]);
  assert.deepEqual(
    steps.map(({ from, to }) => [from, to]),
    run.slice(1).map((to, at) => [run[at], to]),
  );
  assert.deepEqual(
    steps.map(({ seconds }) => seconds),
    Array(5).fill(15),
  );
  assert.ok(steps.some(({ top }) => top !== null));
});

test("the findings are those of the series, else of the ends; a restart comes first", () => {
  assert.deepEqual(
    of(6).findings.map(({ code }) => code),
    of(6).trend?.findings.map(({ code }) => code),
  );
  assert.deepEqual(
    of(2).findings.map(({ code }) => code),
    of(2).growth?.findings.map(({ code }) => code),
  );
  const points = INPUT.points.map((point, at) => ({ ...point, process: at < 2 ? 1 : 2 }));
  assert.equal(of(6, { points }).findings[0]?.code, "restart");
});

test("the growth of the trend's ends is not told twice", () => {
  assert.equal(of(6).trend?.ends, null);
});

test("iterations are counted between the ends, where they are known and there were some", () => {
  const with_ = (first: number | null, last: number | null) => {
    const run = INPUT.run
      .slice(0, 2)
      .map((state, at) => ({ ...state, point: { ...state.point, iterations: at === 0 ? first : last } }));
    return of(2, { run }).steps[0]?.iterations;
  };
  assert.deepEqual([with_(2, 7), with_(2, 2), with_(null, 7), with_(2, null)], [5, null, null, null]);
});

test("advice wants MemStats or a limit", () => {
  const bare = INPUT.run.slice(0, 2).map((state) => ({ ...state, memStats: undefined }));
  assert.equal(of(2, { run: bare, settings: { ...INPUT.settings, memoryLimit: null } }).advice, null);
  assert.notEqual(of(2, { run: bare }).advice, null);
  const stats = INPUT.run.filter(({ memStats }) => memStats !== undefined);
  assert.notEqual(of(2, { run: stats, settings: { ...INPUT.settings, memoryLimit: null } }).advice, null);
});

test("goroutines of both ends stand beside the growth, of one end they do not", () => {
  const goroutines = INPUT.run.filter((state) => state.goroutines !== undefined);
  assert.notEqual(of(2, { run: goroutines }).growth?.goroutines, null);
  assert.equal(of(2).growth?.goroutines, null);
  const { base, current } = of(6).growth?.goroutines ?? {};
  assert.deepEqual([base !== undefined, current !== undefined], [true, true], "those between the ends are not needed");
});

test("a series of fewer than three states has no trend", () => {
  assert.equal(captureTrend({ ...INPUT, run: INPUT.run.slice(0, 2) }), undefined);
  assert.equal(captureTrend(INPUT)?.points.length, 6);
});

test("a trend has the five functions that are first, and what was done between its ends", () => {
  const trend = captureTrend(INPUT);
  assert.equal(trend?.functions.length, 5);
  const last = INPUT.run.at(-1)?.point.iterations ?? 0;
  assert.ok(last > 0);
  assert.equal(trend?.iterations, last);
});
