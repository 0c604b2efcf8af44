import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseProfile } from "../../src/profile/parse.ts";
import { describeProfileKind, heapSampleTypes } from "../../src/profile/profile-kind.ts";
import { corpusFile, hasCorpus, readBytes } from "./corpus.ts";

const header = (...types: string[]) => ({
  sampleTypes: types.map((word) => ({ type: word.split("/")[0] as string, unit: word.split("/")[1] as string })),
});

test("heap sample types are those that count objects and bytes", () => {
  assert.deepEqual(heapSampleTypes(header("objects/count", "space/bytes")), ["objects", "space"]);
  assert.deepEqual(heapSampleTypes(header("cpu-time/nanoseconds", "alloc-samples/count", "alloc-space/bytes")), [
    "alloc-samples",
    "alloc-space",
  ]);
  assert.deepEqual(heapSampleTypes(header("samples/count", "cpu/nanoseconds")), []);
  assert.deepEqual(heapSampleTypes(header("contentions/count", "delay/nanoseconds")), []);
});

test("the kind of every profile of the corpus is told as its index has it", { skip: !hasCorpus && "no corpus" }, () => {
  const rows = readFileSync(corpusFile("INDEX.md"), "utf8")
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));
  let seen = 0;
  for (const [, path = "", , , , , kind = ""] of rows) {
    if (!/^(heap|cpu|goroutine|contention|threadcreate)$/.test(kind) || path.startsWith("broken/")) continue;
    assert.equal(describeProfileKind(parseProfile(readBytes(corpusFile(path))).header), kind, path);
    seen++;
  }
  assert.ok(seen > 100);
});
