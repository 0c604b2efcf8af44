/** Where references meet many: containers, and the last place before memory is spread. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findHoldingReferences } from "../../../src/blame/holders/reference-places.ts";
import { buildReferenceTree } from "../../../src/blame/holders/reference-tree.ts";
import { referencesFromText } from "./reference-profile.ts";

function found(text: string, total?: number) {
  const tree = buildReferenceTree(referencesFromText(text));
  const all = tree.places.reduce((sum, { parent }, row) => sum + (parent < 0 ? (tree.bytes[row] as number) : 0), 0);
  const name = (row: number) => (row === -1 ? "" : (tree.places[row]?.path ?? "no such place"));
  const rows = findHoldingReferences(tree, total ?? all);
  return rows.map(({ place, element, elements }) => [name(place), name(element), elements]);
}

const MAP = "main.s > m. (map[string]*main.Pod)";
const VALUE = `${MAP} > $mapval. (*main.Pod)`;

test("a container of eight or more is a row, with what most of it is", () => {
  assert.deepEqual(found(`${VALUE} 8 800`), [["main.s .m", "main.s .m[string]", 8]]);
  assert.deepEqual(found(`${VALUE} 7 800`), [["main.s .m[string]", "", 0]]);
});

test("an element has three fifths of it, or none is named", () => {
  const key = `${MAP} > $mapkey. (string)`;
  assert.deepEqual(found(`${VALUE} 8 600\n${key} 8 400`), [["main.s .m", "main.s .m[string]", 8]]);
  assert.deepEqual(found(`${VALUE} 8 599\n${key} 8 401`), [["main.s .m", "", 0]]);
});

test("objects that lie in the element itself are counted by those of its pointers, the most of any", () => {
  const pod = `${MAP} > $mapval. (main.Pod)`;
  assert.deepEqual(found(`${pod} > name. (string) 9 900\n${pod} > on. (string) 8 90`), [
    ["main.s .m", "main.s .m[string]", 9],
  ]);
  assert.deepEqual(found(`${pod} > on. (string) 8 90\n${pod} > name. (string) 9 900`)[0]?.[2], 9);
});

test("fields of many objects make no container", () => {
  assert.deepEqual(found("main.s > pod. (*main.Pod) > name. (string) 9 900"), [["main.s .pod .name", "", 0]]);
});

test("a list of eight is a container, and so is what a sync.Map is made of", () => {
  const loop = "main.l > next. (*main.n) > next. (*main.n)";
  assert.deepEqual(found(`${loop} 8 30\n${loop} > v. (*main.v) 3 70`), [["main.l .next", "main.l .next .v", 3]]);
  assert.equal(found(`${loop} 7 30\n${loop} > v. (*main.v) 3 70`).length, 2);
  const trie = "main.s > m. (sync.Map) > m. (internal/sync.HashTrieMap[interface {},interface {}]) > root. (int)";
  assert.deepEqual(found(`${trie} 1 10`)[0]?.[0], "main.s .m");
  assert.deepEqual([found(`${trie} 1 10`)[0]?.[2], found(`${trie} 0 10`)[0]?.[2]], [1, 0]);
});

test("less than 0.5% of all, or less than a byte, is no row; the most bytes come first", () => {
  const names = (text: string, total?: number) => found(text, total).map(([name]) => name);
  assert.deepEqual(names("main.a 1 995\nmain.b 1 5"), ["main.a", "main.b"]);
  assert.deepEqual(names("main.a 1 996\nmain.b 1 4"), ["main.a"]);
  assert.deepEqual(names("main.b 1 300\nmain.a 1 700"), ["main.a", "main.b"]);
  assert.deepEqual([names("main.a 1 0", 0), names("main.a 1 1", 1)], [[], ["main.a"]]);
});

test("what a place has beside what lies below it is a row too, where it is large enough; most bytes of its own first", () => {
  const below = (own: number) => found(`main.s 1 ${own}\nmain.s > p. (*main.P) 1 ${1000 - own}`).map(([name]) => name);
  assert.deepEqual(below(501), ["main.s", "main.s .p"]);
  assert.deepEqual(below(5), ["main.s .p", "main.s"]);
  assert.deepEqual(below(4), ["main.s .p"]);
});
