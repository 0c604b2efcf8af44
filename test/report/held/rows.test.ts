/** Rows of who holds what, and amounts by path. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findHoldingPlaces } from "../../../src/blame/holders/holding-places.ts";
import { holderRow, pathsOf } from "../../../src/report/held/rows.ts";
import { pathNamesOf, typedHolders } from "../../dump/typed-holders.ts";
import { SIZE, WORDS, writtenHolders } from "../../dump/written-holders.ts";

const analysis = writtenHolders();
const names = { tree: analysis.tree, groups: analysis.typed.groups.groups, steps: analysis.typed.steps };
const [first] = findHoldingPlaces(analysis);
const rowOf = (onlyBytes: number, before?: Parameters<typeof holderRow>[6]) => {
  assert.ok(first !== undefined);
  return holderRow(analysis, names, first, onlyBytes, undefined, undefined, before);
};
const BYTES = 10 * SIZE + WORDS.container;

test("a row has its bytes, its objects and its share of what is alive", () => {
  const { holder, bytes, objects, share, samples, roots } = rowOf(SIZE);
  assert.deepEqual(
    [holder.kind, holder.isNamed, bytes, objects, samples, roots],
    ["variable", false, BYTES, 11, null, null],
  );
  assert.deepEqual([holder.frame, holder.count], ["", 1]);
  assert.equal(share, BYTES / (12 * SIZE + WORDS.container + WORDS.other));
});

test("nothing keeps alone more than it has", () => {
  assert.equal(rowOf(SIZE).onlyBytes, SIZE);
  assert.equal(rowOf(BYTES + 1).onlyBytes, BYTES);
});

test("a path that was not there before had nothing", () => {
  assert.deepEqual(
    [rowOf(0).baseBytes, rowOf(0, new Map()).baseBytes, rowOf(0, new Map()).deltaBytes],
    [null, 0, BYTES],
  );
  const { path } = rowOf(0);
  assert.equal(rowOf(0, new Map([[path, { bytes: SIZE, objects: 1 }]])).deltaBytes, BYTES - SIZE);
});

test("amounts by path are those of the places", () => {
  assert.deepEqual(pathsOf(analysis, names).get(rowOf(0).path), { bytes: BYTES, objects: 11 });
});

test("a row says what its container is, of which struct it is a field, and what most of it is", () => {
  const typed = typedHolders();
  const paths = pathNamesOf(typed);
  const rowsOf = findHoldingPlaces(typed).map((place) =>
    holderRow(typed, paths, place, 0, undefined, undefined, undefined),
  );
  assert.deepEqual(
    rowsOf.map(({ path, type, container, field }) => [path, type, container, field]),
    [
      ["main.cache .items", "[]*main.Item", "slice", { struct: "main.Cache", name: "items" }],
      ["main.cache .spare", "[]uint8", "slice", { struct: "main.Cache", name: "spare" }],
      ["main.byName", "*sync.Map", "sync.Map", null],
    ],
  );
  const [items, spare] = rowsOf.map(({ element }) => element);
  assert.deepEqual([items?.path, items?.count, spare], ["main.cache .items[]", 10, null]);
});

test("what lies in a container is no field, of whatever it is", () => {
  const typed = typedHolders();
  const paths = pathNamesOf(typed);
  const place = typed.tree.places.findIndex(({ label }) => label === "[]");
  assert.equal(
    holderRow(typed, paths, { place, element: -1, apart: [] }, 0, undefined, undefined, undefined).field,
    null,
  );
});
