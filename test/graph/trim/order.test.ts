/** Orders, with what decides each tie. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { EdgeTable } from "../../../src/graph/edges/table.ts";
import type { Graph } from "../../../src/graph/graph.ts";
import { sortByScore, sortEdges, sortNodes, sortTags } from "../../../src/graph/trim/order.ts";
import { graphOf } from "../graph-of.ts";

test("tags go by flat, or by cum and then flat, whatever the sign; then by name", () => {
  const tag = (name: string, flat: number, cum: number) => ({ name, flat, cum });
  const tags = [tag("b", 1, 9), tag("a", 1, 9), tag("c", -3, 9), tag("d", 2, -10)];
  const names = (key: "flat" | "cum") => sortTags(tags, key).map(({ name }) => name);
  assert.deepEqual(names("flat"), ["c", "d", "a", "b"]);
  assert.deepEqual(names("cum"), ["d", "c", "a", "b"]);
  assert.equal(tags[0]?.name, "b", "what was given stays in its order");
});

test("edges go by weight, whatever the sign, then by caller, callee and row", () => {
  const names = ["x", "y", "z", "x"];
  const graph = { names: { at: (node: number) => names[node] } } as unknown as Pick<Graph, "names">;
  const rows = [
    [5, 1, 0],
    [5, 0, 2],
    [5, 0, 1],
    [-7, 2, 0],
    [5, 3, 1],
  ];
  const column = (at: number) => Float64Array.from(rows, (row) => row[at] as number);
  const edges = { weight: column(0), from: column(1), to: column(2) } as unknown as EdgeTable;
  assert.deepEqual([...sortEdges(graph, edges, Int32Array.from(rows.keys()))], [3, 2, 4, 1, 0]);
});

test("nodes of one score go by name, and of the smallest int64 there is no magnitude", () => {
  const shape = graphOf("main;b 5\n main;a 7\n main;c -9");
  const names = (nodes: Int32Array) => Array.from(nodes, (node) => shape.names.at(node));
  const scores = (...of: readonly bigint[]) => names(sortByScore(shape, shape.listed, BigInt64Array.from(of)));
  const listed = names(shape.listed);
  assert.deepEqual(scores(...listed.map(() => 4n)), ["a", "b", "c", "main"]);
  const smallest = listed.map((name) => (name === "a" ? -(2n ** 63n) : name === "c" ? -6n : 5n));
  assert.deepEqual(scores(...smallest), ["c", "b", "main", "a"]);
  assert.deepEqual(names(sortNodes(shape, shape.listed, "flat")), ["c", "a", "b", "main"]);
  assert.deepEqual(names(sortNodes(shape, shape.listed, "cum")), ["c", "a", "b", "main"]);
});

test("nodes of one name and value go by their places, and addresses as numbers", () => {
  const info = (given: object) => ({
    ...{ name: "f", address: 0n, file: "", startLine: 0, line: 0, column: 0, objectFile: "" },
    ...given,
  });
  const sorted = (infos: readonly ReturnType<typeof info>[]): number[] => {
    const flat = new Float64Array(infos.length).fill(5);
    const names = { at: () => "f" } as unknown as Graph["names"];
    const weights = { flat, cum: flat, flatDivisor: undefined, cumDivisor: undefined };
    const rows = Int32Array.from(infos.keys());
    return [...sortNodes({ infos, info: rows, names, weights }, rows, "flat")];
  };
  assert.deepEqual(sorted([info({ file: "c" }), info({ file: "a" }), info({ file: "b" })]), [1, 2, 0]);
  assert.deepEqual(sorted([info({ line: 3 }), info({ line: 1 }), info({ line: 2 })]), [1, 2, 0]);
  assert.deepEqual(sorted([info({ address: 0x100n }), info({ address: 0x20n }), info({ address: 0x3n })]), [2, 1, 0]);
  assert.deepEqual(sorted([info({}), info({}), info({})]), [0, 1, 2], "and then by their rows");
});

test("addresses decide only between two nodes that have one, and names where it is the same", () => {
  const names = ["b", "a", "c", "d"];
  const order = (...addresses: readonly bigint[]): string[] => {
    const infos = addresses.map((address) => ({
      ...{ name: "", file: "", startLine: 0, line: 0, column: 0, objectFile: "", address },
    }));
    const flat = new Float64Array(infos.length).fill(5);
    const weights = { flat, cum: flat, flatDivisor: undefined, cumDivisor: undefined };
    const rows = Int32Array.from(infos.keys());
    const graph = {
      infos,
      info: rows,
      names: { at: (node: number) => names[node] } as unknown as Graph["names"],
      weights,
    };
    return Array.from(sortNodes(graph, rows, "flat"), (node) => names[node] as string);
  };
  assert.deepEqual(order(0n, 7n), ["a", "b"]);
  assert.deepEqual(order(7n, 0n), ["a", "b"]);
  assert.deepEqual(order(1n, 7n), ["b", "a"]);
  assert.deepEqual(order(7n, 1n), ["a", "b"]);
  assert.deepEqual(order(7n, 7n), ["a", "b"]);
  assert.deepEqual(order(0n, 0n, 0n, 0n), ["a", "b", "c", "d"]);
});
