import assert from "node:assert/strict";
import { test } from "node:test";
import type { Graph } from "../../../src/graph/graph.ts";
import { graphShape } from "../../../src/graph/shape.ts";
import { type TrimQuery, trimForPicture, trimForText } from "../../../src/graph/trim/trim.ts";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { edgeLines, graphOf, sourceOfProfile, treeOf } from "../graph-of.ts";

const ALL: TrimQuery = { nodeCount: 0, nodeFraction: 0, edgeFraction: 0, sort: "flat" };
const TAGS = { unit: "bytes", format: String };

function listed(graph: Graph): string[] {
  return Array.from(graph.listed, (node) => graph.names.at(node));
}

test("sorts by flat or cum, then by name", () => {
  const shape = graphOf("main;b 5\n main;a 5\n main;z 9\n main;c;y 6");
  assert.deepEqual(listed(trimForText(shape, ALL).graph), ["z", "y", "a", "b", "c", "main"]);
  assert.deepEqual(listed(trimForText(shape, { ...ALL, sort: "cum" }).graph), ["main", "z", "c", "y", "a", "b"]);
});

test("sorts a loss among gains of its size", () => {
  assert.deepEqual(listed(trimForText(graphOf("a 5\n b -6\n c 7"), ALL).graph), ["c", "b", "a"]);
});

test("drops nodes below a part of what all add up to, and tells how many", () => {
  const { graph, droppedNodes, originalCount } = trimForText(graphOf("main;a 90\n main;b 9\n main;c 1"), {
    ...ALL,
    nodeFraction: 0.05,
  });
  assert.deepEqual(listed(graph), ["a", "b", "main"]);
  assert.deepEqual({ droppedNodes, originalCount }, { droppedNodes: 1, originalCount: 3 });
});

test("takes cutoffs from the net of a diff", () => {
  // Net 1: a part of 5 % of it is less than one, so that nothing goes.
  assert.equal(trimForText(graphOf("a 100\n b -99"), { ...ALL, nodeFraction: 0.05 }).droppedNodes, 0);
});

test("leaves out nodes that come to nothing, but not their edges", () => {
  const { graph } = trimForText(graphOf("main;a;b 5\n main;a;c -5\n main;d 1"), ALL);
  assert.deepEqual(listed(graph), ["b", "c", "d", "main"]);
  assert.deepEqual(edgeLines(graph), ["a -> b 5", "a -> c -5", "main -> a 0", "main -> d 1"]);
});

test("drops light edges and counts them", () => {
  const { graph, droppedEdges } = trimForText(graphOf("main;a 90\n main;b 9\n main;c 1"), {
    ...ALL,
    edgeFraction: 0.05,
  });
  assert.deepEqual(edgeLines(graph), ["main -> a 90", "main -> b 9"]);
  assert.equal(droppedEdges, 1);
});

test("leaves out of a picture what merely passes on", () => {
  const { graph, originalCount } = trimForPicture(
    graphOf("main;pass;a 5\n main;pass;b 6"),
    { ...ALL, nodeCount: 3 },
    TAGS,
  );
  assert.deepEqual(listed(graph), ["main", "b", "a"]);
  assert.equal(originalCount, 4);
});

test("drops a residual edge where a path remains", () => {
  const stacks = "main;a;b 50\n main;x;b 1";
  const query = { ...ALL, nodeFraction: 0.1 };
  assert.deepEqual(edgeLines(trimForText(graphOf(stacks), query).graph), ["a -> b 50", "main -> a 50", "main ... b 1"]);
  assert.deepEqual(edgeLines(trimForPicture(graphOf(stacks), query, TAGS).graph), ["a -> b 50", "main -> a 50"]);
});

test("keeps a residual edge that is the only way", () => {
  const { graph } = trimForPicture(
    graphOf("main;a 50\n main;x;b 20\n main;y;b 20"),
    { ...ALL, nodeFraction: 0.3 },
    TAGS,
  );
  assert.deepEqual(edgeLines(graph), ["main -> a 50", "main ... b 40"]);
});

test("trims a tree twice as pprof does, by weight and by number", () => {
  const shape = treeOf("main;a;b;c 50\n main;a;b;d 1\n main;e;c 40");
  const { graph } = trimForPicture(shape, { ...ALL, nodeFraction: 0.05, nodeCount: 3 }, TAGS);
  assert.deepEqual(listed(graph), ["main", "c", "c"]);
  assert.deepEqual(edgeLines(graph), ["main ... c 40", "main ... c 50"]);
});

test("what is as heavy as the cutoff stays, what is one lighter goes", () => {
  for (const sign of [1, -1]) {
    const shape = graphOf(`main;a ${91 * sign}\n main;b ${5 * sign}\n main;c ${4 * sign}`);
    const nodes = trimForText(shape, { ...ALL, nodeFraction: 0.05 });
    assert.deepEqual([listed(nodes.graph), nodes.droppedNodes], [["a", "b", "main"], 1]);
    const edges = trimForText(shape, { ...ALL, edgeFraction: 0.05 });
    assert.deepEqual(edgeLines(edges.graph), [`main -> a ${91 * sign}`, `main -> b ${5 * sign}`]);
    assert.equal(edges.droppedEdges, 1);
  }
});

test("a picture of one node is of the one that tells most", () => {
  const { graph, originalCount } = trimForPicture(graphOf("main;a 5\n main;b 6"), { ...ALL, nodeCount: 1 }, TAGS);
  assert.deepEqual([listed(graph), originalCount], [["main"], 3]);
});

test("in text so many nodes are shown as are wanted, the first of their order, and all where there are fewer", () => {
  const shape = graphOf("main;a 5\n main;b 6\n main;b;c 2");
  const shown = (nodeCount: number, sort: "flat" | "cum") =>
    listed(trimForText(shape, { ...ALL, nodeCount, sort }).graph);
  assert.deepEqual(shown(1, "flat"), ["b"]);
  assert.deepEqual(shown(2, "cum"), ["main", "b"]);
  assert.deepEqual(shown(3, "flat"), ["b", "a", "c"]);
  for (const nodeCount of [0, 4, 5, 100]) assert.deepEqual(shown(nodeCount, "flat"), ["b", "a", "c", "main"]);
  const cut = trimForText(shape, { ...ALL, nodeCount: 2, sort: "cum" });
  assert.deepEqual([cut.originalCount, edgeLines(cut.graph)], [4, ["main -> b 8"]]);
});

test("tags take the room of nodes in a picture, at most four of each node", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const sizes: Readonly<Record<string, readonly bigint[]>> = { a: [8n, 16n, 24n, 32n, 40n, 48n], b: [8n], c: [8n] };
  for (const [name, each] of Object.entries(sizes)) {
    const line = { function: builder.addFunction({ name }), line: 1 };
    const row = builder.addLocation({ address: BigInt(name.charCodeAt(0)), lines: [line] });
    const value = { a: 100, b: 50, c: 25 }[name] ?? 0;
    for (const size of each) builder.addSample([row], [value], [{ key: "bytes", value: size }]);
  }
  const shape = graphShape(sourceOfProfile(builder.finish(), 0), { dropNegative: false, edges: "all" });
  const shown = (nodeCount: number) => listed(trimForPicture(shape, { ...ALL, nodeCount }, TAGS).graph);
  for (const nodeCount of [1, 4, 5]) assert.deepEqual(shown(nodeCount), ["a"], `${nodeCount} boxes`);
  for (const nodeCount of [6, 7]) assert.deepEqual(shown(nodeCount), ["a", "b"], `${nodeCount} boxes`);
  for (const nodeCount of [8, 9, 100, 0]) assert.deepEqual(shown(nodeCount), ["a", "b", "c"], `${nodeCount} boxes`);
});

test("a picture of all nodes has the tags of all", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const row = builder.addLocation({ lines: [{ function: builder.addFunction({ name: "a" }) }] });
  builder.addSample([row], [5], [{ key: "bytes", value: 8n }]);
  const shape = graphShape(sourceOfProfile(builder.finish(), 0), { dropNegative: false, edges: "all" });
  for (const nodeCount of [0, 1]) assert.equal(trimForPicture(shape, { ...ALL, nodeCount }, TAGS).tags.size, 1);
});

test("values beyond 2^53 are sorted and cut as others are; what comes to nothing in all is shown for what it has itself", () => {
  const shown = (unit: bigint) => {
    const shape = graphOf(`main;a ${5n * unit}\n main;a;b ${-5n * unit}\n main;c ${3n * unit}\n main;d ${-4n * unit}`);
    const of = (nodeCount: number, sort: "flat" | "cum") =>
      listed(trimForText(shape, { ...ALL, nodeCount, sort }).graph);
    return [of(0, "flat"), of(0, "cum"), of(2, "flat"), of(3, "cum")];
  };
  assert.deepEqual(shown(2n ** 60n), shown(1n));
  assert.deepEqual(shown(1n)[0], ["a", "b", "d", "c", "main"]);
});

test("where names are told anew for what is shown, tags go with them", () => {
  const sourceOf = (names: readonly string[]) => {
    const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
    const rows = names.map((name) => builder.addLocation({ lines: [{ function: builder.addFunction({ name }) }] }));
    for (const [name, value] of [
      ["a", 100],
      ["b", 50],
      ["c", 1],
    ] as const) {
      const label = { key: "bytes", value: 8n };
      builder.addSample([rows[names.indexOf(name)] ?? 0], [value], name === "a" ? [label] : []);
    }
    return sourceOfProfile(builder.finish(), 0);
  };
  const source = { ...sourceOf(["a", "b", "c"]), retrimmed: () => sourceOf(["c", "b", "a"]) };
  const shape = graphShape(source, { dropNegative: false, edges: "all" });
  const { graph, tags } = trimForPicture(shape, { ...ALL, nodeCount: 3 }, TAGS);
  assert.deepEqual(listed(graph), ["a", "b"]);
  assert.deepEqual(
    [...tags].flatMap(([node, { numeric }]) => (numeric.size > 0 ? [graph.names.at(node)] : [])),
    ["a"],
  );
});
