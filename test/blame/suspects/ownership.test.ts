/** Every sample is charged to one frame: the innermost that is not the standard library's. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { chargedNodes, partitionBy } from "../../../src/blame/suspects/ownership.ts";
import { NONE } from "../../../src/profile/tables.ts";
import { type TreeOfStacks, treeOfStacks } from "./tree-of.ts";

/** Names the samples are charged to, in the order of the stacks. */
function charged(stacks: readonly string[]): {
  readonly names: readonly string[];
  readonly made: TreeOfStacks;
  readonly nodes: Int32Array;
} {
  const made = treeOfStacks(stacks.map((stack, at) => `${stack} 1 ${at + 1}`).join("\n"));
  const nodes = chargedNodes(made.profile, made.nodes, made.identities);
  const names = [...nodes].map((node) => (node === NONE ? "" : made.nameOf(node)));
  const order = [...(made.profile.samples.values.at(-1) as Float64Array).keys()].sort(
    (a, b) => Number(made.profile.samples.values.at(-1)?.[a]) - Number(made.profile.samples.values.at(-1)?.[b]),
  );
  return { names: order.map((row) => names[row] as string), made, nodes };
}

test("the standard library and the runtime pass growth on to who called them", () => {
  const { names } = charged([
    "main.main;example.com/a.Load;bytes.Clone;runtime.growslice",
    "main.main;fmt.Sprintf",
    "main.main;example.com/a.Load;~example.com/b.Inlined;~bytes.Clone",
    "main.main",
  ]);
  assert.deepEqual(names.toSorted(), ["example.com/a.Load", "example.com/b.Inlined", "main.main", "main.main"].sort());
});

test("a stack of the standard library alone is charged to its leaf, one without frames to none", () => {
  assert.deepEqual(charged(["net/http.(*conn).serve;bufio.NewReaderSize"]).names, ["bufio.NewReaderSize"]);
  assert.deepEqual(charged(["runtime.main;runtime.malg"]).names, ["runtime.malg"]);
  assert.deepEqual(charged(["-"]).names, [""]);
});

test("samples of one key are one group, those without a frame are another", () => {
  const { made, nodes } = charged(["main.main;main.f", "main.main;example.com/a.X", "main.main;example.com/a.Y", "-"]);
  const { keys, groupOf } = partitionBy(nodes, made.identities, (identity) => identity.package);
  assert.deepEqual(keys.map((key) => key?.package ?? "none").sort(), ["example.com/a", "main", "none"]);
  const groupsOf = (path: string): number[] =>
    [...nodes.keys()]
      .filter((row) => made.identities[nodes[row] as number]?.package === path)
      .map((row) => groupOf[row] as number);
  assert.equal(new Set(groupsOf("example.com/a")).size, 1);
  assert.equal(new Set(groupOf).size, 3);
});
