/** What would be free if a container were emptied. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findHoldingPlaces } from "../../../src/blame/holders/holding-places.ts";
import { computeKeptOnly } from "../../../src/blame/holders/kept-only.ts";
import { analyzeDump } from "../../../src/dump/analysis.ts";
import { NO_NAMES } from "../../../src/dump/names/program-names.ts";
import { readDump } from "../../dump/dump-of.ts";
import { writeDump } from "../../dump/dump-writer.ts";
import { BYTES, sharedHolders, typedHolders } from "../../dump/typed-holders.ts";
import { ELEMENTS, GARBAGE, OWN, SIZE, WORDS, writtenHolders } from "../../dump/written-holders.ts";

test("what another variable leads to as well is nobody's alone, nor is garbage", () => {
  const analysis = writtenHolders();
  const { bytes, rowOf } = computeKeptOnly(analysis, findHoldingPlaces(analysis));
  assert.deepEqual([...bytes], [9 * SIZE + WORDS.container, 2 * SIZE + WORDS.other]);
  const rowAt = (address: number): number | undefined => rowOf[analysis.typed.graph.index.find(address)];
  assert.deepEqual(ELEMENTS.map(rowAt), [-1, ...Array(9).fill(0)]);
  assert.deepEqual([rowAt(OWN), rowAt(GARBAGE)], [1, -1]);
});

test("what elements lead to goes with the container", () => {
  const analysis = typedHolders();
  const { array, item, name, spare, byName } = BYTES;
  const { bytes } = computeKeptOnly(analysis, findHoldingPlaces(analysis));
  assert.deepEqual([...bytes], [array + 10 * (item + name), spare, byName]);
});

test("what is in a container goes with it, whoever leads to that; what is none is held by whoever leads to it", () => {
  const { array, item, name, byName } = BYTES;
  const analysis = sharedHolders();
  const places = findHoldingPlaces(analysis);
  const { bytes } = computeKeptOnly(analysis, places);
  const kept = Object.fromEntries(places.map(({ place }, row) => [analysis.tree.places[place]?.label, bytes[row]]));
  assert.deepEqual(kept, { ".items": array + 10 * (item + name), ".spare": 0, "": byName });
});

test("a list with two ways in keeps all of its own from eight objects for each on; a shorter one what each alone leads to", () => {
  const [heap, data] = [0xc000000000, 0x600000];
  const keptOf = (count: number): number => {
    const node = (at: number): number => heap + 64 * ((at + count) % count);
    const objects = Array.from({ length: count }, (_, at) => ({
      ...{ address: node(at), size: 64 },
      words: [node(at + 1), node(at - 1)],
    }));
    const written = {
      heap: [heap, heap + 0x10000] as const,
      objects,
      data: { address: data, words: [node(0), node(5)] },
    };
    const analysis = analyzeDump(readDump(writeDump(written)), { ...NO_NAMES, variableStart: () => data });
    return computeKeptOnly(analysis, findHoldingPlaces(analysis)).bytes.reduce((sum, bytes) => sum + bytes, 0);
  };
  assert.deepEqual([keptOf(16), keptOf(15)], [16 * 64, 2 * 64]);
});

test("what the words of one variable lead to is what that alone keeps, also of the first", () => {
  const [heap, data] = [0xc000000000, 0x600000];
  const objects = Array.from({ length: 8 }, (_, at) => ({ address: heap + 64 * at, size: 64 }));
  const written = {
    ...{ heap: [heap, heap + 0x10000] as const, objects },
    data: { address: data, words: objects.map(({ address }) => address) },
  };
  const analysis = analyzeDump(readDump(writeDump(written)), { ...NO_NAMES, variableStart: () => data });
  const places = findHoldingPlaces(analysis);
  assert.deepEqual(
    places.map(({ place }) => analysis.tree.places[place]?.parent),
    [-1],
  );
  assert.deepEqual([...computeKeptOnly(analysis, places).bytes], [8 * 64]);
});
