/** The report on a dump: its totals, what is left beside its rows, and what changed since another. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { analyzeDump, type DumpAnalysis } from "../../../src/dump/analysis.ts";
import { heldReport } from "../../../src/report/held/held.ts";
import { readDump } from "../../dump/dump-of.ts";
import { writeDump } from "../../dump/dump-writer.ts";
import { typedHolders } from "../../dump/typed-holders.ts";
import { SIZE, WORDS, type Written, writtenHolders } from "../../dump/written-holders.ts";

const named = (written: Partial<Written> = {}) => ({ analysis: writtenHolders(written), source: "a" });
const query = { binary: null, stack: undefined };

test("rows and the rest are all that is alive; garbage is told apart", () => {
  const { kind, schemaVersion, current, holders, otherBytes, base } = heldReport(named(), undefined, query);
  assert.deepEqual([kind, schemaVersion], ["held", 1]);
  assert.equal(base, null);
  assert.deepEqual([current.liveBytes, current.liveObjects], [12 * SIZE + WORDS.container + WORDS.other, 13]);
  assert.deepEqual([current.garbageBytes, current.garbageObjects], [4 * SIZE, 1]);
  assert.equal(otherBytes, 0);
  for (const { baseBytes, deltaBytes } of holders) assert.deepEqual([baseBytes, deltaBytes], [null, null]);
});

test("with a dump from before the largest change comes first", () => {
  const { holders, base } = heldReport(named({ own: 9 * SIZE }), named(), query);
  assert.equal(base?.liveBytes, 12 * SIZE + WORDS.container + WORDS.other);
  assert.deepEqual(
    holders.map(({ deltaBytes }) => deltaBytes),
    [7 * SIZE, 0],
  );
  assert.deepEqual(holders[0]?.baseBytes, 2 * SIZE + WORDS.other);
});

test("what was asked for by stack leaves out holders without such samples, unless all are wanted", () => {
  const rows = (isComplete: boolean) =>
    heldReport(named(), undefined, { binary: null, stack: () => false, isComplete }).holders.length;
  assert.deepEqual([rows(false), rows(true)], [0, 2]);
});

test("whether samples were taken at all is told by the dump's stacks", () => {
  const isSampled = (analysis: DumpAnalysis) => heldReport({ analysis, source: "" }, undefined, query).isSampled;
  assert.deepEqual([isSampled(writtenHolders()), isSampled(typedHolders())], [true, false]);
});

test("of chosen stacks most samples come first, with a dump from before too", () => {
  const chosen = { binary: null, stack: () => true };
  const paths = (base?: ReturnType<typeof named>) =>
    heldReport(named({ own: 9 * SIZE }), base, chosen).holders.map(({ samples, deltaBytes }) => [
      samples?.count,
      deltaBytes,
    ]);
  assert.deepEqual(paths(named()), [
    [3, 0],
    [1, 7 * SIZE],
  ]);
});

test("the first object of the heap may be garbage", () => {
  const [heap, kept] = [0xc000000000, 0xc000001000];
  const bytes = writeDump({
    heap: [heap, heap + 0x10000],
    objects: [
      { address: heap, size: 256 },
      { address: kept, size: 512 },
    ],
    data: { address: 0x600000, words: [kept] },
  });
  const { current } = heldReport({ analysis: analyzeDump(readDump(bytes)), source: "" }, undefined, query);
  assert.deepEqual([current.garbageBytes, current.garbageObjects, current.liveBytes], [256, 1, 512]);
});
