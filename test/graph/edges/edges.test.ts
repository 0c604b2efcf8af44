import assert from "node:assert/strict";
import { test } from "node:test";
import { buildEdges, inlinedNodes } from "../../../src/graph/edges/edges.ts";
import { incomingEdges, outgoingEdges } from "../../../src/graph/edges/table.ts";
import type { GraphSource } from "../../../src/graph/graph.ts";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { generateProfile } from "../../bench/generate.ts";
import { edgeLines, graphOf, nodesNamed, sourceOf, sourceOfProfile } from "../graph-of.ts";

test("adds up the samples that pass an edge", () => {
  assert.deepEqual(edgeLines(graphOf("main;a;b 5\n main;a;c 7")), ["a -> b 5", "a -> c 7", "main -> a 12"]);
});

test("counts a sample once for an edge that recurs on its stack", () => {
  assert.deepEqual(edgeLines(graphOf("main;a;b;a;b 5")), ["a -> b 5", "b -> a 5", "main -> a 5"]);
});

test("makes no edge of a call to oneself", () => {
  assert.deepEqual(edgeLines(graphOf("main;a;a;a 5")), ["main -> a 5"]);
});

test("marks an edge inline only if every call was inlined", () => {
  const lines = edgeLines(graphOf("main;a@f:1;~b;~c 5\n main;a@f:2;b 7"));
  assert.deepEqual(lines, ["a -> b 12", "b -> c 5 inline", "main -> a 12"]);
});

test("steps over nodes that are not kept, by a residual edge", () => {
  const shape = graphOf("main;a;b 5\n main;b 7\n main;c;b 2");
  assert.deepEqual(edgeLines(shape.keepOnly(nodesNamed(shape, "main", "b"))), ["main ... b 14"]);
  assert.deepEqual(edgeLines(shape.keepOnly(nodesNamed(shape, "main", "a", "b"))), [
    "a -> b 5",
    "main -> a 5",
    "main ... b 9",
  ]);
});

test("leaves out samples without a value", () => {
  assert.deepEqual(edgeLines(graphOf("main;a 0\n main;b 3")), ["main -> b 3"]);
});

test("sums values beyond 2^53 exactly", () => {
  assert.deepEqual(edgeLines(graphOf("main;a;x 9007199254740993\n main;a;y 9007199254740993")), [
    "a -> x 9007199254740993",
    "a -> y 9007199254740993",
    "main -> a 18014398509481986",
  ]);
});

test("keeps the sums of all edges while their table grows", () => {
  for (const unit of [1, 2 ** 53]) {
    const values = Array.from({ length: 500 }, (_, at) => BigInt(unit) * BigInt(at + 1));
    const stacks = values.map((value, at) => `main;f${at % 250};g${at % 250} ${value}`);
    const sums = values.slice(0, 250).map((value, at) => value + (values[at + 250] as bigint));
    const expected = sums.flatMap((sum, at) => [`f${at} -> g${at} ${sum}`, `main -> f${at} ${sum}`]);
    assert.deepEqual(edgeLines(graphOf(stacks.join("\n"))), expected.sort());
  }
});

test("divisors are added up beside the values, by edge", () => {
  const source = sourceOf("main;a 5\n main;a 7\n main;b 9");
  const edges = buildEdges({ ...source, divisors: Float64Array.of(1, 2, 4) }, { kept: undefined, ends: undefined });
  const sums = Array.from({ length: edges.length }, (_, edge) => [edges.weight[edge], edges.divisor?.[edge]]);
  assert.deepEqual(
    sums.sort(([a = 0], [b = 0]) => Number(a) - Number(b)),
    [
      [9, 4],
      [12, 3],
    ],
  );
});

test("finds the edges of a node", () => {
  const source = sourceOf("main;a;b 5\n main;c;b 7");
  const edges = buildEdges(source, { kept: undefined, ends: undefined });
  const b = source.nodes.infos.findIndex(({ name }) => name === "b");
  assert.equal(incomingEdges(edges, b).length, 2);
  assert.equal(outgoingEdges(edges, b).length, 0);
});

test("builds only the edges that are asked for", () => {
  const source = sourceOf("main;a;b;c 5\n main;a@f:1;~d 7");
  const outOf = new Uint8Array(source.nodes.infos.length);
  const shape = { ...graphOf("main;a;b;c 5\n main;a@f:1;~d 7") };
  const into = inlinedNodes(source.nodes);
  const lines = edgeLines({ ...shape, edges: () => buildEdges(source, { kept: undefined, ends: { into, outOf } }) });
  assert.deepEqual(lines, ["a -> d 7 inline"]);
});

test("counts in a large profile as a plain map does", () => {
  // Enough steps for contributions to be laid aside in heaps.
  const bytes = generateProfile({ samples: 60_000, functions: 500, locations: 2_000, seed: 5, round: 0 });
  const source = sourceOfProfile(decodeProfile(bytes), 1);
  assert.ok(source.profile.samples.locations.length > 1 << 20);
  const kept = Uint8Array.from(source.nodes.infos, (_, node) => (node % 3 === 0 ? 0 : 1));
  const edges = buildEdges(source, { kept, ends: undefined });
  const actual = new Map<string, string>();
  for (let edge = 0; edge < edges.length; edge++) {
    const value = `${edges.weight[edge]} ${edges.isResidual[edge]} ${edges.isInline[edge]}`;
    actual.set(`${edges.from[edge]} ${edges.to[edge]}`, value);
  }
  assert.deepEqual(actual, plainEdges(source, kept));
  assert.equal(actual.size, edges.length);
});

interface PlainEdge {
  weight: number;
  isResidual: number;
  isInline: number;
}

function plainEdges({ profile, nodes, values }: GraphSource, kept: Uint8Array): Map<string, string> {
  const edges = new Map<string, PlainEdge>();
  const { start, locations } = profile.samples;
  for (let sample = 0; sample < profile.samples.length; sample++) {
    const seen = new Set<string>();
    let parent = -1;
    let isResidual = 0;
    for (const location of locations.slice(start[sample], start[sample + 1]).toReversed()) {
      const lines = nodes.nodeOf.slice(nodes.start[location], nodes.start[location + 1]);
      for (const [place, node] of [...lines.entries()].toReversed()) {
        if (kept[node] === 0) {
          isResidual = 1;
          continue;
        }
        const key = `${parent} ${node}`;
        if (parent >= 0 && parent !== node && !seen.has(key)) {
          seen.add(key);
          const edge = edges.get(key) ?? { weight: 0, isResidual: 0, isInline: 1 };
          edges.set(key, edge);
          edge.weight += Number(values[sample]);
          edge.isResidual |= isResidual;
          if (place === lines.length - 1) edge.isInline = 0;
        }
        parent = node;
        isResidual = 0;
      }
    }
  }
  return new Map([...edges].map(([key, edge]) => [key, `${edge.weight} ${edge.isResidual} ${edge.isInline}`]));
}

test("every frame that was inlined somewhere is told, of the first location as of the last", () => {
  const { nodes } = sourceOf("a@f:1;~b 1\n c;d 1\n e@f:2;~b;~g 1\n d@f:3;~h 1");
  const names = nodes.infos.flatMap(({ name }, node) => (inlinedNodes(nodes)[node] === 1 ? [name] : []));
  assert.deepEqual(names.sort(), ["b", "g", "h"]);
  const first = sourceOf("a@f:1;~b 1").nodes;
  assert.deepEqual(
    first.infos.flatMap(({ name }, node) => (inlinedNodes(first)[node] === 1 ? [name] : [])),
    ["b"],
  );
});
