import assert from "node:assert/strict";
import { test } from "node:test";
import { openIn } from "./again.ts";

test("what survived, was not come by or not tried is open; what else a run says is not", () => {
  const log = `
> node --import tsx test/mutation/run.ts graph --count 300

test/graph/weights.test.ts: 3 of 4 killed
survived  src/graph/weights.ts:12  if ([a < b]) c(); -> [a <= b]
unreached  src/graph/tags.ts:3  return [1]; -> [2]
untried  src/graph/weights.ts:40  [d();] -> [{}]
4 mutants of graph, seed 1: 1 killed of 3 tried (33.3 %), 1 survived, 1 come by no test, 0 equivalent, 1 untried for want of time
`;
  assert.deepEqual(
    openIn(log),
    new Map([
      ["graph/weights.ts", new Set(["if ([a < b]) c(); -> [a <= b]", "[d();] -> [{}]"])],
      ["graph/tags.ts", new Set(["return [1]; -> [2]"])],
    ]),
  );
});
