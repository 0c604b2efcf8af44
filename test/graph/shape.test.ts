/** A graph and a call tree behind one face: what is listed, and what is left of the edges when nodes go. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type GraphShape, graphShape, treeShape } from "../../src/graph/shape.ts";
import { ProfileBuilder } from "../../src/profile/builder.ts";
import { edgeLines, graphOf, nodesNamed, sourceOf, sourceOfProfile, treeOf } from "./graph-of.ts";

const STACKS = "main;a;b;c 5\n main;a;c 7\n main;d 2";

function listed(shape: GraphShape): string[] {
  return Array.from(shape.listed, (node) => shape.names.at(node)).sort();
}

test("what weighs nothing is not listed, and its edges are there", () => {
  const shape = graphOf("main;a 5\n main;b 3\n main;b -3");
  assert.deepEqual(listed(shape), ["a", "main"]);
  assert.deepEqual(edgeLines(shape), ["main -> a 5", "main -> b 0"]);
});

test("with negative values dropped, a node goes by its own value, and by what it called where it has none", () => {
  const stacks = "main;a -5\n main;b 9\n main;c;d -2\n main;c -1\n main;e;f -3\n main;e;g 4";
  const graph = graphShape(sourceOf(stacks), { dropNegative: true, edges: "all" });
  assert.deepEqual(listed(graph), ["b", "e", "g", "main"]);
  assert.deepEqual(listed(treeShape(sourceOf(stacks), true)), ["b", "e", "g", "main"]);
});

test("in a tree what a node called hangs on its caller when it goes, and once more when that goes too", () => {
  const tree = treeOf(STACKS);
  assert.ok(tree.isTree && !graphOf(STACKS).isTree);
  assert.deepEqual(edgeLines(tree), ["a -> b 5", "a -> c 7", "b -> c 5", "main -> a 12", "main -> d 2"]);
  const without = tree.keepOnly(tree.listed.filter((node) => tree.names.at(node) !== "b"));
  assert.deepEqual(edgeLines(without), ["a -> c 7", "a ... c 5", "main -> a 12", "main -> d 2"]);
  assert.deepEqual(listed(without), ["a", "c", "c", "d", "main"]);
  const less = without.keepOnly(without.listed.filter((node) => without.names.at(node) !== "a"));
  assert.deepEqual(edgeLines(less), ["main -> d 2", "main ... c 5", "main ... c 7"]);
  const roots = less.keepOnly(less.listed.filter((node) => less.names.at(node) !== "main"));
  assert.deepEqual(edgeLines(roots), []);
});

test("given edges take the place of the counted ones until nodes go: a tree keeps to them, a graph counts anew", () => {
  const edges = graphOf("x;y 1").edges();
  assert.equal(graphOf(STACKS).withEdges(edges).edges(), edges);
  const graph = graphOf(STACKS);
  const some = graph.withEdges(edges).keepOnly(nodesNamed(graph, "main", "c"));
  assert.deepEqual(edgeLines(some), ["main ... c 12"]);
  const tree = treeOf(STACKS);
  const given = tree.withEdges(tree.edges()).keepOnly(tree.listed.filter((node) => tree.names.at(node) !== "a"));
  assert.deepEqual(edgeLines(given), ["b -> c 5", "main -> d 2", "main ... b 5", "main ... c 7"]);
});

test("tags are those of the shape's own nodes", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const line = { function: builder.addFunction({ name: "main" }), line: 1 };
  builder.addSample([builder.addLocation({ address: 1n, lines: [line] })], [5], [{ key: "bytes", value: 8n }]);
  const source = sourceOfProfile(builder.finish(), 0);
  for (const shape of [graphShape(source, { dropNegative: false, edges: "all" }), treeShape(source, false)]) {
    const tags = shape.tags(shape.listed, { unit: "bytes", format: String });
    assert.deepEqual(
      tags
        .get(0)
        ?.numeric.get("")
        ?.map(({ name, flat }) => [name, flat]),
      [["8", 5]],
    );
  }
});

test("edges are counted once, and those of the names that are asked for alone", () => {
  const shape = graphOf(STACKS);
  assert.equal(shape.edges(), shape.edges());
  const of = (edges: "inline" | ((name: string) => boolean)) =>
    edgeLines(graphShape(sourceOf("main;a;~b 5\n main;d 2"), { dropNegative: false, edges }));
  assert.deepEqual(of("inline"), ["a -> b 5 inline"]);
  assert.deepEqual(
    of((name) => name === "d"),
    ["main -> d 2"],
  );
});

test("where files are trimmed once more, the nodes stay that are called what a kept one was called", () => {
  const source = { ...sourceOf("main;a;c 5\n main;b;c 3"), retrimmed: () => sourceOf("main;b;c 5\n main;x;c 3") };
  const shape = graphShape(source, { dropNegative: false, edges: "all" });
  const kept = shape.keepOnly(nodesNamed(shape, "main", "a", "b"));
  assert.deepEqual(listed(kept), ["b", "main"]);
  assert.deepEqual(edgeLines(kept), ["main -> b 5"]);
});

test("divisors are added up by node as the values are", () => {
  const source = { ...sourceOf("main;a 5\n main;b 7\n main;a 1"), divisors: Float64Array.of(1, 2, 4) };
  const { weights, names } = graphShape(source, { dropNegative: false, edges: "all" });
  const of = (column: ArrayLike<number | bigint> | undefined) =>
    Object.fromEntries(Array.from(column ?? [], (sum, node) => [names.at(node), sum]));
  assert.deepEqual(of(weights.flatDivisor), { main: 0, a: 5, b: 2 });
  assert.deepEqual(of(weights.cumDivisor), { main: 7, a: 5, b: 2 });
});
