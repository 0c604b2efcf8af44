import assert from "node:assert/strict";
import { test } from "node:test";
import { halfSpans, latestSpan, rateOf, sumSpans, sureFalls, wholeSpan } from "../../../src/report/fleet/spans.ts";
import { MIB, podOf } from "./pods.ts";

const PERIOD = 524288;
const pod = podOf("a", (hour) => 20 + Math.min(hour, 48));

test("the whole time and its halves", () => {
  assert.deepEqual(wholeSpan(pod, "main.keep"), { first: 20 * MIB, last: 68 * MIB, hours: 96 });
  assert.deepEqual(halfSpans(pod, "main.keep"), [
    { first: 20 * MIB, last: 68 * MIB, hours: 48 },
    { first: 68 * MIB, last: 68 * MIB, hours: 48 },
  ]);
  assert.deepEqual(latestSpan(pod, "main.keep"), { first: 68 * MIB, last: 68 * MIB, hours: 48 });
  assert.deepEqual(wholeSpan(pod, "main.other"), { first: 0, last: 0, hours: 96 });
});

test("without a look between its ends there are no halves", () => {
  const short = podOf("a", (hour) => 20 + hour, { hours: 4 });
  assert.equal(halfSpans(short, "main.keep"), undefined);
  assert.deepEqual(latestSpan(short, "main.keep"), wholeSpan(short, "main.keep"));
});

test("spans add up, and their rate is by hour and pod", () => {
  const sum = sumSpans([wholeSpan(pod, "main.keep"), wholeSpan(pod, "main.keep")]);
  assert.deepEqual(sum, { first: 40 * MIB, last: 136 * MIB, hours: 192 });
  const { low, high } = rateOf(sum, PERIOD);
  assert.ok(low > 0 && low < 0.5 * MIB && high > 0.5 * MIB);
  assert.deepEqual(rateOf(sumSpans([]), PERIOD), {
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
  });
});

test("only what surely fell is counted as a fall", () => {
  assert.equal(
    sureFalls(
      podOf("a", (hour) => (hour === 48 ? 10 : 80)),
      "main.keep",
      PERIOD,
    ),
    70 * MIB,
  );
  assert.equal(
    sureFalls(
      podOf("a", (hour) => (hour === 48 ? 79 : 80)),
      "main.keep",
      PERIOD,
    ),
    0,
  );
});

test("a look at the moment of an end is none between the ends; what is not there at a look is nothing there", () => {
  const [start = 0, end = 0] = [pod.times[0], pod.times.at(-1)];
  for (const times of [
    [start, start, end],
    [start, end, end],
  ]) {
    const apart = { ...pod, times, looks: [0, 1, 2], values: [1, 2, 3] };
    assert.equal(halfSpans(apart, "main.keep"), undefined);
  }
  assert.deepEqual(halfSpans(pod, "main.other"), [
    { first: 0, last: 0, hours: 48 },
    { first: 0, last: 0, hours: 48 },
  ]);
  assert.equal(sureFalls(pod, "main.other", PERIOD), 0);
});

test("of three looks the one between the ends parts the time", () => {
  const [start = 0, end = 0] = [pod.times[0], pod.times.at(-1)];
  const three = {
    ...pod,
    times: [start, (start + end) / 2, end],
    looks: [0, 1, 2],
    values: [1, 2, 4],
    functions: new Map([["main.keep", [1, 2, 4]]]),
  };
  assert.deepEqual(halfSpans(three, "main.keep"), [
    { first: 1, last: 2, hours: 48 },
    { first: 2, last: 4, hours: 48 },
  ]);
});
