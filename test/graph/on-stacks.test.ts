/** Nodes and locations that anything is about. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { locationsWith, nodesWithValue } from "../../src/graph/on-stacks.ts";
import { sourceOf } from "./graph-of.ts";

const { profile, nodes } = sourceOf("main;a@f:1;~b 5\n main;c 0\n main;a@f:2 0\n d 7");

function namesOf(flags: Uint8Array): string[] {
  return nodes.infos.flatMap(({ name }, node) => (flags[node] === 1 ? [name] : []));
}

test("nodes are met on the stacks of samples with a value in one of the columns", () => {
  const columns = profile.samples.values;
  assert.deepEqual(namesOf(nodesWithValue(profile, nodes, columns)).sort(), ["a", "b", "d", "main"]);
  const second = Float64Array.of(0, 1, 0, 0);
  assert.deepEqual(namesOf(nodesWithValue(profile, nodes, [second])).sort(), ["c", "main"]);
  assert.deepEqual(namesOf(nodesWithValue(profile, nodes, [second, ...columns])).sort(), ["a", "b", "c", "d", "main"]);
  assert.deepEqual(namesOf(nodesWithValue(profile, nodes, [BigInt64Array.of(0n, 0n, 0n, -1n)])), ["d"]);
  assert.deepEqual([...nodesWithValue(profile, nodes, [])], [0, 0, 0, 0, 0]);
});

test("a location has a node if any of its lines is one", () => {
  const wanted = (name: string) => Uint8Array.from(nodes.infos, (info) => (info.name === name ? 1 : 0));
  const found = (name: string) => [...locationsWith(nodes, wanted(name))];
  const { start, nodeOf } = nodes;
  for (const { name } of nodes.infos) {
    const expected = Array.from({ length: profile.locations.length }, (_, location) =>
      [...nodeOf.subarray(start[location], start[location + 1])].some((node) => nodes.infos[node]?.name === name)
        ? 1
        : 0,
    );
    assert.deepEqual(found(name), expected, name);
  }
  assert.equal(
    found("a").reduce((sum, flag) => sum + flag, 0),
    2,
  );
});
