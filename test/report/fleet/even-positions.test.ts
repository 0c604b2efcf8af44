/** Which of many points are looked at. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { evenPositions } from "../../../src/report/fleet/even-positions.ts";

test("few are all taken, of many so many, evenly and with both ends", () => {
  assert.deepEqual(evenPositions(0, 4), []);
  assert.deepEqual(evenPositions(4, 4), [0, 1, 2, 3]);
  assert.deepEqual(evenPositions(5, 4), [0, 1, 3, 4]);
  assert.deepEqual(evenPositions(101, 3), [0, 50, 100]);
});
