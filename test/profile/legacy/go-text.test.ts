/** Lines as Go's scanner takes them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { LineScanner } from "../../../src/profile/legacy/go-text.ts";

function linesOf(text: string): string[] {
  const scanner = new LineScanner(new TextEncoder().encode(text));
  const lines: string[] = [];
  while (scanner.scan()) lines.push(scanner.text);
  return lines;
}

test("lines end at LF and at CR LF, the last one with its bytes", () => {
  assert.deepEqual(linesOf("a\r\nb\n\nc\r"), ["a", "b", "", "c"]);
  assert.deepEqual(linesOf("\r\n\ra"), ["", "\ra"]);
  assert.deepEqual(linesOf(""), []);
});
