/** Paths as Go's path package cleans them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { baseName, cleanPath, commonFolder } from "../../src/profile/file-path.ts";

test("a clean path has no dots, no double slashes and no way up within it", () => {
  const cases = { "": ".", ".": ".", "a//b/./c": "a/b/c", "a/../b": "b", "../a": "../a", "../../a": "../../a" };
  const rooted = { "/": "/", "/..": "/", "/../a": "/a", "/a/b/..": "/a", "a/..": ".", "a/b/../../..": "..", "a/": "a" };
  for (const [path, clean] of Object.entries({ ...cases, ...rooted })) assert.equal(cleanPath(path), clean, path);
});

test("the last element of a path, whatever slashes end it", () => {
  const cases = { "": ".", "/": "/", "//": "/", a: "a", "/a/b": "b", "a/b//": "b", ".": "." };
  for (const [path, base] of Object.entries(cases)) assert.equal(baseName(path), base, path);
});

test("the innermost folder of all, whatever else the names share", () => {
  for (const [folder, ...paths] of [
    ["/a/b/", "/a/b/1", "/a/b/2"],
    ["/a/", "/a/b/1", "/a/bc/2"],
    ["/a/", "/a/b", "/a/b/1"],
    ["/a/b/", "/a/b/1"],
    ["a/", "a/h", "a/h"],
    ["a/", "a/capture/", "a/x/1"],
    ["a/", "a/capture/", "a/capture/1"],
    ["C:\\a\\", "C:\\a\\1", "C:\\a\\2\\x"],
    ["", "/a/1", "/b/1"],
    ["", "/a/1", "b/1"],
    ["", "/a/1", "-"],
    ["", "/a/1", ""],
    ["", "/a/1", "/"],
    ["", "a/capture/", "b/1"],
    ["", "1", "2"],
    ["", ""],
    [""],
  ] as const) {
    assert.equal(commonFolder(paths), folder, paths.join(" "));
    assert.equal(commonFolder([...paths].reverse()), folder, paths.join(" "));
  }
});
