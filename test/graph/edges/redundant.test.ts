/** Which edges a picture is drawn without. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { trimForPicture } from "../../../src/graph/trim/trim.ts";
import { edgeLines, graphOf } from "../graph-of.ts";

/** Without the nodes that have less than the part of the total. */
function drawn(stacks: string, nodeFraction: number): string[] {
  const query = { nodeCount: 0, nodeFraction, edgeFraction: 0, sort: "flat" } as const;
  return edgeLines(trimForPicture(graphOf(stacks), query, { unit: "bytes", format: String }).graph);
}

test("a residual edge that is heavier than a real one stays, though a path remains", () => {
  const stacks = (residual: number): string => `main;a 100\n main;a;b 30\n main;x;b ${residual}`;
  assert.deepEqual(drawn(stacks(31), 0.3), ["a -> b 30", "main -> a 130", "main ... b 31"]);
  assert.deepEqual(drawn(stacks(29), 0.3), ["a -> b 30", "main -> a 130"]);
});

test("of two residual edges of which each would be the other's path one stays", () => {
  assert.deepEqual(drawn("a;b;x;c 60\n b;a;y;c 50", 0.6), ["a -> b 60", "b -> a 50", "b ... c 60"]);
});

test("a residual edge stays where others call the callee, but nobody that the caller leads to", () => {
  assert.deepEqual(drawn("main;x;b 20\n other;b 30\n main 50", 0.3), ["main ... b 20", "other -> b 30"]);
  assert.deepEqual(drawn("main;x;b 20\n up;other;b 30\n main 50", 0.3), [
    ...["main ... b 20", "other -> b 30", "up -> other 30"],
  ]);
});

test("a path of several calls is another way as well as one of two", () => {
  assert.deepEqual(drawn("main;a;c;d;b 60\n main;x;b 20", 0.3), [
    "a -> c 60",
    "c -> d 60",
    "d -> b 60",
    "main -> a 60",
  ]);
});

test("a picture from which no node was left out keeps every edge", () => {
  assert.deepEqual(drawn("main;a;b 60\n main;b 20", 0), ["a -> b 60", "main -> a 60", "main -> b 20"]);
});

test("a path through many calls that cross is found", () => {
  const levels = Array.from({ length: 9 }, (_, at) => at);
  const ways = ["aaaaaaaaa", "bbbbbbbbb", "ababababa", "babababab"].map(
    (way) => `main;${levels.map((at) => `${way[at]}${at}`).join(";")};z 50`,
  );
  const edges = drawn([...ways, "main;x;z 20"].join("\n "), 0.2);
  assert.ok(edges.includes("a8 -> z 100"), edges.join("\n"));
  assert.ok(!edges.some((edge) => edge.includes("...")), edges.join("\n"));
});
