/** Processes of a capture, each by itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaptureInput } from "../../../src/report/capture/input.ts";
import { restartsOf } from "../../../src/report/capture/restarts.ts";
import type { TrendReport } from "../../../src/report/trend/report.ts";

const point = (name: string, process: number, seconds: number, liveBytes: number | null) => ({
  name,
  process,
  liveBytes,
  time: new Date(seconds * 1000).toISOString(),
});
const POINTS = [point("1", 7, 0, 100), point("2", 7, 60, 300), point("3", 9, 120, 50), point("4", 9, 150, null)];
const trend = { trend: { growthLow: 150, growthHigh: 250, shape: "rising" } } as TrendReport;
const runsOf = (points: object[], process = 7) => {
  const [finding] = restartsOf({ points, run: [{ point: { process } }] } as unknown as CaptureInput, trend);
  return finding?.code === "restart" ? finding.facts.runs : [];
};

test("one process did not restart", () => {
  assert.deepEqual(restartsOf({ points: POINTS.slice(0, 2), run: [] } as unknown as CaptureInput, trend), []);
});

test("each has its own first and last, its time, and its names", () => {
  const [first, second] = runsOf(POINTS);
  assert.deepEqual(
    [first?.from, first?.to, first?.first, first?.last, first?.growth, first?.seconds, first?.points],
    ["1", "2", 100, 300, 200, 60, 2],
  );
  assert.deepEqual([second?.from, second?.to, second?.growth, second?.seconds], ["3", "4", -50, 30]);
});

test("only the one that is looked at has an interval and a shape", () => {
  const of = (process: number) => runsOf(POINTS, process).map(({ low, high, shape }) => [low, high, shape]);
  assert.deepEqual(of(7), [
    [150, 250, "rising"],
    [null, null, "unknown"],
  ]);
  assert.deepEqual(of(9), [
    [null, null, "unknown"],
    [150, 250, "rising"],
  ]);
});
