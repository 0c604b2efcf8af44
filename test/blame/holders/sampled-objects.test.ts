/** Sampled objects by the place that holds them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findHoldingPlaces } from "../../../src/blame/holders/holding-places.ts";
import { computeKeptOnly } from "../../../src/blame/holders/kept-only.ts";
import { ELSEWHERE, GARBAGE, joinSamples, rowsOfPlaces } from "../../../src/blame/holders/sampled-objects.ts";
import { writtenHolders } from "../../dump/written-holders.ts";

const analysis = writtenHolders();
const places = findHoldingPlaces(analysis);
const only = computeKeptOnly(analysis, places);

test("a sample lies at the place of its object, alone or not, or is garbage", () => {
  const { rowOf, stackOf, isOnly } = joinSamples(analysis, places, only);
  assert.deepEqual([...rowOf], [0, 0, 0, 1, GARBAGE]);
  assert.deepEqual([...stackOf], [0, 0, 0, 0, 1]);
  assert.deepEqual([...isOnly], [0, 1, 1, 1, 0]);
});

test("what lies at no place of those is elsewhere", () => {
  const { rowOf, isOnly } = joinSamples(analysis, places.slice(1), only);
  assert.deepEqual([...rowOf], [ELSEWHERE, ELSEWHERE, ELSEWHERE, 0, GARBAGE]);
  assert.equal(isOnly[3], 0);
});

test("places below a holding place are of its row, those above of none", () => {
  const rows = rowsOfPlaces(analysis, places);
  const held = places.map(({ place }) => place);
  for (const [place, { parent }] of analysis.tree.places.entries()) {
    assert.equal(rows[place], held.includes(place) ? held.indexOf(place) : ELSEWHERE);
    assert.ok(parent < 0 || held.includes(place));
  }
  const [top] = analysis.tree.places.keys();
  const below = rowsOfPlaces(analysis, [{ place: top ?? 0, element: -1, apart: [] }]);
  assert.deepEqual([...below], [0, ELSEWHERE, 0, ELSEWHERE]);
});
