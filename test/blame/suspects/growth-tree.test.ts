/** The tree of what changed: paths that go on where a function already was, and rows that add up. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { assignToPoints, type GrowthRow, pathToRoot } from "../../../src/blame/suspects/growth-tree.ts";
import { stacksOf } from "../../profile/stacks-of.ts";
import { type TreeOfStacks, treeOfStacks } from "./tree-of.ts";

/** `main 5 [a 3, b 2]`, children by name. */
function show({ tree, nameOf }: TreeOfStacks, row: GrowthRow): string {
  const children = tree.childrenOf(row).map((child) => show({ tree, nameOf } as TreeOfStacks, child));
  return `${nameOf(row.node)} ${row.left}${children.length === 0 ? "" : ` [${children.sort().join(", ")}]`}`;
}

function rows(current: string, base?: string): string[] {
  const made = treeOfStacks(current, base);
  return made.tree.roots.map((root) => show(made, root)).sort();
}

test("each call path is a row with what it changed", () => {
  assert.deepEqual(rows("m;a 1 5\nm;b;c 1 7", "m;a 1 2\nm;b;d 1 4"), ["m 6 [a 3, b 3 [c 7, d -4]]"]);
  assert.deepEqual(rows("m;a 1 5\nn 1 1"), ["m 5 [a 5]", "n 1"]);
});

test("what did not change is no row", () => {
  assert.deepEqual(rows("m;a 1 5\nm;b 1 6", "m;a 1 5"), ["m 6 [b 6]"]);
  assert.deepEqual(rows("m 1 5", "m 1 5"), []);
});

test("a recursion goes on where it began, at once, by way of others, in part of the stacks", () => {
  assert.deepEqual(rows("a;b;b;b;c 1 1"), ["a 1 [b 1 [c 1]]"]);
  assert.deepEqual(rows("a;b;c;b;d 1 1"), ["a 1 [b 1 [d 1]]"]);
  assert.deepEqual(rows("a;b;c;b;d 1 1\na;b;d 1 2"), ["a 3 [b 3 [d 3]]"]);
  assert.deepEqual(rows("a;b;c;a;c;d 1 1"), ["a 1 [c 1 [d 1]]"]);
});

test("inlined frames are frames, and a sample without frames is no row", () => {
  assert.deepEqual(rows("m;a;~b;~c 1 5"), ["m 5 [a 5 [b 5 [c 5]]]"]);
  assert.deepEqual(rows("- 1 5\nm 1 2"), ["m 2"]);
});

test("rows know their depth, their caller and the same children each time", () => {
  const { tree } = treeOfStacks("m;a;b 1 5");
  const root = tree.roots[0] as GrowthRow;
  const [a] = tree.childrenOf(root);
  const [b] = tree.childrenOf(a as GrowthRow);
  assert.deepEqual([root.depth, a?.depth, b?.depth], [0, 1, 2]);
  assert.deepEqual(pathToRoot(b as GrowthRow), [b, a, root]);
  assert.equal(tree.childrenOf(root)[0], a);
  assert.equal(root.caller, undefined);
});

test("a path deeper than any room that was made for it is whole", () => {
  const names = Array.from({ length: 3000 }, (_, at) => `f${at}`);
  const { tree, nameOf } = treeOfStacks(`${names.join(";")} 1 5\nx;y 1 1\n${names.toReversed().join(";")} 1 3`);
  const { start, node } = tree.paths;
  const paths = [0, 1, 2].map((unit) => [...node.subarray(start[unit], start[unit + 1])].map(nameOf).join(";"));
  assert.deepEqual(paths.sort(), [names.join(";"), names.toReversed().join(";"), "x;y"].sort());
});

/** The point of each stack, by names from the outermost: "" for none. */
function pointsOfStacks(current: string, base: string, ...points: readonly string[]): Record<string, string> {
  const made = treeOfStacks(current, base);
  const { tree, profile, nodes, nameOf } = made;
  const rowAt = (path: string): GrowthRow => {
    let found: GrowthRow | undefined;
    for (const name of path.split(";")) {
      const rows: readonly GrowthRow[] = found === undefined ? tree.roots : tree.childrenOf(found);
      found = rows.find(({ node }) => nameOf(node) === name);
    }
    assert.ok(found !== undefined, path);
    return found;
  };
  const pointOf = assignToPoints(profile, nodes, points.map(rowAt));
  const stacks = stacksOf(profile).map((text) => text.slice(0, text.indexOf(" ")));
  return Object.fromEntries(stacks.map((stack, sample) => [stack, points[pointOf[sample] as number] ?? ""]));
}

test("each stack is of the nearest point that it runs through, changed or not, recursion folded", () => {
  const same = "m;a;d 1 4\nm;e 1 4";
  const stacks = "m;a;b 1 5\nm;a 1 2\nm;c 1 3\nn;a 1 1\n- 1 1\nm;a;x;a;b 1 6\nm;a;b;m;c 1 7\nm;c;a 1 8\nm;a;b;f;g 1 9";
  assert.deepEqual(pointsOfStacks(`${stacks}\n${same}`, same, "m;a", "m;a;b"), {
    "m;a;b": "m;a;b",
    "m;a": "m;a",
    "m;c": "",
    "n;a": "",
    "-": "",
    "m;a;x;a;b": "m;a;b",
    "m;a;b;m;c": "",
    "m;c;a": "",
    "m;a;b;f;g": "m;a;b",
    "m;a;d": "m;a",
    "m;e": "",
  });
  assert.deepEqual(new Set(Object.values(pointsOfStacks(stacks, "- 0 0"))), new Set([""]));
});
