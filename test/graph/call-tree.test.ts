import assert from "node:assert/strict";
import { test } from "node:test";
import { buildCallTree, treeEdges } from "../../src/graph/call-tree.ts";
import { keepEdges } from "../../src/graph/edges/table.ts";
import { trimTree } from "../../src/graph/trim/tree.ts";
import { decodeProfile } from "../../src/profile/codec/decode.ts";
import { NONE } from "../../src/profile/tables.ts";
import { generateProfile } from "../bench/generate.ts";
import { edgeLines, nodesNamed, sourceOf, sourceOfProfile, treeOf } from "./graph-of.ts";

/** One line a row, indented by depth: name, flat, cum. */
function lines(stacks: string): string[] {
  const source = sourceOf(stacks);
  const tree = buildCallTree(source);
  return Array.from(tree.parent, (_, row) => {
    let depth = 0;
    for (let caller = tree.parent[row] as number; caller !== NONE; caller = tree.parent[caller] as number) depth++;
    const name = source.nodes.infos[tree.info[row] as number]?.name;
    return `${"  ".repeat(depth)}${name} ${tree.weights.flat[row]} ${tree.weights.cum[row]}`;
  });
}

test("has a row for every context of a function", () => {
  assert.deepEqual(lines("main;a;c 5\n main;b;c 7\n main;b 1"), [
    "main 0 13",
    "  a 0 5",
    "    c 5 5",
    "  b 1 8",
    "    c 7 7",
  ]);
});

test("keeps each level of a recursion", () => {
  assert.deepEqual(lines("a;a;a 5\n a;a 1"), ["a 0 6", "  a 1 6", "    a 5 5"]);
});

test("shares rows between stacks whatever comes between them", () => {
  assert.deepEqual(lines("main;a;b 1\n other;x 2\n main;a;b 4"), [
    "main 0 5",
    "  a 0 5",
    "    b 5 5",
    "other 0 2",
    "  x 2 2",
  ]);
});

test("says in which row each sample ends", () => {
  const tree = buildCallTree(sourceOf("main;a 1\n main 2\n main;a 0"));
  assert.deepEqual([...tree.leafOf], [1, 0, NONE]);
});

test("hangs the callees of a removed row on its caller", () => {
  const shape = treeOf("main;a@f:1;~b;~c 5\n main;d;e 7");
  assert.deepEqual(edgeLines(shape.keepOnly(nodesNamed(shape, "main", "a", "c", "e"))), [
    "a ... c 5 inline",
    "main -> a 5",
    "main ... e 7",
  ]);
});

test("makes roots of the callees of a removed root", () => {
  const shape = treeOf("main;a;b 5");
  assert.deepEqual(edgeLines(shape.keepOnly(nodesNamed(shape, "a", "b"))), ["a -> b 5"]);
});

test("gives the same edges whether rows are left out at once or taken out later", () => {
  const bytes = generateProfile({ samples: 3_000, functions: 300, locations: 1_000, seed: 3, round: 0 });
  const tree = buildCallTree(sourceOfProfile(decodeProfile(bytes), 1));
  const removed = Uint8Array.from(tree.parent, (_, row) => ((row * 7919) % 5 < 2 ? 1 : 0));
  const atOnce = treeEdges(tree, removed);
  assert.ok(atOnce.length > 1_000);
  assert.deepEqual(atOnce, trimTree(treeEdges(tree, undefined), removed));
  const first = removed.map((flag, row) => (row % 2 === 0 ? flag : 0));
  const later = trimTree(
    treeEdges(tree, first),
    removed.map((flag, row) => (row % 2 === 1 ? flag : 0)),
  );
  assert.deepEqual(keepEdges(atOnce, new Uint8Array(atOnce.length).fill(1)), later);
});

test("divisors are added up along the same rows, and count where there is no value", () => {
  const source = { ...sourceOf("main;a 5\n main;b 0\n main;a 7\n main;c 0"), divisors: Float64Array.of(1, 2, 4, 0) };
  const { weights, length } = buildCallTree(source);
  assert.deepEqual(
    [weights.flat, weights.cum, weights.flatDivisor, weights.cumDivisor].map((column) => [...(column ?? [])]),
    [
      [0, 12, 0],
      [12, 12, 0],
      [0, 5, 2],
      [7, 5, 2],
    ],
  );
  assert.equal(length, 3);
  assert.equal(buildCallTree(sourceOf("main 1")).weights.cumDivisor, undefined);
});

test("stacks of any depth share what they have in common", () => {
  for (const depth of [255, 256, 257, 700]) {
    const shared = Array.from({ length: depth }, (_, at) => `f${at}`).join(";");
    const tree = buildCallTree(sourceOf(`${shared};x 1\n${shared};y 2\n${shared} 4\nf0;z 8`));
    assert.equal(tree.length, depth + 3, `${depth} frames`);
    assert.deepEqual([tree.weights.cum[0], tree.weights.cum[depth - 1]], [15, 7]);
    assert.deepEqual([...tree.leafOf], [depth, depth + 1, depth - 1, depth + 2]);
  }
});

test("which rows are inlined is told of all rows, however many there are", () => {
  for (const above of [["main"], ["top", "main"]]) {
    const start = above.join(";");
    const stacks = Array.from({ length: 1500 }, (_, at) => `${start};a${at}@f:${at + 1};~b${at} 1`);
    const tree = buildCallTree(sourceOf(stacks.join("\n")));
    assert.deepEqual([...tree.isInline], [...above.map(() => 0), ...stacks.flatMap(() => [0, 1])]);
  }
});
