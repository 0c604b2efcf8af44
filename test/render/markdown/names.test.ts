/** Which words of a sentence are code. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeSpan, inlineText } from "../../../src/render/markdown/text.ts";

test("names are code, with what belongs to them and nothing else", () => {
  for (const [text, markdown] of [
    ["main.leak grew.", "`main.leak` grew."],
    ["by k8s.io/x/pkg.(*T).Do, mostly", "by `k8s.io/x/pkg.(*T).Do`, mostly"],
    ["by main.(*T[go.shape.struct { F int }]).Do: 5 MiB", "by `main.(*T[go.shape.struct { F int }]).Do`: 5 MiB"],
    ["(from main.main)", "(from `main.main`)"],
    ["@victim and #1, GH-7 or a@b.c", "`@victim` and `#1`, `GH-7` or `a@b.c`"],
    ["see https://evil.example/.", "see `https://evil.example/`."],
    ["at 0123abcdef0", "at `0123abcdef0`"],
    ["std::vector holds", "`std::vector` holds"],
    ["a `tick` b", "a `` `tick` `` b"],
    ["map[string]int | x", "`map[string]int` \\| x"],
  ] as const)
    assert.equal(inlineText(text), markdown);
});

test("words and numbers are prose", () => {
  for (const text of [
    "Heap grew by +5.25 MiB (12.3%), e.g. twice.",
    "1,234,567 objects -> 2.0 MB/s, 30.0 per iteration",
    "The limit is 256 MiB; GOGC 100.",
    "either/or and so on...",
  ])
    assert.equal(inlineText(text), text);
});

test("nothing begins a list, a quote, a heading or a rule", () => {
  for (const [text, markdown] of [
    ["- x", "\\- x"],
    ["> x", "\\> x"],
    ["1. x", "1\\. x"],
    ["===", "\\==="],
    ["# x", "`#` x"],
    ["+5 MiB", "+5 MiB"],
    ["-5 MiB", "-5 MiB"],
  ] as const)
    assert.equal(inlineText(text), markdown);
});

test("a megabyte of a name is shortened in one pass", { timeout: 60_000 }, () => {
  for (const name of ["a".repeat(1e6), "a/".repeat(5e5), "`".repeat(1e6), "[ ".repeat(5e5), "main.x ".repeat(1e5)]) {
    codeSpan(name);
    inlineText(`grew by ${name}`);
  }
  assert.ok(inlineText(`grew by main.${"a".repeat(1e6)}`).length < 200);
});
