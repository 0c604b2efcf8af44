import assert from "node:assert/strict";
import { test } from "node:test";
import { infoOf, shownCum, shownFlat } from "../../src/graph/graph.ts";
import { graphOf } from "./graph-of.ts";

test("flat and cum are means where there is something to divide by", () => {
  const [flat, cum] = [Float64Array.of(7, 9), Float64Array.of(20, 30)];
  const means = { flat, cum, flatDivisor: Float64Array.of(2, 0), cumDivisor: Float64Array.of(5, 3) };
  assert.deepEqual([shownFlat(means, 0), shownFlat(means, 1)], [3, 9]);
  assert.deepEqual([shownCum(means, 0), shownCum(means, 1)], [4, 10]);
  const sums = { flat, cum, flatDivisor: undefined, cumDivisor: undefined };
  assert.deepEqual([shownFlat(sums, 0), shownCum(sums, 1)], [7, 30]);
});

test("nodes have the names of their own infos, asked once or twice", () => {
  const shape = graphOf("main;a 5\n main;b 7");
  for (const node of shape.listed) {
    assert.equal(shape.names.at(node), infoOf(shape, node).name);
    assert.equal(shape.names.at(node), shape.names.at(node));
  }
});
