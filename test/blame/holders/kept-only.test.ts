/** What would be free if a container were emptied. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findHoldingPlaces } from "../../../src/blame/holders/holding-places.ts";
import { computeKeptOnly } from "../../../src/blame/holders/kept-only.ts";
import { ELEMENTS, GARBAGE, OWN, SIZE, WORDS, writtenHolders } from "../../dump/written-holders.ts";

test("what another variable leads to as well is nobody's alone, nor is garbage", () => {
  const analysis = writtenHolders();
  const { bytes, rowOf } = computeKeptOnly(analysis, findHoldingPlaces(analysis));
  assert.deepEqual([...bytes], [9 * SIZE + WORDS.container, 2 * SIZE + WORDS.other]);
  const rowAt = (address: number): number | undefined => rowOf[analysis.typed.graph.index.find(address)];
  assert.deepEqual(ELEMENTS.map(rowAt), [-1, ...Array(9).fill(0)]);
  assert.deepEqual([rowAt(OWN), rowAt(GARBAGE)], [1, -1]);
});
