import assert from "node:assert/strict";
import { test } from "node:test";
import { isOfOnePod, longestProcess, lookPositions } from "../../../src/report/fleet/process-run.ts";
import { HOUR } from "./pods.ts";

const hours = (...at: readonly number[]): number[] => at.map((hour) => hour * HOUR);

test("a counter that falls begins another process, and the longest in time is looked at", () => {
  const times = hours(0, 4, 8, 12, 16, 20, 24);
  const live = [10, 20, 30, 10, 20, 30, 40];
  const run = longestProcess(times, live, [100, 200, 300, 50, 150, 250, 350]);
  assert.deepEqual([run.from, run.to, run.restarts, run.isEnded], [3, 7, 1, false]);
  const early = longestProcess(times, live, [100, 200, 300, 400, 500, 50, 150]);
  assert.deepEqual([early.from, early.to, early.restarts, early.isEnded], [0, 5, 1, true]);
});

test("what falls in more than a third of the steps, or is less than what lives, counts nothing that adds up", () => {
  const times = hours(0, 1, 2, 3, 4, 5, 6);
  const live = times.map(() => 10);
  const sawtooth = longestProcess(times, live, [100, 50, 100, 50, 100, 50, 100]);
  assert.deepEqual([sawtooth.from, sawtooth.to, sawtooth.restarts, sawtooth.allocation], [0, 7, 0, null]);
  assert.equal(longestProcess(times, live, [100, 50, 100, 50, 100, 150, 200]).restarts, 2);
  assert.equal(longestProcess(times, live, [100, 200, 9, 400, 500, 600, 700]).restarts, 0);
  assert.equal(longestProcess(times, live, undefined).restarts, 0);
  assert.equal(longestProcess(times, live, [100, 200, undefined, 400, 50, 60, 70]).restarts, 0);
});

test("how fast it allocates at first and at last", () => {
  const times = hours(0, 1, 2, 3, 4, 5, 6);
  const { allocation } = longestProcess(
    times,
    times.map(() => 1),
    [10, 20, 30, 40, 60, 80, 100],
  );
  assert.deepEqual(allocation, { first: 10, last: 20 });
  assert.equal(longestProcess(hours(0, 1), [1, 1], [10, 20]).allocation, null);
  assert.equal(longestProcess(hours(0, 1, 100), [1, 1, 1], [10, 20, 30]).allocation, null, "nobody looked at its end");
  assert.equal(longestProcess(hours(0, 99, 100), [1, 1, 1], [10, 20, 30]).allocation, null, "nor at its beginning");
  assert.deepEqual(longestProcess(hours(0, 1, 2, 3), [1, 1, 1, 1], [10, 20, 30, 50]).allocation, {
    first: 10,
    last: 20,
  });
  assert.equal(longestProcess(hours(0, 1, 2), [1, 1, 1], [10, 20, 30]).allocation?.first, 10);
});

test("processes side by side are not one pod", () => {
  const live = Array(12).fill(1);
  const mixed = live.map((_, at) => (at % 2 === 0 ? 100 + at : 1000 + at));
  assert.equal(isOfOnePod(live, mixed), false);
  assert.equal(
    isOfOnePod(
      live,
      live.map((_, at) => 100 + at),
    ),
    true,
  );
  assert.equal(isOfOnePod([1, 1], [5, 3]), true, "two tell nothing");
  assert.equal(isOfOnePod([1, 1, 1], [100, 50, 20]), true, "nor do three");
  assert.equal(isOfOnePod([1, 1, 1, 1], [100, 50, 100, 50]), false, "four do");
});

test("looks are at both ends, at each quarter of the time, and around the largest fall", () => {
  assert.deepEqual(lookPositions(hours(0, 1, 2, 3, 4, 5, 6, 7, 8), Array(9).fill(5)), [0, 2, 4, 6, 8]);
  assert.deepEqual(lookPositions(hours(0, 1, 2, 3, 4, 5, 6, 7, 8), [1, 9, 3, 3, 4, 5, 2, 7, 8]), [0, 1, 2, 4, 6, 8]);
  assert.deepEqual(lookPositions(hours(0, 1, 2, 3, 4, 5, 6, 7, 8), [1, 9, 9, 3, 4, 5, 6, 7, 8]), [0, 1, 2, 3, 4, 6, 8]);
  assert.deepEqual(lookPositions(hours(0, 1, 2, 90, 100), Array(5).fill(5)), [0, 2, 3, 4], "by time, not by number");
  assert.deepEqual(lookPositions(hours(3), [7]), [0]);
  assert.deepEqual(lookPositions(hours(0, 1, 2, 3, 4, 5, 6), Array(7).fill(5)), [0, 1, 3, 4, 6], "the earlier of two");
});
