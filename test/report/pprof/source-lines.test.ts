/** Lines as pprof's scanner reads them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeText } from "../../../src/profile/string-table.ts";
import { splitSourceLines } from "../../../src/report/pprof/source-lines.ts";

const split = (text: string) => splitSourceLines(encodeText(text));

test("lines end at LF and at CR LF; the last needs no end", () => {
  assert.deepEqual(split("a\nb\r\n\n\r\nc"), ["a", "b", "", "", "c"]);
  assert.deepEqual(split("a\rb\r"), ["a\rb"]);
  assert.deepEqual([split(""), split("\n")], [[], [""]]);
});

test("all ends before a line of 64 KiB", () => {
  const fits = "x".repeat(65_535);
  assert.deepEqual(split(`a\n${fits}\nb`).length, 3);
  assert.deepEqual(split(`a\n${fits}x\nb`), ["a"]);
});
