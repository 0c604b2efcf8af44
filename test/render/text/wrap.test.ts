import assert from "node:assert/strict";
import { test } from "node:test";
import { wrapText } from "../../../src/render/text/wrap.ts";

test("a paragraph breaks between words, and further lines are indented", () => {
  assert.deepEqual(wrapText("- one two three four", 11, "  "), ["- one two", "  three", "  four"]);
  assert.deepEqual(wrapText("    a, b, c", 8, "    "), ["    a,", "    b, c"]);
  assert.deepEqual(wrapText("one two", Number.POSITIVE_INFINITY), ["one two"]);
});

test("a word longer than a line breaks behind a slash or a dot, else anywhere", () => {
  assert.deepEqual(wrapText("in example.com/a/b.Load now", 14), ["in", "example.com/a/", "b.Load now"]);
  assert.deepEqual(wrapText("abcdefgh", 3), ["abc", "def", "gh"]);
});
