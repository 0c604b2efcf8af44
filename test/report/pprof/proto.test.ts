/** The profile that -proto writes: its values divided, cut to whole numbers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { protoProfile } from "../../../src/report/pprof/proto.ts";
import { viewOf } from "../view-of.ts";
import { profileOf } from "./small.ts";

const PROFILE = profileOf([
  ["a", 7],
  ["b", -7],
  ["c", 8],
]);
const valuesOf = (divideBy: number) => [...(protoProfile(viewOf(PROFILE, { divideBy })).samples.values[0] ?? [])];

test("values are divided for good, towards zero", () => {
  assert.deepEqual(valuesOf(2), [3, -3, 4]);
  assert.deepEqual(valuesOf(0.5), [14, -14, 16]);
});

test("a divisor of one, or below nothing, changes nothing", () => {
  assert.equal(protoProfile(viewOf(PROFILE, { divideBy: 1 })), PROFILE);
  assert.equal(protoProfile(viewOf(PROFILE, { divideBy: -2 })), PROFILE);
});
