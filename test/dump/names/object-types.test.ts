/** Types of objects: what is certain of them goes before what a word left over on a stack claims. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { analyzeDump } from "../../../src/dump/analysis.ts";
import { NO_NAMES } from "../../../src/dump/names/program-names.ts";
import { typeRow } from "../../../src/dump/names/target-types.ts";
import { readDump } from "../dump-of.ts";
import { writeDump } from "../dump-writer.ts";
import { writtenTypes } from "../written-types.ts";

const HEAP = 0xc000000000;
const [CACHE, POD, NAME, ANSWER] = [HEAP, HEAP + 0x1000, HEAP + 0x2000, HEAP + 0x3000] as const;
const [DATA, STACK] = [0x600000, 0xc000800000];

const TYPES = writtenTypes([
  { name: "uint8", kind: "uint8" },
  { name: "*uint8", kind: "pointer", element: "uint8" },
  { name: "main.Writer", kind: "struct", fields: [["rws", "*uint8"]] },
  { name: "*main.Writer", kind: "pointer", element: "main.Writer" },
  { name: "main.Pod", kind: "struct", size: 64, fields: [["name", "*uint8"]] },
  { name: "*main.Pod", kind: "pointer", element: "main.Pod" },
  { name: "main.Cache", kind: "struct", fields: [["pod", "*main.Pod"]] },
  { name: "*main.Cache", kind: "pointer", element: "main.Cache" },
]);

/** Types of the pod, which main.cache holds, and of an answer that nothing else leads to: `live` words of a frame that takes both for writers. */
function typesWhere(live: readonly number[]): string[] {
  const bytes = writeDump({
    heap: [HEAP, HEAP + 0x100000],
    objects: [
      { address: CACHE, words: [POD] },
      { address: POD, size: 64, words: [NAME] },
      { address: NAME, size: 64 },
      { address: ANSWER, size: 64, words: [NAME] },
    ],
    data: { address: DATA, words: [CACHE] },
    goroutines: [
      { address: 0x7000, frames: [["main.serve", 0x401000, { address: STACK, words: [POD, ANSWER], pointers: live }]] },
    ],
  });
  const type = TYPES.findByName("*main.Writer");
  const { typed, dump } = analyzeDump(readDump(bytes), {
    ...{ ...NO_NAMES, types: TYPES, variableName: () => "main.cache" },
    variableType: (address) => TYPES.findByName(address === DATA ? "*main.Cache" : ""),
    locals: () => [0, 8].map((offset) => ({ name: `w${offset}`, type, offset, size: 8, start: 0 })),
  });
  const rows = Array.from(dump.memory.address).flatMap((address, row) =>
    address === POD || address === ANSWER ? [row] : [],
  );
  return rows.map((row) => typed.steps.name(typeRow(typed.objectTypes.typeOf[row] as number)));
}

test("a word that is left over on a stack does not say what a variable's object is", () => {
  assert.deepEqual(typesWhere([]), ["main.Pod", "main.Writer"]);
});

test("what the program still has there does, since it leads there at once", () => {
  assert.deepEqual(typesWhere([0, 1]), ["main.Writer", "main.Writer"]);
});
