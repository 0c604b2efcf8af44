/** Rows of who holds what, and amounts by path. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findHoldingPlaces } from "../../../src/blame/holders/holding-places.ts";
import { analyzeDump, type DumpAnalysis } from "../../../src/dump/analysis.ts";
import { NO_NAMES } from "../../../src/dump/names/program-names.ts";
import { holderRow, pathsOf } from "../../../src/report/held/rows.ts";
import { readDump } from "../../dump/dump-of.ts";
import { writeDump } from "../../dump/dump-writer.ts";
import { pathNamesOf, typedHolders } from "../../dump/typed-holders.ts";
import { SIZE, WORDS, writtenHolders } from "../../dump/written-holders.ts";
import { writtenTypes } from "../../dump/written-types.ts";

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

const HEAP = 0xc000000000;

/** `main.list`, which leads to `count` nodes by `next`; behind a pointer of sync/atomic. */
function listHolders(count: number): DumpAnalysis {
  const types = writtenTypes([
    { name: "*main.Node", kind: "pointer", element: "main.Node" },
    { name: "main.Node", kind: "struct", size: 1024, fields: [["next", "*main.Node"]] },
    { name: "main.List", kind: "struct", fields: [["next", "*main.Node"]] },
    { name: "sync/atomic.Pointer[main.List]", kind: "pointer", element: "main.List" },
  ]);
  const node = (at: number): number => HEAP + 0x1000 + 1024 * at;
  const each = Array.from({ length: count }, (_, at) => at);
  const bytes = writeDump({
    heap: [HEAP, HEAP + 0x100000],
    objects: [
      { address: HEAP, words: [node(0)] },
      ...each.map((at) => ({ address: node(at), size: 1024, words: [at + 1 < count ? node(at + 1) : 0] })),
    ],
    data: { address: 0x600000, words: [HEAP] },
  });
  return analyzeDump(readDump(bytes), {
    ...{ ...NO_NAMES, types, variableName: () => "main.list" },
    variableType: () => types.findByName("sync/atomic.Pointer[main.List]"),
  });
}

test("what leads to its like is a list from eight on; its field is of the struct behind an atomic pointer", () => {
  const rowOfList = (count: number) => {
    const list = listHolders(count);
    const [holding] = findHoldingPlaces(list);
    assert.ok(holding !== undefined);
    const { container, containers, field, objects } = holderRow(
      list,
      pathNamesOf(list),
      holding,
      0,
      undefined,
      undefined,
      undefined,
    );
    return [container, containers, field, objects];
  };
  const field = { struct: "main.List", name: "next" };
  assert.deepEqual(rowOfList(8), ["list", 1, field, 8]);
  assert.deepEqual(rowOfList(7), ["value", 1, field, 7]);
});

test("many objects at a place of unknown type, or at that of a variable, are no list", () => {
  const each = Array.from({ length: 20 }, (_, at) => HEAP + 64 * at);
  const chain = each.map((address, at) => ({ address, size: 64, words: [each[at + 1] ?? 0] }));
  const bytes = writeDump({
    heap: [HEAP, HEAP + 0x100000],
    objects: chain,
    data: { address: 0x600000, words: [HEAP] },
  });
  const untyped = analyzeDump(readDump(bytes));
  for (const place of untyped.tree.places.keys()) {
    const holding = { place, element: -1, apart: [] };
    const { container } = holderRow(untyped, pathNamesOf(untyped), holding, 0, undefined, undefined, undefined);
    assert.equal(container, "value", String(place));
  }
});

test("what the elements of a map or a channel are made of is no field of it", () => {
  const typed = typedHolders();
  const [holding] = findHoldingPlaces(typed);
  assert.ok(holding !== undefined);
  const fieldBelow = (kind: "pointer" | "map" | "channel") => {
    const above = typed.tree.places[holding.place]?.parent;
    const places = typed.tree.places.map((place, row) => (row === above ? { ...place, kind } : place));
    const paths = { ...pathNamesOf(typed), tree: { ...typed.tree, places } };
    return holderRow(typed, paths, holding, 0, undefined, undefined, undefined).field?.name;
  };
  assert.deepEqual((["pointer", "map", "channel"] as const).map(fieldBelow), ["items", undefined, undefined]);
});
