/** Dumps written by hand: every record, both byte orders, both pointer sizes, memory that comes in pieces, and damage. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CERTAIN, FINALIZED, HOLDER, POSSIBLE } from "../../../src/dump/graph/holders.ts";
import { NONE } from "../../../src/dump/tables.ts";
import { ProfileError } from "../../../src/errors.ts";
import { mutations } from "../../profile/mutations.ts";
import { type DumpGraph, graphOf, readDump } from "../dump-of.ts";
import { type WrittenDump, writeDump } from "../dump-writer.ts";

const HEAP: readonly [number, number] = [0x10000, 0x800000];
/** A holds B and C, B holds D, C holds D; E is held by a frame's word only, F waits for its finalizer, G for nothing. */
const [A, B, C, D, E, F, G, FN] = [0x10000, 0x10040, 0x10080, 0x100c0, 0x10100, 0x10140, 0x10180, 0x101c0];

const everything: WrittenDump = {
  heap: HEAP,
  types: [[0x500000, 16, "main.Shape"]],
  itabs: [[0x600000, 0x500000]],
  objects: [
    { address: A, words: [B, C, 0x600000, C + 8, 3, 4], size: 64, pointers: [0, 1, 3] },
    { address: B, words: [D], size: 64 },
    { address: C, words: [D], size: 64 },
    { address: D, size: 64 },
    { address: E, size: 64 },
    { address: F, words: [G], size: 64 },
    { address: G, size: 64 },
    { address: FN, words: [0x401000], size: 64, pointers: [] },
    { address: 0x10200, size: 64 },
  ],
  goroutines: [
    {
      address: 0x900000,
      frames: [["main.work", 0x402000, { address: 0x700000, words: [D, E], pointers: [0] }]],
    },
  ],
  data: { address: 0xa00000, words: [0, A, 7, A + 16] },
  bss: { address: 0xb00000, words: [0] },
  finalizers: [[F, FN, false]],
  stacks: [[["main.make", "main.main"], 48, [A, D]]],
};

function nodeOf({ dump }: DumpGraph, address: number): number {
  return dump.memory.address.indexOf(address);
}

for (const pointerBytes of [8, 4] as const) {
  for (const isBigEndian of [false, true]) {
    describe(`${pointerBytes * 8} bits, ${isBigEndian ? "big" : "little"} endian`, () => {
      const graph = graphOf(readDump(writeDump({ ...everything, pointerBytes, isBigEndian }), 7));
      const { dump, reach, dominators, retained, holders } = graph;

      test("what is reached, and how surely", () => {
        const tiers = [A, B, C, D, E, F, G, FN, 0x10200].map((address) => reach.tier[nodeOf(graph, address)]);
        assert.deepEqual(tiers, [CERTAIN, CERTAIN, CERTAIN, CERTAIN, POSSIBLE, FINALIZED, FINALIZED, CERTAIN, 0]);
      });

      test("who retains what", () => {
        assert.equal(retained.bytes[nodeOf(graph, A)], 192);
        assert.equal(dominators.dominator[nodeOf(graph, D)], graph.graph.root);
        assert.equal(retained.bytes[graph.graph.root], 8 * 64);
        const goroutine = graph.graph.objectCount + holders.kind.indexOf(HOLDER.goroutine);
        assert.equal(retained.bytes[goroutine], 64);
      });

      test("the words beside a pointer", () => {
        const offsets = [...dump.pointers.offset.subarray(0, 3)].map((offset) => offset / pointerBytes);
        assert.deepEqual(offsets, [0, 1, 3]);
        assert.equal(dump.typeWordOf(2), 0x600000);
        assert.deepEqual([dump.pointers.next[2], dump.pointers.second[2]], [3, 4]);
        assert.equal(graph.graph.interior[2], 8);
        assert.equal(dump.memory.head[nodeOf(graph, FN)], 0x401000);
      });

      test("samples and their stacks", () => {
        assert.deepEqual([...dump.sampleAddress], [A, D]);
        assert.deepEqual(
          dump.stacks[0]?.frames.map((frame) => frame.function),
          ["main.make", "main.main"],
        );
      });
    });
  }
}

test("deferred calls, panics, queued finalizers and described roots hold what they name", () => {
  const bytes = writeDump({
    heap: HEAP,
    objects: [A, B, C, D, E, F].map((address) => ({ address, size: 64 })),
    goroutines: [{ address: 1, closure: F, deferred: [[0x700000, A]], panics: [B], frames: [] }],
    finalizers: [[C, D, true]],
    roots: [["a root", E]],
  });
  const graph = graphOf(readDump(bytes));
  assert.deepEqual(
    [A, B, C, D, E, F].map((address) => graph.reach.tier[nodeOf(graph, address)]),
    [CERTAIN, CERTAIN, CERTAIN, CERTAIN, CERTAIN, CERTAIN],
  );
  assert.deepEqual(graph.dump.rootNames, ["a root"]);
});

test("large memory is read in pieces, and only its fields count as pointers", () => {
  const words = Array.from({ length: 200_000 }, (_, index) =>
    index % 1000 === 0 ? A : index % 77 === 0 ? B : index % 0x8000,
  );
  const pointers = words.flatMap((_, index) => (index % 500 === 0 ? [index] : []));
  const big = { address: 0x20000, words, pointers };
  const bytes = writeDump({
    heap: HEAP,
    objects: [{ address: A, size: 64 }, { address: B, size: 64 }, big],
    bss: { address: 0xb00000, words: [0x20000] },
  });
  const whole = readDump(bytes, bytes.length);
  const kept = pointers.filter((index) => words[index] === A || words[index] === B);
  assert.deepEqual(
    [...whole.pointers.offset.subarray(0, -1)],
    kept.map((index) => index * 8),
  );
  assert.equal(whole.pointers.next[2], 2001);
  assert.equal(whole.memory.head[2], A);
  for (const piece of [1, 13, 4096, 1 << 20]) assert.deepEqual(readDump(bytes, piece).pointers, whole.pointers);
});

describe("damage", () => {
  const bytes = writeDump(everything);

  test("a dump cut anywhere says where it ends", () => {
    for (let length = 0; length < bytes.length; length++) {
      assert.throws(
        () => readDump(bytes.subarray(0, length)),
        (error) => {
          assert.ok(error instanceof ProfileError);
          assert.equal(error.code, "heap-dump");
          assert.ok(error.message.includes(`ends at byte ${length},`), error.message);
          return true;
        },
      );
    }
  });

  test("what is no dump, or an old one, is told so", () => {
    assert.throws(() => readDump(new TextEncoder().encode("heap profile: 1: 2")), /no Go heap dump/);
    assert.throws(() => readDump(new TextEncoder().encode("go1.4 heap dump\n")), /format of Go 1\.4/);
    assert.throws(() => readDump(Uint8Array.of(...bytes, 1)), /byte \d+: something follows its end/);
  });

  test("an unknown record and a field outside of its object name their place", () => {
    const start = "go1.7 heap dump\n".length;
    assert.throws(
      () => readDump(Uint8Array.of(...bytes.subarray(0, start), 99)),
      new RegExp(`at byte ${start}: .*kind 99`),
    );
    const outside = writeDump({ heap: HEAP, objects: [{ address: A, words: [1], pointers: [1] }] });
    assert.throws(() => readDump(outside), /byte \d+: a field lies outside of its object/);
  });

  test("damaged bytes give a dump or an error of ours", () => {
    for (const damaged of mutations(bytes, 3000, 13)) {
      try {
        graphOf(readDump(damaged));
      } catch (error) {
        if (!(error instanceof ProfileError)) throw error;
        assert.equal(error.code, "heap-dump");
      }
    }
  });
});

test("a pointer that points nowhere holds nothing", () => {
  const graph = graphOf(readDump(writeDump({ heap: HEAP, objects: [{ address: A, words: [0x300000] }] })));
  assert.equal(graph.graph.target[0], -1);
  assert.equal(graph.dump.pointers.second[0], NONE);
});
