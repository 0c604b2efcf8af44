/** Stacks laid out from the root, once for each group of samples. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { groupStacks } from "../../src/graph/stack-groups.ts";
import { buildStackPaths } from "../../src/graph/stack-paths.ts";
import { sourceOf } from "./graph-of.ts";

/** `main;~a` for each group, inlined frames marked. */
function pathsOf(stacks: string): string[] {
  const { profile, nodes } = sourceOf(stacks);
  const paths = buildStackPaths(profile, nodes, groupStacks(profile, nodes));
  assert.equal(paths.start[paths.count], paths.nodes.length);
  assert.equal(paths.start.length, paths.count + 1);
  return Array.from({ length: paths.count }, (_, group) => {
    const frames = Array.from(paths.nodes.subarray(paths.start[group], paths.start[group + 1]), (node, at) => {
      const isInline = paths.isInline[(paths.start[group] as number) + at] === 1;
      return `${isInline ? "~" : ""}${nodes.infos[node]?.name}`;
    });
    return frames.join(";");
  });
}

test("each stack is there once, root first, inlined frames in their place", () => {
  assert.deepEqual(pathsOf("main;a;b 1\n main;a;~c;d 2\n main;a;b 3\n - 1\n x 1"), [
    ...["main;a;b", "main;a;~c;d", "", "x"],
  ]);
  assert.deepEqual(pathsOf("main;a 1"), ["main;a"]);
});

test("a frame is inlined where it is so in all samples of the stack", () => {
  assert.deepEqual(pathsOf("main;~a;b 1\n main;a;b 1"), ["main;a;b"]);
  assert.deepEqual(pathsOf("main;~a;~b 1\n main;~a;b 1\n main;a@f:1;~b 1"), ["main;a;b"]);
  assert.deepEqual(pathsOf("main;~a;~b 1\n main;~a@f:2;~b 1"), ["main;~a;~b"]);
});
