/** Which points are one cause: those whose ways from the entry are mostly the same. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { clusterPoints } from "../../../src/blame/suspects/clusters.ts";
import type { GrowthRow } from "../../../src/blame/suspects/growth-tree.ts";
import { treeOfStacks } from "./tree-of.ts";

/** Names of the leaves of the stacks, clustered in the order given. */
function clusters(...stacks: readonly string[]): string[][] {
  const { tree, nameOf, identities } = treeOfStacks(stacks.map((stack) => `${stack} 1 1`).join("\n"));
  const find = (names: readonly string[]): GrowthRow => {
    let row: GrowthRow | undefined;
    for (const name of names) {
      row = (row === undefined ? tree.roots : tree.childrenOf(row)).find(({ node }) => nameOf(node) === name);
      assert.ok(row !== undefined, name);
    }
    return row as GrowthRow;
  };
  const isPlumbing = identities.map(({ name }) => name.startsWith("p."));
  const found = clusterPoints(
    stacks.map((stack) => find(stack.split(";"))),
    isPlumbing,
  );
  return found.map((points) => points.map(({ node }) => nameOf(node)));
}

test("seven tenths of the longer way are enough, less is not", () => {
  assert.deepEqual(clusters("a;b;c;d;e;f;g;h;i;j", "a;b;c;d;e;f;g;x"), [["j", "x"]]);
  assert.deepEqual(clusters("a;b;c;d;e;f;g;h;i;j", "a;b;c;d;e;f;x"), [["j"], ["x"]]);
});

test("plumbing does not count for the way", () => {
  assert.deepEqual(clusters("a;b;c;p.1;p.2;p.3", "a;b;c;p.4;p.5;p.6"), [["p.3", "p.6"]]);
  assert.deepEqual(clusters("p.1;p.2", "p.1;p.3"), [["p.2"], ["p.3"]]);
});

test("ways of other roots are other causes, whatever they are called", () => {
  assert.deepEqual(clusters("a;x;y;z", "b;x;y;z"), [["z"], ["z"]]);
});

test("the first that fits takes a point, and points keep their order", () => {
  assert.deepEqual(clusters("a;b;c;d;e", "q;r", "a;b;c;d;f", "a;b;c;d"), [["e", "f", "d"], ["r"]]);
});
