/** What the page to choose from says of each, and what once of all. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderChooser } from "../../../src/cli/serve/chooser.ts";

function said(choices: Parameters<typeof renderChooser>[0]): string[] {
  const [, body = ""] = renderChooser(choices, "").split("<h1>");
  return body
    .split(/<[^>]*>/)
    .map((text) => text.trim())
    .filter((text) => text !== "");
}

const heap = (path: string) => ({ title: path, about: "one heap", paths: [path] });
const pair = (path: string, base: string) => ({ title: path, about: `against ${base}`, paths: [path, base] });

test("the folder and the words that all have are said once", () => {
  assert.deepEqual(said([heap("/a/b/x/1.out"), heap("/a/b/y/1.out")]), [
    ...["What to look at", "In", "/a/b/", ", each one heap"],
    ...["x/1.out", "y/1.out"],
  ]);
  assert.deepEqual(said([pair("/a/x/2.out", "/a/x/1.out"), pair("/a/y/2.out", "/a/y/1.out")]), [
    ...["What to look at", "In", "/a/"],
    ...["x/2.out", "against x/1.out", "y/2.out", "against y/1.out"],
  ]);
});

test("what has no folder in common is there whole", () => {
  assert.deepEqual(said([heap("1.out"), heap("b/1.out")]), ["What to look at", "Each one heap", "1.out", "b/1.out"]);
  assert.deepEqual(said([heap("/a/1.out"), heap("/b/1.out")]).slice(2), ["/a/1.out", "/b/1.out"]);
  const all = { title: "All 2", about: "compared", paths: [] };
  assert.deepEqual(said([all, heap("/a/b/1.out"), heap("/a/b/2.out")]).slice(3), [
    ...["All 2", "compared", "1.out", "one heap", "2.out", "one heap"],
  ]);
});
