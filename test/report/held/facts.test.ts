/** What a dump says beside who holds what. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { analyzeDump } from "../../../src/dump/analysis.ts";
import { duplicateStrings, heldFacts } from "../../../src/report/held/facts.ts";
import { readDump } from "../../dump/dump-of.ts";
import { writeDump } from "../../dump/dump-writer.ts";
import {
  BYTES,
  besideHolders,
  foreignHolders,
  ITEM,
  pathNamesOf,
  typedHolders,
  USED,
} from "../../dump/typed-holders.ts";
import { SIZE, writtenHolders } from "../../dump/written-holders.ts";

const HEAP = 0xc000000000;
const analysis = writtenHolders();
const names = { tree: analysis.tree, groups: analysis.typed.groups.groups, steps: analysis.typed.steps };

test("the five largest objects that are alive, whatever is garbage; nothing finalized, no goroutine", () => {
  const { largest, finalizedBytes, finalizedObjects, goroutines, duplicates } = heldFacts(analysis, names);
  assert.deepEqual(
    largest.map(({ bytes, count }) => [bytes, count]),
    [2 * SIZE, SIZE, SIZE, SIZE, SIZE].map((bytes) => [bytes, 1]),
  );
  assert.deepEqual([finalizedBytes, finalizedObjects, goroutines, duplicates], [0, 0, [], null]);
});

test("what nothing but a finalizer leads to is told, with what hangs on it; what waits for one that runs is held", () => {
  const [first, body, queued] = [HEAP + 0x1000, HEAP + 0x2000, HEAP + 0x3000];
  const finalized = analyzeDump(
    readDump(
      writeDump({
        heap: [HEAP, HEAP + 0x100000],
        objects: [
          { address: first, words: [body] },
          { address: body, size: 512 },
          { address: queued, size: 256 },
        ],
        finalizers: [
          [first, 0, false],
          [queued, 0, true],
        ],
      }),
    ),
  );
  const { tree, typed } = finalized;
  const named = { tree, groups: typed.groups.groups, steps: typed.steps };
  const { finalizedBytes, finalizedObjects } = heldFacts(finalized, named);
  assert.deepEqual([finalizedBytes, finalizedObjects], [8 + 512, 2]);
  assert.ok(typed.groups.groups.some(({ kind }) => kind === "queued-finalizer"));
});

test("copies are all but one of each string, over all of them; texts are left out unless asked for", () => {
  const found = Array.from({ length: 6 }, (_, at) => ({ first: 1, count: at + 2, length: 3, bytes: 16, text: "abc" }));
  const { copies, bytes, largest } = duplicateStrings(analysis, names, found, false);
  assert.deepEqual([copies, bytes, largest.length], [1 + 2 + 3 + 4 + 5 + 6, 96, 5]);
  assert.equal(largest[0]?.text, null);
  assert.equal(duplicateStrings(analysis, names, found, true).largest[0]?.text, "abc");
});

test("the largest stay the largest however many there are, and whenever they come", () => {
  const sizes = [8192, ...Array(30).fill(64), ...Array(3).fill(1024), ...Array(30).fill(64), 2048];
  const at = (row: number): number => HEAP + 0x10000 * (row + 1);
  const many = analyzeDump(
    readDump(
      writeDump({
        heap: [HEAP, HEAP + 0x1000000],
        objects: sizes.map((size, row) => ({ address: at(row), size })),
        data: { address: 0x600000, words: sizes.map((_, row) => at(row)) },
      }),
    ),
  );
  const named = { tree: many.tree, groups: many.typed.groups.groups, steps: many.typed.steps };
  assert.deepEqual(
    heldFacts(many, named).largest.map(({ bytes }) => bytes),
    [8192, 2048, 1024, 1024, 1024],
  );
});

test("what slices do not use of their arrays is told by place; one that is full has nothing to tell", () => {
  const typed = typedHolders();
  const { slack, slackBytes } = heldFacts(typed, pathNamesOf(typed));
  const unused = BYTES.spare - USED;
  assert.deepEqual(slack, [{ path: "main.cache .spare", type: "[]uint8", bytes: unused, count: 1 }]);
  assert.equal(slackBytes, unused);
});

test("a slice that uses nothing, or all but one byte, has the rest; one that uses more than it has has nothing", () => {
  const bytesOf = (used: number) => {
    const typed = typedHolders(undefined, used);
    return heldFacts(typed, pathNamesOf(typed)).slackBytes;
  };
  assert.deepEqual([0, BYTES.spare - 1, BYTES.spare, BYTES.spare + 1].map(bytesOf), [BYTES.spare, 1, 0, 0]);
});

test("of a slice whose elements are unknown, unused room is not known", () => {
  const typed = foreignHolders();
  const { slack, slackBytes } = heldFacts(typed, pathNamesOf(typed));
  assert.ok(typed.typed.steps.steps.some(({ kind, target }) => kind === "slice" && target < 0));
  assert.deepEqual([slack, slackBytes], [[], 0]);
});

test("what goroutines alone hold is told by entry function, most first; the runtime's own are left out", () => {
  const at = (row: number): number => HEAP + 0x10000 * (row + 1);
  const [shared, ...own] = [64, 512, 256, 1024, 2048].map((size, row) => ({ address: at(row), size }));
  assert.ok(shared !== undefined);
  const goroutine = (id: number, name: string, ...held: readonly number[]) => {
    const memory = { address: 0x7000000 + 0x1000 * id, words: held };
    return {
      address: 0x6000000 + 0x1000 * id,
      isSystem: name.startsWith("runtime."),
      frames: [[name, 0x401000, memory]] as const,
    };
  };
  const written = analyzeDump(
    readDump(
      writeDump({
        heap: [HEAP, HEAP + 0x1000000],
        objects: [shared, ...own],
        goroutines: [
          goroutine(1, "main.small", at(0), at(1)),
          goroutine(2, "main.large", at(0), at(2)),
          goroutine(3, "main.large", at(3)),
          goroutine(4, "runtime.bgsweep", at(4)),
          goroutine(5, "main.none", at(0)),
        ],
      }),
    ),
  );
  assert.deepEqual(heldFacts(written, pathNamesOf(written)).goroutines, [
    { path: "main.large", type: "", bytes: 256 + 1024, count: 2 },
    { path: "main.small", type: "", bytes: 512, count: 1 },
  ]);
});

test("what comes late is among the largest where it is larger than the least of them", () => {
  const sizes = [8192, 4096, 512, 256, ...Array(16).fill(64), 128];
  const at = (row: number): number => HEAP + 0x10000 * (row + 1);
  const objects = sizes.map((size, row) => ({ address: at(row), size }));
  const data = { address: 0x600000, words: sizes.map((_, row) => at(row)) };
  const { tree, typed, ...rest } = analyzeDump(readDump(writeDump({ heap: [HEAP, HEAP + 0x1000000], objects, data })));
  const named = { tree, groups: typed.groups.groups, steps: typed.steps };
  const { largest } = heldFacts({ tree, typed, ...rest }, named);
  assert.deepEqual(
    largest.map(({ bytes }) => bytes),
    [8192, 4096, 512, 256, 128],
  );
});

test("what a variable points to itself is among the largest", () => {
  const alone = besideHolders();
  const { largest } = heldFacts(alone, pathNamesOf(alone));
  assert.deepEqual(
    largest.map(({ bytes }) => bytes),
    Array(5).fill(BYTES.item),
  );
  const first = typedHolders([["main.items", "*main.Item", ITEM]]);
  assert.deepEqual(heldFacts(first, pathNamesOf(first)).largest[0], {
    ...{ path: "main.items", type: "*main.Item", bytes: BYTES.item, count: 1 },
  });
});

test("the first object of the heap counts as any other, for the goroutine that holds it", () => {
  const memory = { address: 0x7000000, words: [HEAP] };
  const written = analyzeDump(
    readDump(
      writeDump({
        heap: [HEAP, HEAP + 0x10000],
        objects: [{ address: HEAP, size: 512 }],
        goroutines: [{ address: 0x6000000, frames: [["main.work", 0x401000, memory]] }],
      }),
    ),
  );
  const { goroutines } = heldFacts(written, pathNamesOf(written));
  assert.deepEqual(goroutines, [{ path: "main.work", type: "", bytes: 512, count: 1 }]);
});
