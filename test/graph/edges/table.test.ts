/** Edges by the nodes at their ends, and what is left when some go. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type EdgeTable,
  incomingEdges,
  indexEdges,
  keepEdges,
  outgoingEdges,
  shownWeight,
} from "../../../src/graph/edges/table.ts";

/** 0 calls 1 and 2, both call 3, and 3 calls nobody; node 4 has no edge. */
const COLUMNS = {
  length: 4,
  from: Int32Array.of(0, 1, 0, 2),
  to: Int32Array.of(1, 3, 2, 3),
  weight: Float64Array.of(10, 21, 32, 43),
  divisor: Float64Array.of(0, 2, 4, 5),
  isResidual: Uint8Array.of(0, 1, 0, 0),
  isInline: Uint8Array.of(1, 0, 0, 1),
};
const NODES = 5;

function ends(edges: EdgeTable): { readonly incoming: number[][]; readonly outgoing: number[][] } {
  const nodes = Array.from({ length: NODES }, (_, node) => node);
  return {
    incoming: nodes.map((node) => [...incomingEdges(edges, node)]),
    outgoing: nodes.map((node) => [...outgoingEdges(edges, node)]),
  };
}

test("each node has the edges that come in and go out, in the order of the table", () => {
  assert.deepEqual(ends(indexEdges(COLUMNS, NODES)), {
    incoming: [[], [0], [2], [1, 3], []],
    outgoing: [[0, 2], [1], [3], [], []],
  });
});

test("edges that are not kept are gone from every column, and the others are found anew", () => {
  const all = indexEdges(COLUMNS, NODES);
  assert.equal(keepEdges(all, Uint8Array.of(1, 1, 1, 1)), all);
  const some = keepEdges(all, Uint8Array.of(0, 1, 1, 0));
  assert.deepEqual(ends(some), { incoming: [[], [], [1], [0], []], outgoing: [[1], [0], [], [], []] });
  assert.deepEqual([some.length, ...some.from, ...some.to], [2, 1, 0, 3, 2]);
  assert.deepEqual([...some.weight, ...(some.divisor ?? [])], [21, 32, 2, 4]);
  assert.deepEqual([...some.isResidual, ...some.isInline], [1, 0, 0, 0]);
  assert.equal(
    keepEdges(indexEdges({ ...COLUMNS, divisor: undefined }, NODES), Uint8Array.of(0, 1, 1, 1)).divisor,
    undefined,
  );
});

test("a weight is a mean where there is something to divide by", () => {
  assert.deepEqual(
    [0, 1, 3].map((edge) => shownWeight(COLUMNS, edge)),
    [10, 10, 8],
  );
  assert.equal(shownWeight({ ...COLUMNS, divisor: undefined }, 3), 43);
});
