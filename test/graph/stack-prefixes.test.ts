/** Which stacks others go on from. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { groupStacks } from "../../src/graph/stack-groups.ts";
import { buildStackPaths } from "../../src/graph/stack-paths.ts";
import { findPrefixes } from "../../src/graph/stack-prefixes.ts";
import { sourceOf } from "./graph-of.ts";

/** The stacks of `short` with which one of `long` begins. */
function prefixes(stacks: readonly string[], short: readonly string[], long: readonly string[]): string[] {
  const { profile, nodes } = sourceOf(stacks.map((stack) => `${stack} 1`).join("\n"));
  const paths = buildStackPaths(profile, nodes, groupStacks(profile, nodes));
  const names = Array.from({ length: paths.count }, (_, group) =>
    Array.from(
      paths.nodes.subarray(paths.start[group], paths.start[group + 1]),
      (info) => nodes.infos[info]?.name,
    ).join(";"),
  );
  const mark = (wanted: readonly string[]) => Uint8Array.from(names, (name) => (wanted.includes(name) ? 1 : 0));
  const found = findPrefixes(paths, mark(short), mark(long));
  return names.filter((_, group) => found[group] === 1);
}

test("a stack is a beginning only of stacks with the very same calls", () => {
  const stacks = ["a;b", "a;b;c", "a;c", "b", "x;a;b;c"];
  assert.deepEqual(prefixes(stacks, ["a;b", "a;c", "b"], ["a;b;c", "x;a;b;c"]), ["a;b"]);
});

test("every stack of them is found, from one frame to all, and the stack itself", () => {
  const deep = Array.from({ length: 40 }, (_, at) => `f${at % 7}`);
  const stacks = deep.map((_, at) => deep.slice(0, at + 1).join(";"));
  assert.deepEqual(prefixes(stacks, stacks, stacks.slice(-1)), stacks);
  assert.deepEqual(prefixes(stacks, stacks, stacks.slice(9, 10)), stacks.slice(0, 10));
  assert.deepEqual(prefixes(stacks, stacks.slice(20), stacks.slice(0, 20)), []);
  assert.deepEqual(prefixes(stacks, [], stacks), []);
  assert.deepEqual(prefixes(stacks, stacks, []), []);
});
