/** Call trees without some of their nodes: what they called hangs higher, or is a root. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { trimTree } from "../../../src/graph/trim/tree.ts";
import { edgeLines, treeOf } from "../graph-of.ts";

function without(stacks: string, ...names: readonly string[]): string[] {
  const tree = treeOf(stacks);
  const removed = Uint8Array.from(tree.info, (_, node) => (names.includes(tree.names.at(node)) ? 1 : 0));
  const edges = trimTree(tree.edges(), removed);
  return edgeLines({ ...tree, edges: () => edges });
}

test("what a removed node called hangs on the nearest caller that is left", () => {
  assert.deepEqual(without("main;a;b;c 5\n main;a;d 7", "a"), ["b -> c 5", "main ... b 5", "main ... d 7"]);
  assert.deepEqual(without("main;a;b;c 5\n main;a;d 7", "a", "b"), ["main ... c 5", "main ... d 7"]);
  assert.deepEqual(without("main;a 5", "a"), []);
  assert.deepEqual(without("main;a 5"), ["main -> a 5"]);
});

test("without a caller that is left it is a root, however many went above it", () => {
  assert.deepEqual(without("main;a;b 5\n x;y 2", "main"), ["a -> b 5", "x -> y 2"]);
  assert.deepEqual(without("main;a;b;c 5\n x;y 2", "main", "a"), ["b -> c 5", "x -> y 2"]);
  assert.deepEqual(without("main;a;b;c 5", "main", "b"), ["a ... c 5"]);
});

test("an edge that is hung up is inlined where all on the way were", () => {
  assert.deepEqual(without("main;~a;~b 5", "a"), ["main ... b 5 inline"]);
  assert.deepEqual(without("main;~a;b 5", "a"), ["main ... b 5"]);
  assert.deepEqual(without("main;a;~b 5", "a"), ["main ... b 5"]);
});
