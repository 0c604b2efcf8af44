/** Who leads to a container, and who else to what is in it: by the dump of a program in which two variables hold one object. */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { findHoldingPlaces } from "../../../src/blame/holders/holding-places.ts";
import { computeKeptOnly } from "../../../src/blame/holders/kept-only.ts";
import { analyzeDump } from "../../../src/dump/analysis.ts";
import { NO_NAMES } from "../../../src/dump/names/program-names.ts";
import { pathName } from "../../../src/dump/paths/path-name.ts";
import { heldReport } from "../../../src/report/held/held.ts";
import { computeRoots, type PlaceRoots } from "../../../src/report/held/roots.ts";
import type { HolderRow } from "../../../src/report/held/rows.ts";
import { analyzeFiles, readDump } from "../../dump/dump-of.ts";
import { writeDump } from "../../dump/dump-writer.ts";
import { removeHeld, runHeld } from "../../dump/held-program.ts";
import { besideHolders, pathNamesOf, typedHolders } from "../../dump/typed-holders.ts";
import { missingGo } from "../../fetch/fixture-program.ts";

describe("roots", { skip: missingGo() }, () => {
  after(removeHeld);
  const rowsOf = (only: string): readonly HolderRow[] => {
    const { dump, binary } = runHeld({ args: ["-only", only, "-scale", "10"] });
    const analysis = analyzeFiles(dump, binary);
    return heldReport({ analysis, source: "" }, undefined, { binary: null, stack: undefined }).holders;
  };

  test("two variables that hold one object are both named", () => {
    const [first] = rowsOf("two holders");
    assert.deepEqual([...(first?.roots?.names ?? [])].sort(), ["main.alsoShared", "main.shared"]);
    assert.equal(first?.roots?.count, 2);
    assert.equal(first?.onlyBytes, 0);
  });

  test("what one variable holds has one root, and nothing in it another", () => {
    const [first] = rowsOf("map key");
    assert.deepEqual(first?.roots, { names: ["main.watcher"], count: 1 });
    assert.deepEqual(first?.others, { names: [], count: 0 });
  });
});

test("who else leads to what is in a container is asked of its first 500 objects", () => {
  const [heap, data] = [0xc000000000, 0x600000];
  const element = (at: number): number => heap + 0x10000 + 64 * at;
  const othersOf = (last: number, count: number): PlaceRoots["others"] | undefined => {
    const each = Array.from({ length: count }, (_, at) => element(at));
    const [a, b, c, next] = [heap, heap + 0x2000, heap + 0x4000, heap + 0x5000];
    const bytes = writeDump({
      heap: [heap, heap + 0x100000],
      objects: [
        ...[a, b].map((address) => ({ address, words: each })),
        { address: c, words: [next] },
        { address: next, words: [element(last)] },
        ...each.map((address) => ({ address, size: 64 })),
      ],
      data: { address: data, words: [a, b, c] },
    });
    const variableName = (address: number) => `main.${"abc"[(address - data) / 8]}`;
    const analysis = analyzeDump(readDump(bytes), { ...NO_NAMES, variableName });
    const places = findHoldingPlaces(analysis);
    const [first] = computeRoots(analysis, pathNamesOf(analysis), places, computeKeptOnly(analysis, places));
    assert.deepEqual(first?.roots, { names: ["main.a"], count: 1 });
    assert.equal(first?.beside, "main.b");
    return first?.others;
  };
  assert.deepEqual([...(othersOf(499, 501)?.names ?? [])].sort(), ["main.b", "main.c"]);
  assert.deepEqual(othersOf(500, 501), { names: ["main.b"], count: null }, "there may be more than were looked at");
  assert.equal(othersOf(499, 500)?.count, 2, "all were");
});

test("the place beside is the one that leads to most of the objects, whoever comes first", () => {
  const [heap, data] = [0xc000000000, 0x600000];
  const [a, b, c] = [heap, heap + 0x2000, heap + 0x4000];
  const each = Array.from({ length: 20 }, (_, at) => heap + 0x10000 + 64 * at);
  for (const order of [
    [a, b, c],
    [a, c, b],
  ]) {
    const bytes = writeDump({
      heap: [heap, heap + 0x100000],
      objects: [
        { address: a, words: each },
        { address: b, words: each.slice(0, 15) },
        { address: c, words: each.slice(0, 19) },
        ...each.map((address) => ({ address, size: 64 })),
      ],
      data: { address: data, words: order },
    });
    const variableName = (address: number) => `main.${"abc"[[a, b, c].indexOf(order[(address - data) / 8] ?? 0)]}`;
    const analysis = analyzeDump(readDump(bytes), { ...NO_NAMES, variableName });
    const places = findHoldingPlaces(analysis);
    const [first] = computeRoots(analysis, pathNamesOf(analysis), places, computeKeptOnly(analysis, places));
    assert.deepEqual([first?.roots.names, first?.beside], [["main.a"], "main.c"]);
  }
});

test("the place beside may be that of a variable itself, the first of all", () => {
  const analysis = besideHolders();
  const places = findHoldingPlaces(analysis);
  const row = places.findIndex(({ place }) => pathName(pathNamesOf(analysis), place) === "main.spare");
  const roots = computeRoots(analysis, pathNamesOf(analysis), places, computeKeptOnly(analysis, places))[row];
  assert.deepEqual([roots?.roots.names, roots?.beside], [["main.spare", "main.cache"], "main.cache"]);
});

test("what nobody else leads to has no others, nor a place beside", () => {
  const analysis = typedHolders();
  const places = findHoldingPlaces(analysis);
  const [items, ...rest] = computeRoots(analysis, pathNamesOf(analysis), places, computeKeptOnly(analysis, places));
  assert.deepEqual(items, { roots: { names: ["main.cache"], count: 1 }, others: { names: [], count: 0 }, beside: "" });
  assert.deepEqual(
    rest.map(({ roots }) => roots.names),
    [["main.cache"], ["main.byName"]],
  );
});

test("of more than four that lead to a container four are named, and all are counted", () => {
  const [heap, data] = [0xc000000000, 0x600000];
  const bytes = writeDump({
    heap: [heap, heap + 0x10000],
    objects: [{ address: heap, size: 4096 }],
    data: { address: data, words: Array(5).fill(heap) },
  });
  const variableName = (address: number) => `main.${"abcde"[(address - data) / 8]}`;
  const analysis = analyzeDump(readDump(bytes), { ...NO_NAMES, variableName });
  const places = findHoldingPlaces(analysis);
  const [first] = computeRoots(analysis, pathNamesOf(analysis), places, computeKeptOnly(analysis, places));
  assert.deepEqual([first?.roots.names.length, first?.roots.count], [4, 5]);
});
