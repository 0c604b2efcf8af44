/** Amounts of a series in sentences. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { amount, changeOf, changeText, rangeText, rateText, value } from "../../../src/wording/trend/course-amounts.ts";

const MIB = 1024 ** 2;
const COURSE = { unit: "bytes", first: 5 * MIB, last: 35 * MIB, growth: 30 * MIB, low: 22 * MIB, high: 38 * MIB };
const FACTS = { ...COURSE, points: 6, seconds: 25 };

test("a change has both ends, its interval, states and time, in one unit", () => {
  assert.equal(changeOf(FACTS), "+30.0 MiB live heap, 5.0 -> 35.0 MiB (95% +22.0 to +38.0)");
  assert.equal(changeText(FACTS), `${changeOf(FACTS)}, 6 states in 25s`);
  assert.equal(changeText({ ...FACTS, seconds: null }), `${changeOf(FACTS)}, 6 states`);
});

test("what is not known, and an interval of nothing, are left out", () => {
  assert.equal(changeOf({ ...FACTS, low: null }), "+30.0 MiB live heap, 5.0 -> 35.0 MiB");
  assert.equal(changeOf({ ...FACTS, low: 30 * MIB, high: 30 * MIB }), "+30.0 MiB live heap, 5.0 -> 35.0 MiB");
});

test("nothing live at both ends is nothing sampled, with its bound", () => {
  const none = { ...FACTS, first: 0, last: 0, growth: 0, low: 0 };
  assert.equal(changeOf({ ...none, high: MIB }), "nothing live was sampled (1.0 MiB at most)");
  assert.equal(changeOf({ ...none, high: null }), "nothing live was sampled");
  const facts = { ...FACTS, low: null, high: null };
  assert.match(changeOf({ ...facts, first: 0, last: MIB, growth: MIB }), /^\+1\.0 MiB live heap, 0 -> 1\.0 MiB$/);
  assert.match(changeOf({ ...facts, first: MIB, last: 0, growth: -MIB }), /^-1\.0 MiB live heap, 1\.0 -> 0$/);
});

test("objects are counted", () => {
  const counts = { ...FACTS, unit: "count", first: 5, last: 35, growth: 30, low: 22, high: 38 };
  assert.equal(changeOf(counts), "+30 live objects, 5 -> 35 (95% +22 to +38)");
});

test("a rate has its interval, and none is told where none is known", () => {
  assert.equal(
    rateText({ rate: 9 * MIB, low: 8 * MIB, high: 10 * MIB }, "bytes", "an hour"),
    ", +9.0 MiB an hour (95% +8.0 to +10.0)",
  );
  assert.equal(rateText(null, "bytes", "an hour"), "");
});

test("amounts have the unit that suits them", () => {
  assert.equal(rangeText({ low: 5.9 * MIB, high: 14.3 * MIB }, FACTS), "5.9 to 14.3 MiB");
  assert.deepEqual([amount(MIB, FACTS), value(2.04 * MIB, FACTS)], ["+1.0 MiB", "2.0 MiB"]);
});
