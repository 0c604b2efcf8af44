/** A dump by hand whose types are known: `main.cache` of ten items with their names, a slice that is mostly unused, and a sync.Map behind a variable. */
import { analyzeDump, type DumpAnalysis } from "../../src/dump/analysis.ts";
import { NO_NAMES, type ProgramNames } from "../../src/dump/names/program-names.ts";
import type { PathNames } from "../../src/dump/paths/path-name.ts";
import { readDump } from "./dump-of.ts";
import { writeDump } from "./dump-writer.ts";
import { writtenTypes } from "./written-types.ts";

const HEAP = 0xc000000000;
const CACHE = HEAP;
const ARRAY = HEAP + 0x1000;
const SPARE = HEAP + 0x2000;
const BY_NAME = HEAP + 0x3000;
const DATA = 0x600000;
/** Address of the first item. */
export const ITEM: number = HEAP + 0x10000;
const COUNT = 10;

/** Bytes of each object. */
export const BYTES = { cache: 48, array: 8 * COUNT, item: 1024, name: 64, spare: 512, byName: 256 } as const;
/** Bytes of the slice of bytes that are in use. */
export const USED = 100;

const VARIABLES: readonly (readonly [name: string, type: string, target: number])[] = [
  ["main.cache", "*main.Cache", CACHE],
  ["main.byName", "*sync.Map", BY_NAME],
];

const TYPES = writtenTypes([
  { name: "uint8", kind: "uint8" },
  { name: "*uint8", kind: "pointer", element: "uint8" },
  { name: "[]uint8", kind: "slice", element: "uint8" },
  { name: "[]main.unknown", kind: "slice" },
  { name: "main.Item", kind: "struct", size: BYTES.item, fields: [["name", "*uint8"]] },
  { name: "*main.Item", kind: "pointer", element: "main.Item" },
  { name: "[]*main.Item", kind: "slice", element: "*main.Item" },
  {
    ...{ name: "main.Cache", kind: "struct" },
    fields: [
      ["items", "[]*main.Item"],
      ["spare", "[]uint8"],
    ],
  },
  { name: "*main.Cache", kind: "pointer", element: "main.Cache" },
  { name: "*[]main.unknown", kind: "pointer", element: "[]main.unknown" },
  { name: "sync.Map", kind: "struct", size: BYTES.byName },
  { name: "*sync.Map", kind: "pointer", element: "sync.Map" },
]);

/** `main.spare` leads to the array of bytes before the cache does. */
export function besideHolders(): DumpAnalysis {
  return typedHolders([...VARIABLES, ["main.spare", "*uint8", SPARE]]);
}

/** `main.foreign`, a slice of what nothing is known of, which has the array of bytes. */
export function foreignHolders(): DumpAnalysis {
  return typedHolders([
    ["main.foreign", "[]main.unknown", SPARE],
    ["", "", USED],
    ["", "", BYTES.spare],
  ]);
}

function namesOf(variables: typeof VARIABLES): ProgramNames {
  const at = (address: number) => variables[(address - DATA) / 8];
  return {
    ...NO_NAMES,
    types: TYPES,
    variableName: (address) => at(address)?.[0],
    variableType: (address) => TYPES.findByName(at(address)?.[1] ?? ""),
  };
}

/** `main.other` leads to the same cache. */
export function sharedHolders(): DumpAnalysis {
  return typedHolders([...VARIABLES, ["main.other", "*main.Cache", CACHE]]);
}

/** `used`: bytes of the slice of bytes that are in use; `count` items. */
export function typedHolders(variables = VARIABLES, used = USED, count = COUNT): DumpAnalysis {
  const each = Array.from({ length: count }, (_, row) => row);
  const item = (row: number): number => ITEM + 0x1000 * row;
  const name = (row: number): number => HEAP + 0x4000 + BYTES.name * row;
  const bytes = writeDump({
    heap: [HEAP, HEAP + 0x100000],
    objects: [
      { address: CACHE, words: [ARRAY, count, count, SPARE, used, BYTES.spare], pointers: [0, 3] },
      { address: ARRAY, words: each.map(item) },
      { address: SPARE, size: BYTES.spare },
      { address: BY_NAME, size: BYTES.byName },
      ...each.map((row) => ({ address: name(row), size: BYTES.name })),
      ...each.map((row) => ({ address: item(row), size: BYTES.item, words: [name(row)] })),
    ],
    data: { address: DATA, words: variables.map(([, , target]) => target) },
  });
  return analyzeDump(readDump(bytes), namesOf(variables));
}

export function pathNamesOf({ tree, typed }: DumpAnalysis): PathNames {
  return { tree, groups: typed.groups.groups, steps: typed.steps };
}
