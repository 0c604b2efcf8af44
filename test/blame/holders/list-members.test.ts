/** Lists that are entered at both ends: all of their objects are theirs until something else leads to one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { computeListMembers } from "../../../src/blame/holders/list-members.ts";
import { analyzeDump, type DumpAnalysis } from "../../../src/dump/analysis.ts";
import { NO_NAMES } from "../../../src/dump/names/program-names.ts";
import { readDump } from "../../dump/dump-of.ts";
import { writeDump } from "../../dump/dump-writer.ts";
import { writtenTypes } from "../../dump/written-types.ts";

const HEAP = 0xc000000000;
const COUNT = 20;
const node = (at: number): number => HEAP + 0x1000 + 64 * ((at + COUNT) % COUNT);

/** A ring, each object of which leads to the next, the one before and a body; `other` is what a second variable leads to. */
function ring(other: number): DumpAnalysis {
  const body = (at: number): number => HEAP + 0x4000 + 64 * at;
  const each = Array.from({ length: COUNT }, (_, at) => at);
  const bytes = writeDump({
    heap: [HEAP, HEAP + 0x100000],
    objects: [
      ...each.map((at) => ({ address: node(at), size: 64, words: [node(at + 1), node(at - 1), body(at)] })),
      ...each.map((at) => ({ address: body(at), size: 64 })),
    ],
    data: { address: 0x600000, words: [node(0), other] },
  });
  return analyzeDump(readDump(bytes));
}

function membersOf(analysis: DumpAnalysis, address = node(7)): number {
  const place = analysis.tree.placeOf[analysis.typed.graph.index.find(address)] as number;
  return computeListMembers(analysis, [place]).reduce((sum, each) => sum + each, 0);
}

test("a ring is its variable's, with what hangs on it", () => assert.equal(membersOf(ring(0)), 2 * COUNT));
test("where another variable leads to one of a ring, it leads to all", () => assert.equal(membersOf(ring(node(5))), 0));

test("of what hangs on it, only what something else leads to is not the list's", () =>
  assert.equal(membersOf(ring(HEAP + 0x4000 + 64 * 5)), 2 * COUNT - 1));

test("a place that nothing leads to from a place is no list, nor is none", () => {
  const analysis = ring(0);
  const root = analysis.tree.places.findIndex(({ parent }) => parent < 0);
  for (const places of [[root], []]) assert.ok(computeListMembers(analysis, places).every((each) => each === 0));
});

const TYPES = writtenTypes([
  { name: "*main.Node", kind: "pointer", element: "main.Node" },
  {
    ...{ name: "main.Node", kind: "struct", size: 64 },
    fields: [
      ["next", "*main.Node"],
      ["skip", "*main.Node"],
    ],
  },
]);

const spaced = (at: number): number => HEAP + 128 + 128 * (at % COUNT);

/** A ring by `next`, before and behind whose first lies what nothing leads to; `skip` is what the other field of the first leads to. */
function typedRing(skip: number): DumpAnalysis {
  const [first, ...others] = Array.from({ length: COUNT }, (_, at) => ({
    ...{ address: spaced(at), size: 64 },
    words: [spaced(at + 1), at === 0 ? skip : 0],
  }));
  const stray = (address: number) => ({ address, size: 64, words: [0, spaced(1)] });
  const bytes = writeDump({
    heap: [HEAP, HEAP + 0x100000],
    objects: first === undefined ? [] : [stray(HEAP), first, stray(spaced(0) + 64), ...others],
    data: { address: 0x600000, words: [spaced(0)] },
  });
  return analyzeDump(readDump(bytes), {
    ...NO_NAMES,
    ...{ types: TYPES, variableName: () => "main.list", variableType: () => TYPES.findByName("*main.Node") },
  });
}

test("a second field that leads into a ring is another way to all behind it", () => {
  assert.equal(membersOf(typedRing(0), spaced(7)), COUNT - 1);
  assert.equal(membersOf(typedRing(spaced(1)), spaced(7)), 0);
});

test("other fields of what leads to a list are no other way to it", () => {
  const types = writtenTypes([
    { name: "*main.Node", kind: "pointer", element: "main.Node" },
    { name: "main.Node", kind: "struct", size: 64, fields: [["next", "*main.Node"]] },
    { name: "*uint8", kind: "pointer" },
    {
      ...{ name: "main.List", kind: "struct" },
      fields: [
        ["title", "*uint8"],
        ["next", "*main.Node"],
      ],
    },
    { name: "*main.List", kind: "pointer", element: "main.List" },
  ]);
  const title = HEAP + 0x8000;
  const bytes = writeDump({
    heap: [HEAP, HEAP + 0x100000],
    objects: [
      { address: HEAP, words: [title, spaced(0)] },
      ...Array.from({ length: COUNT }, (_, at) => ({ address: spaced(at), size: 64, words: [spaced(at + 1)] })),
      { address: title, size: 16 },
    ],
    data: { address: 0x600000, words: [HEAP] },
  });
  const analysis = analyzeDump(readDump(bytes), {
    ...{ ...NO_NAMES, types, variableName: () => "main.list", variableType: () => types.findByName("*main.List") },
  });
  assert.equal(membersOf(analysis, spaced(7)), COUNT);
});

test("what leads to the second of a list leads to all behind it, wherever in memory these are", () => {
  const types = writtenTypes([
    { name: "*main.Node", kind: "pointer", element: "main.Node" },
    { name: "main.Node", kind: "struct", size: 64, fields: [["next", "*main.Node"]] },
    { name: "main.Index", kind: "struct", fields: [["hot", "*main.Node"]] },
    { name: "*main.Index", kind: "pointer", element: "main.Index" },
    {
      ...{ name: "main.List", kind: "struct" },
      fields: [
        ["next", "*main.Node"],
        ["index", "*main.Index"],
      ],
    },
    { name: "*main.List", kind: "pointer", element: "main.List" },
  ]);
  const at = (position: number): number => HEAP + 0x4000 - 128 * position;
  const nodes = Array.from({ length: COUNT }, (_, position) => ({
    ...{ address: at(position), size: 64, words: [position + 1 < COUNT ? at(position + 1) : 0] },
  }));
  const bytes = writeDump({
    heap: [HEAP, HEAP + 0x100000],
    objects: [{ address: HEAP, words: [at(0), HEAP + 64] }, { address: HEAP + 64, words: [at(1)] }, ...nodes.reverse()],
    data: { address: 0x600000, words: [HEAP] },
  });
  const analysis = analyzeDump(readDump(bytes), {
    ...{ ...NO_NAMES, types, variableName: () => "main.list", variableType: () => types.findByName("*main.List") },
  });
  assert.equal(membersOf(analysis, at(7)), 1);
});
