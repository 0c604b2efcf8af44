/** What is spelled out, what stays, and that nothing is copied without need. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { escapeVisibly, visibleData, visibleLines, visibleText } from "../src/visible.ts";

test("what a terminal obeys, what turns and what hides text is spelled out", () => {
  for (const [text, seen] of [
    ["\u001b[2J", "\\x1b[2J"],
    ["\u009b2J", "\\x9b2J"],
    ["a\0b\u007f", "a\\x00b\\x7f"],
    ["\u202egpj", "\\u202egpj"],
    ["\u2066x\u2069", "\\u2066x\\u2069"],
    ["a\u200bb\ufeff\u00ad", "a\\u200bb\\ufeff\\xad"],
    ["\u{e0041}", "\\u{e0041}"],
    ["\udc9b", "\\x9b"],
    ["\ud800", "\\ud800"],
    ["\u2028", "\\u2028"],
    ["a\nb\r\tc", "a\\nb\\r\\tc"],
  ] as const) {
    assert.equal(visibleText(text), seen);
  }
});

test("names as programs have them stay", () => {
  for (const name of [
    "main.(*T[go.shape.int]).Do·dwrap",
    "日本語.函数",
    "µs ± → …",
    "C:\\go\\src",
    "a b",
    "\u{1f600}",
    "e\u0301",
  ])
    assert.equal(visibleText(name), name);
});

test("lines keep their ends and tabs", () => {
  assert.equal(visibleLines("a\n\tb\u001b\r\n"), "a\n\tb\\x1b\\r\n");
});

test("data keeps its shape, and is itself where nothing changes", () => {
  const clean = { a: ["x", { b: 1n, c: null }], d: new Float64Array(1) };
  assert.equal(visibleData(clean), clean);
  const seen = visibleData({ ...clean, "e\0": "\u001b" });
  assert.deepEqual(seen, { ...clean, "e\\x00": "\\x1b" });
  assert.equal(seen.a, clean.a);
});

test("JSON reads as what it was", () => {
  const text = "\u001b\u009b\u202e\u{e0041}\ud800\u2028é";
  const json = escapeVisibly(JSON.stringify(text));
  assert.match(json, /^[\x20-\x7eé]+$/);
  assert.equal(JSON.parse(json), text);
});
