/** Paths of references as places. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { buildReferenceTree } from "../../../src/blame/holders/reference-tree.ts";
import { referencesFromText } from "./reference-profile.ts";

const treeOf = (text: string) => buildReferenceTree(referencesFromText(text));
const placesOf = (text: string) => {
  const { places, ownObjects, objects, bytes } = treeOf(text);
  return places.map(({ path }, row) => [path, ownObjects[row], objects[row], bytes[row]]);
};

test("a place has its own objects, and with those below all of them", () => {
  const text =
    "main.server 1 10\nmain.server > name. (string) 2 20\nmain.server > pod. (*main.Pod) > name. (string) 3 30";
  assert.deepEqual(placesOf(text), [
    ["main.server", 1, 6, 60],
    ["main.server .name", 2, 2, 20],
    ["main.server .pod", 0, 3, 30],
    ["main.server .pod .name", 3, 3, 30],
  ]);
});

test("what one path has twice is added up; an empty path is nowhere", () => {
  assert.deepEqual(placesOf("main.a 1 10\nmain.a 2 20\n- 5 50"), [["main.a", 3, 3, 30]]);
});

test("keys, values and elements are parts of their container, whatever the index", () => {
  const map = "main.s > m. (map[main.podPort][]int)";
  const rows = [
    `${map} > $mapkey. (struct main.podPort)`,
    `${map} > $mapval. ([]int) > [0]. (int)`,
    `${map} > $mapval. ([]int) > [7+]. (int)`,
    "main.s > n. (int) > $mapval. (int)",
  ];
  const paths = treeOf(rows.map((row) => `${row} 1 1`).join("\n")).places.map(({ path, part }) => [path, part]);
  assert.deepEqual(paths, [
    ["main.s", ""],
    ["main.s .m", ""],
    ["main.s .m key", "key"],
    ["main.s .m[podPort]", "value"],
    ["main.s .m[podPort][]", "element"],
    ["main.s .n", ""],
    ["main.s .n value", "value"],
  ]);
});

test("types lose the word struct before a name", () => {
  const types = treeOf("main.s > k. (struct main.podPort) > x. (struct { a int }) 1 1").places.map(({ type }) => type);
  assert.deepEqual(types, ["", "main.podPort", "struct { a int }"]);
});

test("what lies below without a name is said to", () => {
  assert.equal(treeOf("main.s > $sub_objects$. (int) 1 1").places[1]?.path, "main.s (below)");
});

test("the next of a list is one place with it, whose loop is known", () => {
  const next = "next. (*main.node)";
  const { places, ownObjects, isLoop } = treeOf(`main.list > head. (*main.node) > ${next} > ${next} > ${next} 4 40`);
  assert.deepEqual(
    places.map(({ label }) => label),
    ["main.list", "head", "next"],
  );
  assert.deepEqual([ownObjects[2], isLoop[2], isLoop[1]], [4, true, false]);
});

test("a place looks for its like six places up, no further", () => {
  const between = (count: number) => Array.from({ length: count }, (_, at) => `f${at}. (int)`).join(" > ");
  const rows = (count: number) =>
    treeOf(`main.s > next. (*main.n) > ${between(count)} > next. (*main.n) 1 1`).places.length;
  assert.equal(rows(5), 7, "sixth from below");
  assert.equal(rows(6), 9);
});

test("an element of an element is no loop", () => {
  const { places, isLoop } = treeOf("main.s > m. ([][]int) > [0]. ([]int) > [0]. ([]int) 1 1");
  assert.deepEqual([places.length, isLoop.includes(true)], [4, false]);
});
