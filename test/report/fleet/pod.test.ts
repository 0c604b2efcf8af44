import assert from "node:assert/strict";
import { test } from "node:test";
import { boundedSum, changeOf, describePod, hoursOf } from "../../../src/report/fleet/pod.ts";
import { gammaInterval } from "../../../src/stats/interval.ts";
import { seededDraws } from "../../blame/draws.ts";
import { MIB, podOf } from "./pods.ts";

const PERIOD = 524288;

test("a pod has its course, slope and change with their bounds", () => {
  const row = describePod(
    podOf("a", (hour) => 100 + 2 * hour),
    PERIOD,
    undefined,
  );
  assert.deepEqual(
    [row.shape, row.profiles, row.growth, row.since, row.hoursToLimit],
    ["rising", 25, 192 * MIB, null, null],
  );
  assert.ok(Math.abs((row.slopePerHour ?? 0) / MIB - 2) < 1e-9);
  assert.ok((row.slopeLow ?? 0) > MIB && (row.slopeHigh ?? 0) < 3 * MIB);
  assert.ok(row.low > 130 * MIB && row.low < row.growth && row.growth < row.high);
  assert.deepEqual([row.from, row.to], ["2026-08-17T00:00:00Z", "2026-08-21T00:00:00Z"]);
});

test("when it began to grow is the point where it bends", () => {
  const row = describePod(
    podOf("a", (hour) => 100 + 4 * Math.max(0, hour - 48)),
    PERIOD,
    undefined,
  );
  assert.equal(row.since, "2026-08-19T00:00:00Z");
  assert.equal(
    describePod(
      podOf("a", (hour) => 100 + 4 * Math.min(hour, 48)),
      PERIOD,
      undefined,
    ).since,
    null,
  );
});

test("a limit is reached by what surely rises, and by nothing else", () => {
  const row = describePod(
    podOf("a", (hour) => 100 + 2 * hour),
    PERIOD,
    392 * MIB,
  );
  assert.ok(Math.abs((row.hoursToLimit?.expected ?? 0) - 50) < 1);
  assert.equal(
    describePod(
      podOf("a", () => 100),
      PERIOD,
      392 * MIB,
    ).hoursToLimit,
    null,
  );
});

test("two profiles have a change and no slope", () => {
  const row = describePod(
    podOf("a", (hour) => 100 + 20 * hour, { hours: 4 }),
    PERIOD,
    undefined,
  );
  assert.deepEqual([row.shape, row.slopePerHour, row.growth], ["too-few", null, 80 * MIB]);
  assert.equal(hoursOf(podOf("a", () => 1, { hours: 8 })), 8);
});

/** Objects of sizes that one stack mixes, as Go samples them: the truth, and what is recorded without sizes. */
function drawMixed(draws: ReturnType<typeof seededDraws>, count: number): { truth: number; seen: number } {
  let [truth, seen] = [0, 0];
  for (const [size, objects] of [
    [64, 8000 * count],
    [2048, 600 * count],
    [65536, 30 * count],
    [2 ** 20, 2 * count],
  ] as const) {
    const p = -Math.expm1(-size / PERIOD);
    truth += size * objects;
    seen += (size / p) * draws.binomial(objects, p);
  }
  return { truth, seen };
}

test("without sizes the bound covers the truth in 94 % or more, at few samples and at many, of levels and of changes", () => {
  for (const count of [1, 4, 20]) {
    const draws = seededDraws(100 + count);
    let [level, change] = [0, 0];
    const rounds = 1000;
    for (let round = 0; round < rounds; round++) {
      const [before, after] = [drawMixed(draws, count), drawMixed(draws, 2 * count)];
      const own = gammaInterval(boundedSum(after.seen, PERIOD));
      if (own.low <= after.truth && after.truth <= own.high) level++;
      const grown = changeOf(before.seen, after.seen, PERIOD);
      if (grown.low <= after.truth - before.truth && after.truth - before.truth <= grown.high) change++;
    }
    assert.ok(level >= 0.94 * rounds, `level ${level} at ${count}`);
    assert.ok(change >= 0.94 * rounds, `change ${change} at ${count}`);
  }
});

test("what sampling makes of a steady heap is no rise", () => {
  const steady = describePod(
    podOf("a", (hour) => 100 + hour / 24),
    PERIOD,
    undefined,
  );
  assert.deepEqual([steady.isRising, steady.shape], [false, "flat"]);
});

test("a pod rises where its slope is surely above nothing, and its course is not one that is over", () => {
  const of = (speed: number, hours: number, early: number) => {
    const total = (hour: number) => 100 + speed * hour + (hour === 4 ? early : 0);
    const { shape, isRising, slopeLow } = describePod(podOf("a", total, { hours }), PERIOD, undefined);
    return [shape, (slopeLow ?? 0) > 0, isRising];
  };
  assert.deepEqual(of(4, 24, 0), ["rising", true, true]);
  assert.deepEqual(of(4, 8, 24), ["unclear", false, false]);
  assert.deepEqual(of(2, 12, 12), ["flat", true, false]);
});

test("the time to a limit has a latest hour where the rise is sure, and none where it may be next to nothing", () => {
  const rising = describePod(
    podOf("a", (hour) => 100 + 2 * hour),
    PERIOD,
    392 * MIB,
  );
  const { low = 0, high = 0 } = rising.hoursToLimit ?? {};
  assert.ok(high !== null && low > 0 && low < high && high < 100, `${low} to ${high}`);
});

test("the small picture of a pod has 24 of its points at most, from the first to the last", () => {
  const drawn = (hours: number) => {
    const { course } = describePod(
      podOf("a", (hour) => 100 + hour, { hours }),
      PERIOD,
      undefined,
    );
    return [course.hours.length, course.values.length, course.hours[0], course.hours.at(-1)];
  };
  assert.deepEqual(drawn(92), [24, 24, 0, 92]);
  assert.deepEqual(drawn(96), [24, 24, 0, 96]);
});
