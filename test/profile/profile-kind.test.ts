import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseProfile } from "../../src/profile/parse.ts";
import { describeProfileKind } from "../../src/profile/profile-kind.ts";
import { corpusFile, hasCorpus, readBytes } from "./corpus.ts";

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
