/** Where growth gathers, at the edges of the walk. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findAccumulations } from "../../../src/blame/suspects/accumulation.ts";
import { treeOfStacks } from "./tree-of.ts";

interface Found {
  readonly points: readonly string[];
  readonly others: number;
}

/** `plumbing` and `trunk` by name; points as `name growth`. */
function find(current: string, { base = "- 0 0", least = 1, plumbing = "^p\\.", trunk = "^t\\." } = {}): Found {
  const { tree, nameOf, identities } = treeOfStacks(current, base);
  const names = identities.map(({ name }) => name);
  const marks = {
    isPlumbing: names.map((name) => new RegExp(plumbing).test(name) || new RegExp(trunk).test(name)),
    isTrunk: names.map((name) => new RegExp(trunk).test(name)),
  };
  const { points, others } = findAccumulations(tree, marks, least, true);
  return { points: points.map(({ node }) => nameOf(node)), others };
}

test("the walk goes on while a child has seven tenths of its caller", () => {
  assert.deepEqual(find("a;b 1 70\na;c 1 30").points, ["b", "c"]);
  assert.deepEqual(find("a;b 1 69\na;c 1 31").points, ["a"]);
});

test("of callers that have hardly more, the nearest that is more than plumbing names the place", () => {
  assert.deepEqual(find("a;p.x;p.y 1 10").points, ["a"]);
  assert.deepEqual(find("a;b;p.x 1 10").points, ["b"]);
  assert.deepEqual(find("p.x;p.y 1 10").points, ["p.y"]);
  // Others that a calls shrank: it is left with seven tenths of what p.x grew by, or less.
  assert.deepEqual(find("a;p.x 1 10", { base: "a;c 1 3" }).points, ["a"]);
  assert.deepEqual(find("a;p.x 1 10", { base: "a;c 1 4" }).points, ["p.x"]);
  // b has 14.2 of the 10 of p.x: at most a seventh more than all of it.
  assert.deepEqual(find("a;b;p.x 1 10\na;b;c 1 4").points.slice(0, 1), ["b"]);
});

test("what calls of the trunk lead to is looked at one by one, and their growth does not count twice", () => {
  assert.deepEqual(find("t.main;a 1 10\nt.main;b 1 6\nt.main;t.loop;c 1 8").points, ["a", "c", "b"]);
  assert.deepEqual(find("t.main;a 1 10\nt.main;b 1 3", { base: "t.main;c 1 9" }).points, ["a", "b"]);
  // What the trunk itself allocates is left to it.
  assert.deepEqual(find("t.main;a 1 10\nt.main 1 5").points, ["a", "t.main"]);
});

test("growth below the least is left alone, and so is what shrank", () => {
  assert.deepEqual(find("a 1 10\nb 1 5", { least: 6 }).points, ["a"]);
  assert.deepEqual(find("a 1 10\nb 1 5", { least: 5 }).points, ["a", "b"]);
  assert.deepEqual(find("a 1 1", { base: "a 1 9\nb 1 2", least: 0 }).points, []);
});

test("places without a point are counted", () => {
  assert.equal(find("a 1 10\nb 1 5\nc 1 4", { least: 6 }).others, 2);
  assert.equal(find("a 1 10").others, 0);
});

test("points are disjoint: what one has the next one does not have", () => {
  const { points } = find("a;b 1 70\na;c 1 20\na;d 1 10", { least: 15 });
  assert.deepEqual(points, ["b", "a"]);
});

test("what grew beside something larger that shrank under one caller is found last", () => {
  const base = "a;big 1 100";
  assert.deepEqual(find("a;big 1 10\na;small 1 30", { base }).points, ["small"]);
  assert.deepEqual(find("a;big 1 10\na;small 1 30\nb 1 5", { base }).points, ["b", "small"]);
  // Deeper, below callers that shrank too.
  assert.deepEqual(find("a;m;big 1 10\na;m;n;small 1 30\na;m;n;x 1 1", { base: "a;m;big 1 100", least: 5 }).points, [
    "small",
  ]);
});

test("what goes another way now did not grow", () => {
  assert.deepEqual(find("a;new;make 1 30\na;old;make 1 10", { base: "a;old;make 1 100" }).points, ["make"]);
  assert.deepEqual(find("a;make;y 1 30\na;b;make 1 10", { base: "a;b;make 1 100" }).points, ["y"]);
  assert.deepEqual(find("a;b;make 1 30\na;c;make 1 10", { base: "a;c;make 1 100\na;b 1 40" }).points, []);
});

test("hidden growth below the least is left alone, and points are not opened again", () => {
  const base = "a;big 1 100";
  assert.deepEqual(find("a;big 1 10\na;small 1 4", { base, least: 5 }).points, []);
  assert.deepEqual(find("a;big 1 10\na;small 1 4\na;other 1 4", { base, least: 5 }), { points: [], others: 1 });
  assert.deepEqual(
    find("a;b;x 1 10\na;b;y 1 9\na;c 1 8").points.length,
    new Set(find("a;b;x 1 10\na;b;y 1 9\na;c 1 8").points).size,
  );
});
