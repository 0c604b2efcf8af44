/** Paths as Go's path package cleans them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { baseName, cleanPath } from "../../src/profile/file-path.ts";

test("a clean path has no dots, no double slashes and no way up within it", () => {
  const cases = { "": ".", ".": ".", "a//b/./c": "a/b/c", "a/../b": "b", "../a": "../a", "../../a": "../../a" };
  const rooted = { "/": "/", "/..": "/", "/../a": "/a", "/a/b/..": "/a", "a/..": ".", "a/b/../../..": "..", "a/": "a" };
  for (const [path, clean] of Object.entries({ ...cases, ...rooted })) assert.equal(cleanPath(path), clean, path);
});

test("the last element of a path, whatever slashes end it", () => {
  const cases = { "": ".", "/": "/", "//": "/", a: "a", "/a/b": "b", "a/b//": "b", ".": "." };
  for (const [path, base] of Object.entries(cases)) assert.equal(baseName(path), base, path);
});
