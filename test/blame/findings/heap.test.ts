/** A heap that shrank may hide a part that grew. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { growthWords } from "../../../src/wording/growth/words.ts";
import { growthOf } from "../../report/growth-of.ts";
import { heapProfile } from "../heap-buckets.ts";

const MIB = 1024 ** 2;

function shrinking(before: number, after: number) {
  const heap = (cache: number, series: number) =>
    heapProfile([
      { stack: "main.main;main.fill", size: MIB, inuse: cache, alloc: 900 },
      { stack: "main.main;main.with", size: MIB, inuse: series, alloc: series },
    ]);
  return growthOf(heap(400, before), heap(100, after));
}

test("what grew in a heap that shrank is said", () => {
  const report = shrinking(10, 110);
  assert.deepEqual(
    report.findings.map(({ code }) => code).filter((code) => /shrank|grew/.test(code)),
    ["shrank", "parts-grew"],
  );
  assert.match(growthWords(report).verdict, /; parts of it grew by 116 MiB\. What grew was allocated in main\.with\./);
});

test("a heap of which nothing grew only shrank", () => {
  const report = shrinking(10, 10);
  assert.ok(!report.findings.some(({ code }) => code === "parts-grew"));
  assert.doesNotMatch(growthWords(report).verdict, /grew/);
});
