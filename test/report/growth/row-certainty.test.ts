/** How sure a frame's numbers are. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../../../src/blame/provenance/comparison.ts";
import { growthReport } from "../../../src/report/growth/growth.ts";
import { heapOf, SPACE } from "./evidence-of.ts";

function rowOf(name: string, before: string, after: string, limit = 0) {
  const report = growthReport(compare(heapOf(before), heapOf(after)), { sampleIndex: SPACE, limit });
  const row = report.functions.find((each) => each.name === name);
  assert.ok(row, report.functions.map((each) => each.name).join(" "));
  return row;
}

const PUT = "main.main;main.put";
const grown = rowOf("main.put", `${PUT} 1024 10 100`, `${PUT} 1024 60 200`);

test("a frame has the samples behind it, and an interval around its change", () => {
  assert.deepEqual([grown.samplesBase, grown.samplesCurrent, grown.significant], [10, 60, true]);
  const { low, high } = grown;
  assert.ok(
    low !== null && high !== null && low > 0 && low < Number(grown.deltaFlat) && Number(grown.deltaFlat) < high,
  );
  assert.ok(Number.isInteger(low) && Number.isInteger(high));
});

test("its objects have an interval of their own, and are sure where it leaves out nothing", () => {
  const { lowObjects, highObjects, significantObjects, deltaObjects } = grown;
  assert.ok(lowObjects !== null && highObjects !== null);
  assert.ok(lowObjects < Number(deltaObjects) && Number(deltaObjects) < highObjects);
  assert.equal(significantObjects, lowObjects > 0 || highObjects < 0);
});

test("a caller has an interval of what it called, none of its own", () => {
  const main = rowOf("main.main", `${PUT} 1024 10 100`, `${PUT} 1024 60 200`);
  assert.deepEqual(
    [main.samplesBase, main.low, main.high, main.significant, main.significantObjects],
    [0, null, null, null, null],
  );
  assert.deepEqual([main.lowCum, main.highCum, main.significantCum], [grown.low, grown.high, true]);
});

test("little more is not significant", () => {
  const { significant, significantCum } = rowOf("main.put", `${PUT} 1024 10 100`, `${PUT} 1024 12 200`);
  assert.deepEqual([significant, significantCum], [false, false]);
});

test("one that shrank is sure from below", () => {
  const shrunk = rowOf("main.put", `${PUT} 1024 60 100`, `${PUT} 1024 10 200`);
  assert.equal(shrunk.significant, true);
  assert.ok((shrunk.high ?? 0) < 0);
});

test("rows that a limit leaves out do not change what is sure of the others", () => {
  const [before, after] = [`${PUT} 1024 10 100\nmain.x 64 5 9`, `${PUT} 1024 60 200\nmain.x 64 6 19`];
  assert.deepEqual(rowOf("main.put", before, after, 1), rowOf("main.put", before, after, 0));
});

test("where a finding withholds them there is no certainty", () => {
  const same = rowOf("main.put", `${PUT} 1024 10 100`, `${PUT} 1024 10 100`);
  assert.deepEqual(
    [same.samplesBase, same.low, same.significant, same.lowCum, same.lowObjects],
    [null, null, null, null, null],
  );
});
