/** The call graph of a picture: pprof's nodes with what a growth report knows of them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { PlainGrowth } from "../../../src/report/growth/growth.ts";
import { keepFirstNodes, pictureGraph } from "../../../src/report/pictures/graph.ts";
import type { CallGraphReport } from "../../../src/report/pprof/call-graph.ts";

const info = (given: object = {}) => ({
  name: "example.com/app.put",
  file: "/src/app/put.go",
  line: 7,
  column: 0,
  address: 0n,
  objectFile: "",
  startLine: 0,
  ...given,
});
const node = (name: string, given: object = {}) => ({
  info: info({ name, ...given }),
  name,
  flat: 10,
  cum: 40,
  nodelets: { labels: [{ text: "k:v", value: 3 }], sizes: [{ text: "16B", value: 4 }] },
});
const edge = (from: number, to: number) => ({
  from,
  to,
  fromName: "",
  toName: "",
  weight: 5,
  isInlined: true,
  isResidual: false,
});

function graphOf(nodes: readonly object[], edges: readonly object[] = [], total = 40): CallGraphReport {
  const header = {
    profile: undefined,
    total,
    activeFilters: [],
    droppedNodes: { count: 1, cutoff: 2 },
    droppedEdges: undefined,
    limit: undefined,
  };
  return { kind: "call-graph", header, nodes, edges } as unknown as CallGraphReport;
}

test("nodes have their parts of the whole, and labels before sizes", () => {
  const [first] = pictureGraph(graphOf([node("example.com/app.put")]), undefined, "bytes").nodes;
  assert.deepEqual([first?.flatShare, first?.cumShare, first?.tags.map(({ text }) => text)], [0.25, 1, ["k:v", "16B"]]);
  assert.equal(pictureGraph(graphOf([node("a")], [], 0), undefined, "").nodes[0]?.flatShare, 0);
});

test("a name is a package, a symbol and a place", () => {
  const pieces = (given: object, name = "example.com/app.(*S).put") => {
    const [first] = pictureGraph(graphOf([node(name, given)]), undefined, "").nodes;
    return [first?.package, first?.symbol, first?.place];
  };
  assert.deepEqual(pieces({}), ["example.com/app", "(*S).put", "put.go:7"]);
  assert.deepEqual(pieces({ line: 0, address: 255n }), ["example.com/app", "(*S).put", "put.go  0xff"]);
  assert.deepEqual(pieces({ file: "" }), ["example.com/app", "(*S).put", ""]);
  assert.deepEqual(pieces({ name: "", address: 16n }, "/src/app/put.go:7"), ["/src/app", "put.go:7", "0x10"]);
  assert.deepEqual(pieces({ name: "", file: "", line: 0 }, "0xff"), ["", "0xff", ""]);
});

test("edges go by rows; those into the void are counted", () => {
  const { edges, omitted } = pictureGraph(graphOf([node("a"), node("b")], [edge(1, 2), edge(2, 0)]), undefined, "");
  assert.deepEqual(edges, [{ from: 0, to: 1, weight: 5, isInlined: true, isResidual: false }]);
  assert.deepEqual([omitted.danglingEdges, omitted.nodes], [1, { count: 1, cutoff: 2 }]);
});

test("a node of a diff has its row, but in a tree, whose contexts no row tells apart", () => {
  const side = { source: "", program: "", buildId: "", timeNanos: null };
  const growth = {
    functions: [{ name: "a", change: "new" }],
    base: side,
    current: side,
    sampleType: {},
    totals: { net: 1 },
    denominator: { of: "net", value: 40 },
    filters: [],
  } as unknown as PlainGrowth;
  const changes = (...names: string[]) =>
    pictureGraph(graphOf(names.map((name) => node(name))), growth, "").nodes.map(({ change }) => change);
  assert.deepEqual(changes("a", "b"), ["new", undefined]);
  assert.deepEqual(changes("a", "a"), [undefined, undefined]);
});

test("the first nodes are kept with the edges between them", () => {
  const graph = pictureGraph(
    graphOf([node("a"), node("b"), node("c")], [edge(1, 2), edge(2, 3), edge(3, 1)]),
    undefined,
    "",
  );
  const kept = keepFirstNodes(graph, 2);
  assert.deepEqual([kept.nodes.length, kept.edges.length, kept.omitted.limit], [2, 1, { shown: 2, of: 3 }]);
  assert.deepEqual(keepFirstNodes(kept, 1).omitted.limit, { shown: 1, of: 3 });
});
