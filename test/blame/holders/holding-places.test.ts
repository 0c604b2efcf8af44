/** Which places hold, and what is counted there. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { amountAt, childrenOf, findHoldingPlaces } from "../../../src/blame/holders/holding-places.ts";
import { analyzeDump, type DumpAnalysis } from "../../../src/dump/analysis.ts";
import { NO_NAMES } from "../../../src/dump/names/program-names.ts";
import { pathName } from "../../../src/dump/paths/path-name.ts";
import { readDump } from "../../dump/dump-of.ts";
import { writeDump } from "../../dump/dump-writer.ts";
import { BYTES, pathNamesOf, typedHolders } from "../../dump/typed-holders.ts";
import { SIZE, WORDS, writtenHolders } from "../../dump/written-holders.ts";
import { writtenTypes } from "../../dump/written-types.ts";

/** What a `main.Node` is made of. */
const NODE_PARTS = [
  { name: "uint8", kind: "uint8" },
  { name: "*uint8", kind: "pointer", element: "uint8" },
  { name: "*main.Node", kind: "pointer", element: "main.Node" },
] as const;

const amountsOf = (analysis: DumpAnalysis): number[] =>
  findHoldingPlaces(analysis).map((place) => amountAt(analysis.totals.bytes, place));

test("every byte that is alive is held at one place, most first", () => {
  const analysis = writtenHolders();
  assert.deepEqual(amountsOf(analysis), [10 * SIZE + WORDS.container, 2 * SIZE + WORDS.other]);
  const live = amountsOf(analysis).reduce((sum, bytes) => sum + bytes, 0);
  assert.equal(live, analysis.retained.bytes[analysis.typed.graph.root]);
});

test("what has less than one in 200 of what is alive is no row", () => {
  // The other variable holds 16 + 64 bytes; the container 80 and ten elements.
  const rows = (element: number): number => amountsOf(writtenHolders({ element, own: 64 })).length;
  assert.equal(rows(1584), 2);
  assert.equal(rows(1592), 1);
});

test("what lies apart is not counted with the place", () => {
  assert.equal(amountAt([100, 30, 20], { place: 0, element: -1, apart: [1, 2] }), 50);
  assert.equal(amountAt([100, 30, 20], { place: 0, element: -1, apart: [] }), 100);
});

test("places know those below them", () => {
  assert.deepEqual([...childrenOf([-1, 0, 0, 1].map((parent) => ({ parent })))], [[1, 2], [3]]);
});

test("the container is where one pointer becomes many, with what most of it is; what leads to it is no row", () => {
  const analysis = typedHolders();
  const pathOf = (row: number) => (row < 0 ? "" : pathName(pathNamesOf(analysis), row));
  const rows = findHoldingPlaces(analysis).map(({ place, element, apart }) => [pathOf(place), pathOf(element), apart]);
  assert.deepEqual(rows, [
    ["main.cache .items", "main.cache .items[]", []],
    ["main.cache .spare", "", []],
    ["main.byName", "", []],
  ]);
  const { array, item, name, spare, byName } = BYTES;
  assert.deepEqual(amountsOf(analysis), [array + 10 * (item + name), spare, byName]);
});

test("what a place has beside what lies below it is a row from 0.5% on, and the bytes are still counted once", () => {
  const types = writtenTypes([
    { name: "uint8", kind: "uint8" },
    { name: "*uint8", kind: "pointer", element: "uint8" },
    {
      ...{ name: "main.Box", kind: "struct" },
      fields: [
        ["left", "*uint8"],
        ["right", "*uint8"],
      ],
    },
    { name: "*main.Box", kind: "pointer", element: "main.Box" },
  ]);
  const rows = (below: number): number[] => {
    const [box, left, right] = [0xc000000000, 0xc000002000, 0xc000004000];
    const bytes = writeDump({
      heap: [box, box + 0x100000],
      objects: [{ address: box, words: [left, right] }, ...[left, right].map((address) => ({ address, size: below }))],
      data: { address: 0x600000, words: [box] },
    });
    const variableType = () => types.findByName("*main.Box");
    const analysis = analyzeDump(readDump(bytes), { ...NO_NAMES, types, variableName: () => "main.box", variableType });
    assert.ok(
      findHoldingPlaces(analysis).every(({ element }) => element === -1),
      "none has most of another",
    );
    return amountsOf(analysis);
  };
  assert.deepEqual(rows(1592), [1592, 1592, 16]);
  assert.deepEqual(rows(1600), [1600, 1600]);
});

test("one pointer that becomes eight is a container; fewer only lead to what holds", () => {
  const rows = (count: number): readonly string[] => {
    const analysis = typedHolders(undefined, undefined, count);
    return findHoldingPlaces(analysis).map(({ place }) => pathName(pathNamesOf(analysis), place));
  };
  assert.equal(rows(8)[0], "main.cache .items");
  assert.equal(rows(7)[0], "main.cache .items[]");
});

test("a list of eight is a container, however few of it lead to what is large", () => {
  const types = writtenTypes([
    ...NODE_PARTS,
    {
      ...{ name: "main.Node", kind: "struct" },
      fields: [
        ["next", "*main.Node"],
        ["body", "*uint8"],
      ],
    },
    { name: "main.List", kind: "struct", fields: [["next", "*main.Node"]] },
    { name: "*main.List", kind: "pointer", element: "main.List" },
  ]);
  const rows = (count: number): readonly string[] => {
    const [list, node, body] = [
      0xc000000000,
      (at: number) => 0xc000001000 + 16 * at,
      (at: number) => 0xc000010000 + 0x2000 * at,
    ];
    const nodes = Array.from({ length: count }, (_, at) => ({
      ...{ address: node(at), words: [at + 1 < count ? node(at + 1) : 0, at < 3 ? body(at) : 0] },
    }));
    const bodies = [0, 1, 2].map((at) => ({ address: body(at), size: 4096 }));
    const bytes = writeDump({
      heap: [list, list + 0x100000],
      objects: [{ address: list, words: [node(0)] }, ...nodes, ...bodies],
      data: { address: 0x600000, words: [list] },
    });
    const variableType = () => types.findByName("*main.List");
    const analysis = analyzeDump(readDump(bytes), {
      ...NO_NAMES,
      types,
      variableName: () => "main.list",
      variableType,
    });
    return findHoldingPlaces(analysis).map(({ place }) => pathName(pathNamesOf(analysis), place));
  };
  assert.deepEqual(rows(8), ["main.list .next"]);
  assert.deepEqual(rows(7)[0], "main.list .next .body");
});

test("what most of a container is, is its largest part, wherever that is declared", () => {
  const elementOf = (fields: readonly ["small" | "large", "small" | "large"]): string => {
    const types = writtenTypes([
      ...NODE_PARTS,
      {
        name: "main.Node",
        kind: "struct",
        fields: [["next", "*main.Node"], ...fields.map((name) => [name, "*uint8"] as const)],
      },
      { name: "main.List", kind: "struct", fields: [["next", "*main.Node"]] },
      { name: "*main.List", kind: "pointer", element: "main.List" },
    ]);
    const heap = 0xc000000000;
    const node = (at: number): number => heap + 0x1000 + 32 * at;
    const body = (at: number, field: number): number => heap + 0x10000 + 0x4000 * at + 0x2000 * field;
    const sizes = fields.map((name) => (name === "small" ? 512 : 4096));
    const each = Array.from({ length: 8 }, (_, at) => at);
    const bytes = writeDump({
      heap: [heap, heap + 0x100000],
      objects: [
        { address: heap, words: [node(0)] },
        ...each.map((at) => ({ address: node(at), words: [at < 7 ? node(at + 1) : 0, body(at, 0), body(at, 1)] })),
        ...each.flatMap((at) => sizes.map((size, field) => ({ address: body(at, field), size }))),
      ],
      data: { address: 0x600000, words: [heap] },
    });
    const variableType = () => types.findByName("*main.List");
    const names = { ...NO_NAMES, types, variableName: () => "main.list", variableType };
    const analysis = analyzeDump(readDump(bytes), names);
    const [first] = findHoldingPlaces(analysis);
    return pathName(pathNamesOf(analysis), first?.element ?? -1);
  };
  assert.equal(elementOf(["small", "large"]), "main.list .next .large");
  assert.equal(elementOf(["large", "small"]), "main.list .next .large");
});

test("what eight goroutines have each for itself is one row; fewer, or lists, are looked into", () => {
  const rows = (goroutines: number, length: number, bodies = length): readonly string[] => {
    const types = writtenTypes([
      ...NODE_PARTS,
      {
        name: "main.Node",
        kind: "struct",
        fields: [
          ["next", "*main.Node"],
          ["body", "*uint8"],
        ],
      },
    ]);
    const heap = 0xc000000000;
    const node = (of: number, at: number): number => heap + 0x1000 * of + 32 * at;
    const body = (of: number, at: number): number => heap + 0x100000 + 0x40000 * of + 0x2000 * at;
    const each = Array.from({ length: goroutines }, (_, of) => of);
    const all = each.flatMap((of) => Array.from({ length }, (_, at) => [of, at] as const));
    const bytes = writeDump({
      heap: [heap, heap + 0x1000000],
      objects: [
        ...all.map(([of, at]) => ({
          address: node(of, at),
          words: [at + 1 < length ? node(of, at + 1) : 0, at < bodies ? body(of, at) : 0],
        })),
        ...all.filter(([, at]) => at < bodies).map(([of, at]) => ({ address: body(of, at), size: 4096 })),
      ],
      goroutines: each.map((of) => ({
        address: 0x7000 + of,
        frames: [["main.serve", 0x401000, { address: 0xc800000000 + 0x1000 * of, words: [node(of, 0)] }]],
      })),
    });
    const type = types.findByName("*main.Node");
    const locals = () => [{ name: "list", type, offset: 0, size: 8, start: 0 }];
    const analysis = analyzeDump(readDump(bytes), { ...NO_NAMES, types, locals });
    return findHoldingPlaces(analysis).map(({ place }) => pathName(pathNamesOf(analysis), place));
  };
  assert.deepEqual(rows(8, 1), ["goroutine main.serve .list"]);
  assert.deepEqual(rows(7, 1), ["goroutine main.serve .list .body"]);
  assert.deepEqual(rows(8, 16), ["goroutine main.serve .list .next", "goroutine main.serve .list .body"]);
  assert.deepEqual(rows(8, 16, 1), ["goroutine main.serve .list"], "beside most of it a list makes no difference");
});
