/** The tree built from the root down against the one that is built whole. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { buildCallTree } from "../../src/graph/call-tree.ts";
import { buildNodes, type NodeTable } from "../../src/graph/nodes.ts";
import { groupStacks } from "../../src/graph/stack-groups.ts";
import { buildStackPaths } from "../../src/graph/stack-paths.ts";
import { buildStackTree, type StackTree } from "../../src/graph/stack-tree.ts";
import { NONE, type Profile } from "../../src/profile/tables.ts";
import { profileFromText } from "../profile/profile-from-text.ts";

const keep = (text: string): string => text;
const QUERY = {
  granularity: "functions",
  noInlines: false,
  showColumns: false,
  keepObjectFiles: false,
  trimFile: keep,
  groupName: keep,
} as const;

function stacksOf(profile: Profile) {
  const nodes = buildNodes(profile, QUERY);
  const groups = groupStacks(profile, nodes);
  const values = new Float64Array(groups.count);
  for (const [sample, group] of groups.groupOf.entries()) {
    values[group] = (values[group] as number) + Number(profile.samples.values.at(-1)?.[sample]);
  }
  return { nodes, values, paths: buildStackPaths(profile, nodes, groups) };
}

function treeOf(profile: Profile, narrowest: number): { readonly tree: StackTree; readonly nodes: NodeTable } {
  const { nodes, values, paths } = stacksOf(profile);
  return { nodes, tree: buildStackTree(paths, values, [values], nodes.infos.length, narrowest) };
}

/** `a;b 5` for each row, in order of its path. */
function rowsOf(
  length: number,
  parent: ArrayLike<number>,
  info: ArrayLike<number>,
  sums: ArrayLike<number | bigint>,
  nodes: NodeTable,
): string[] {
  const paths: string[] = [];
  for (let row = 0; row < length; row++) {
    const name = nodes.infos[info[row] as number]?.name ?? "";
    const caller = parent[row] as number;
    paths.push(caller === NONE ? name : `${paths[caller]};${name}`);
  }
  return paths.map((path, row) => `${path} ${sums[row]}`).sort();
}

function seededProfile(seed: number): Profile {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
  const stacks = Array.from({ length: 400 }, () => {
    const depth = 1 + next(9);
    const frames = Array.from({ length: depth }, (_, level) => `main.f${level < 2 ? next(2) : next(6)}`);
    return `${frames.join(";")} 1 ${1 + next(1000)}`;
  });
  return profileFromText(stacks.join("\n"));
}

for (const seed of [1, 2, 3]) {
  test(`with nothing too narrow it is the whole tree, and else the wide part of it (seed ${seed})`, () => {
    const profile = seededProfile(seed);
    const { nodes, tree } = treeOf(profile, 0);
    const values = profile.samples.values.at(-1);
    assert.ok(values !== undefined);
    const whole = buildCallTree({ profile, nodes, values, divisors: undefined });
    const all = rowsOf(whole.length, whole.parent, whole.info, whole.weights.cum, nodes);
    assert.deepEqual(rowsOf(tree.length, tree.parent, tree.info, tree.sums[0] ?? [], nodes), all);
    assert.deepEqual([tree.cut, ...tree.width], [0, ...(tree.sums[0] ?? [])]);

    for (const narrowest of [500, 501, 20_000]) {
      const part = treeOf(profile, narrowest).tree;
      const wide = all.filter((row) => Number(row.split(" ")[1]) >= narrowest);
      assert.deepEqual(rowsOf(part.length, part.parent, part.info, part.sums[0] ?? [], nodes), wide);
      assert.ok(part.cut > 0);
    }
  });
}

test("callers come before what they call, and a row is inlined only if it is on every stack", () => {
  const profile = seededProfile(4);
  const { tree } = treeOf(profile, 0);
  assert.ok(tree.parent.every((caller, row) => caller < row));
  const whole = buildCallTree({
    profile,
    nodes: buildNodes(profile, QUERY),
    values: profile.samples.values.at(-1) ?? new Float64Array(),
    divisors: undefined,
  });
  assert.equal(
    tree.isInline.reduce((sum, flag) => sum + flag, 0),
    whole.isInline.reduce((sum, flag) => sum + flag, 0),
  );
});

test("a row has as many children as there are, beyond what there was room for at first", () => {
  const names = Array.from({ length: 150 }, (_, at) => `f${String(at).padStart(3, "0")}`);
  const { nodes, tree } = treeOf(profileFromText(names.map((name, at) => `main;${name} 1 ${at + 1}`).join("\n")), 0);
  const expected = [`main ${(150 * 151) / 2}`, ...names.map((name, at) => `main;${name} ${at + 1}`)];
  assert.deepEqual(rowsOf(tree.length, tree.parent, tree.info, tree.width, nodes), expected);
  assert.deepEqual(rowsOf(tree.length, tree.parent, tree.info, tree.sums[0] ?? [], nodes), expected);
});

test("a tree is as high as is wanted, and says whether stacks go on", () => {
  const profile = profileFromText("a;b;c;d 1 8\na;b 1 8");
  const { nodes, values, paths } = stacksOf(profile);
  for (const [levels, length, isCutOff] of [
    [1, 1, true],
    [3, 3, true],
    [4, 4, false],
    [undefined, 4, false],
  ] as const) {
    const tree = buildStackTree(paths, values, [], nodes.infos.length, 0, levels);
    assert.deepEqual([tree.length, tree.isCutOff], [length, isCutOff], `${levels}`);
  }
});

test("rows that are too narrow are counted, those of no width are not", () => {
  const profile = profileFromText("main;a 1 9\nmain;b 1 1\nmain;c 1 2\nmain;d 1 0\nmain;a;e 1 1\nmain;a;f 1 0");
  for (const [narrowest, rows, cut] of [
    [0, ["main 13", "main;a 10", "main;a;e 1", "main;b 1", "main;c 2"], 0],
    [1, ["main 13", "main;a 10", "main;a;e 1", "main;b 1", "main;c 2"], 0],
    [2, ["main 13", "main;a 10", "main;c 2"], 2],
    [3, ["main 13", "main;a 10"], 3],
    [14, [], 1],
  ] as const) {
    const { tree, nodes } = treeOf(profile, narrowest);
    assert.deepEqual(rowsOf(tree.length, tree.parent, tree.info, tree.width, nodes), rows, `${narrowest}`);
    assert.deepEqual([...tree.width], [...(tree.sums[0] ?? [])]);
    assert.equal(tree.cut, cut, `${narrowest}`);
  }
  const beside = treeOf(profileFromText("a 1 1\na;c 1 7\nc 1 3"), 4);
  const { length, parent, info, width } = beside.tree;
  assert.deepEqual(rowsOf(length, parent, info, width, beside.nodes), ["a 8", "a;c 7"]);
});

test("a row is inlined only if it is on every stack", () => {
  const { tree, nodes } = treeOf(
    profileFromText("main;a@f:1;~b;~c 1 1\nmain;a;~b 1 1\nmain;a;~c 1 1\nmain;a;c 1 1"),
    0,
  );
  assert.deepEqual(rowsOf(tree.length, tree.parent, tree.info, tree.isInline, nodes), [
    ...["main 0", "main;a 0", "main;a;b 1", "main;a;b;c 1", "main;a;c 0"],
  ]);
});
