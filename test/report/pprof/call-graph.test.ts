/** Nodes and calls of a picture. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { callGraphReport } from "../../../src/report/pprof/call-graph.ts";
import { viewOf } from "../view-of.ts";
import { profileOf, type Sample, WHOLE } from "./small.ts";

const SAMPLES: Sample[] = [
  ["main;a;x", 10, "k=p"],
  ["main;b;x", 30, "bytes:16bytes"],
  ["main;a~y", 4],
];
const report = callGraphReport(viewOf(profileOf(SAMPLES), {}), WHOLE);
const numberOf = (name: string) => report.nodes.findIndex((node) => node.name === name) + 1;

test("nodes have their values, numbered from one by their place", () => {
  const values = report.nodes.map(({ name, flat, cum }) => [name, flat, cum]).sort();
  assert.deepEqual(values, [
    ["a", 0, 14],
    ["b", 0, 30],
    ["main", 0, 44],
    ["x", 40, 40],
    ["y", 4, 4],
  ]);
});

test("calls have both ends by number and by name, heaviest first", () => {
  const calls = report.edges.map(({ from, to, fromName, toName, weight, isInlined, isResidual }) => {
    assert.deepEqual([from, to], [numberOf(fromName), numberOf(toName)]);
    return [fromName, toName, weight, isInlined, isResidual];
  });
  assert.deepEqual(calls, [
    ["b", "x", 30, false, false],
    ["main", "b", 30, false, false],
    ["main", "a", 14, false, false],
    ["a", "x", 10, false, false],
    ["a", "y", 4, true, false],
  ]);
});

test("what lies between two that are shown is told by the call", () => {
  const cut = callGraphReport(
    viewOf(
      profileOf([
        ["main;a;x", 90],
        ["main;b", 80],
      ]),
      {},
    ),
    { ...WHOLE, nodeCount: 2 },
  );
  assert.ok(cut.edges.every(({ isResidual }) => isResidual) || cut.edges.length === 0);
  assert.equal(cut.nodes.length, 2);
});

test("a node has the boxes of its labels and sizes", () => {
  const { nodelets } = report.nodes[numberOf("x") - 1] ?? {};
  assert.deepEqual(
    nodelets?.labels.map(({ text, value }) => [text, value]),
    [["k:p", 10]],
  );
  assert.deepEqual(
    nodelets?.sizes.map(({ text, value }) => [text, value]),
    [["16B", 30]],
  );
});

test("as a tree a function is a node for each context", () => {
  const tree = callGraphReport(viewOf(profileOf(SAMPLES), {}), { ...WHOLE, callTree: true });
  assert.deepEqual(
    tree.nodes.filter(({ name }) => name === "x").map(({ flat }) => flat),
    [30, 10],
  );
});
