/** What is told of holders that are none any more: all bytes are counted once, and changes add up to the change of the heap. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { analyzeDump } from "../../../src/dump/analysis.ts";
import { NO_NAMES } from "../../../src/dump/names/program-names.ts";
import { type HeldReport, heldReport, type NamedAnalysis } from "../../../src/report/held/held.ts";
import { referencesReport } from "../../../src/report/held/references.ts";
import { referencesFromText } from "../../blame/holders/reference-profile.ts";
import { readDump } from "../../dump/dump-of.ts";
import { writeDump } from "../../dump/dump-writer.ts";

const references = (text: string) => ({ profile: referencesFromText(text), source: "" });
const compared = (before: string, now: string): HeldReport => referencesReport(references(now), references(before));
const changes = ({ holders }: HeldReport) =>
  holders.map(({ path, baseBytes, bytes, deltaBytes }) => [path, baseBytes, bytes, deltaBytes]);

test("what is left of a holder is its own, not that of another whose name begins alike", () => {
  const { holders } = compared("main.cache 9 900\nmain.cached 1 100", "main.cache 2 3\nmain.cached 1 997");
  assert.deepEqual(
    holders.map(({ path, bytes, objects, share, deltaBytes }) => [path, bytes, objects, share, deltaBytes]),
    [
      ["main.cached", 997, 1, 0.997, 897],
      ["main.cache", 3, 2, 0.003, -897],
    ],
  );
});

const MAP = "main.s > m. (map[string]*main.Pod)";
const VALUE = `${MAP} > $mapval. (*main.Pod)`;

test("what a row below has is not told again of a container that is none any more", () => {
  const report = compared(`${MAP} 1 2\n${VALUE} 8 998`, `${MAP} 1 2\n${VALUE} 7 698`);
  assert.deepEqual(changes(report), [
    ["main.s .m", 1000, 2, -998],
    ["main.s .m[string]", 998, 698, -300],
  ]);
  assert.equal(report.holders[0]?.objects, 1);
});

test("what a row above has is not told again of what is a row of its own no more", () => {
  assert.deepEqual(changes(compared(`${VALUE} 7 700`, `${VALUE} 8 800`)), [["main.s .m", 700, 800, 100]]);
});

test("a row that leaves out what is below it does not count what was lost there", () => {
  const at = (field: string) => `main.s 1 500\nmain.s > p. (*main.P) > ${field}. (*main.Q) 1 500`;
  assert.deepEqual(changes(compared(at("b"), at("a"))), [
    ["main.s .p .a", 0, 500, 500],
    ["main.s .p .b", 500, 0, -500],
    ["main.s", 500, 500, 0],
  ]);
});

test("the same of dumps", () => {
  const [heap, data] = [0xc000000000, 0x600000];
  const dumpOf = (sizes: readonly number[]): NamedAnalysis => {
    const addresses = sizes.map((_, row) => heap + 0x2000 * (row + 1));
    const objects = sizes.map((size, row) => ({ address: addresses[row] ?? 0, size }));
    const bytes = writeDump({ heap: [heap, heap + 0x100000], objects, data: { address: data, words: addresses } });
    const variableName = (address: number) => (address === data ? "main.cache" : "main.cached");
    return { analysis: analyzeDump(readDump(bytes), { ...NO_NAMES, variableName }), source: "" };
  };
  const report = heldReport(dumpOf([8, 8000]), dumpOf([4000, 8]), { binary: null, stack: undefined });
  assert.deepEqual(changes(report), [
    ["main.cached", 8, 8000, 7992],
    ["main.cache", 4000, 8, -3992],
  ]);
  assert.deepEqual([report.holders[1]?.objects, report.holders[1]?.share], [1, 8 / 8008]);
});
