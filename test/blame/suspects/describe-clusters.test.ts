/** What places are named for: their leaf, own frame and role, at the edges. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { describeClusters } from "../../../src/blame/suspects/describe-clusters.ts";
import { NONE } from "../../../src/profile/tables.ts";
import { treeOfStacks } from "./tree-of.ts";

/** All stacks with the name of a place are one cluster; the rest belongs to none. */
function described(current: string, base?: string, inCluster = "place") {
  const { profile, nodes, tree, identities, nameOf } = treeOfStacks(current, base);
  const { samples } = profile;
  const groupOf = Int32Array.from({ length: samples.length }, (_, sample) => {
    const locations = samples.locations.subarray(samples.start[sample], samples.start[sample + 1]);
    const names = [...locations].flatMap((location) =>
      [...nodes.nodeOf.subarray(nodes.start[location], nodes.start[location + 1])].map(nameOf),
    );
    return names.some((name) => name.endsWith(inCluster)) ? 0 : NONE;
  });
  const [description] = describeClusters(tree, identities, groupOf, 1);
  assert.ok(description);
  const { own, leaf, leafShare, growth, role } = description;
  const branches = description.branches.map(({ node, share }) => [nameOf(node), share]);
  return { own: nameOf(own), leaf: nameOf(leaf), leafShare, branches, growth, role };
}

test("a function that others allocate less by now is named only if it grew by seven tenths of the place on all its stacks", () => {
  const place = "main.main;main.serve;main.load;x.place 1 1000";
  const ownFrame = (shrunk: number): string =>
    described(place, `main.main;main.reset;main.load;x.other 1 ${shrunk}`).own;
  assert.equal(ownFrame(300), "main.load");
  assert.equal(ownFrame(301), "main.serve");
});

test("where no function over the place grew enough, the innermost that covers it is named", () => {
  const own = described("main.main;main.load;x.place 1 1000", "main.main;main.load;x.other 1 900").own;
  assert.equal(own, "main.load");
});

test("the leaf has at least half", () => {
  const leaf = (a: number, b: number): string =>
    described(`main.main;x.place;x.a 1 ${a}\nmain.main;x.place;x.b 1 ${b}\nmain.main;x.place;x.c 1 2`).leaf;
  assert.equal(leaf(50, 48), "x.a");
  assert.equal(leaf(49, 49), "");
});

test("the leaf's part is of the place", () => {
  const { leafShare } = described("main.main;x.place;x.a 1 80\nmain.main;x.place;x.b 1 20\nmain.main;x.c 1 900");
  assert.equal(leafShare, 0.8);
});

test("what belongs to no cluster counts for none", () => {
  assert.equal(described("main.main;x.place 1 10\nmain.main;x.elsewhere 1 1000").growth, 10);
});

test("of two leaves with half each the one that comes first is named", () => {
  const leaf = described("main.main;x.place;x.a 1 50\nmain.main;x.place;x.b 1 50").leaf;
  assert.equal(leaf, "x.a");
});

test("a function that calls several of a place covers what all of them grew by, once a stack", () => {
  const calls = ["a", "b", "c"].map((name) => `main.main;main.load;main.${name};x.place 1 10`);
  assert.equal(described(calls.join("\n")).own, "main.load");
  const twice = "main.main;main.load;main.a;main.load;main.b;x.place 1 50\nmain.main;main.c;x.place 1 50";
  assert.equal(described(twice).own, "main.main", "half of it twice is not all of it");
});

test("the role is that of most of the place: of the last that tells, unless it is one that goes for all below", () => {
  const decode = "encoding/json.Unmarshal";
  const role = (...texts: readonly string[]) => described(texts.join("\n")).role;
  assert.equal(role(`main.main;${decode};x.place 1 10`), "decoder");
  assert.equal(role(`main.main;${decode};x.place 1 10`, "main.main;x.place 1 9"), "decoder");
  assert.equal(role(`main.main;${decode};x.place 1 9`, "main.main;x.place 1 10"), undefined);
  assert.equal(role(`main.main;${decode};sync.(*Pool).Get;x.place 1 10`), "decoder", "what a decoder calls is decoded");
  assert.equal(role(`main.main;${decode};main.fill;x.place 1 10`), undefined, "but not what own code makes below it");
  assert.equal(role(`main.main;${decode};main.fill;sync.(*Pool).Get;x.place 1 10`), "pool");
  assert.equal(role("main.main;x.init.0;main.fill;x.place 1 10"), "init", "whoever is in between");
  assert.equal(role(`main.main;${decode};x.init.0;x.place 1 10`), "init");
  assert.equal(role(`main.main;x.init.0;${decode};x.place 1 10`), "init");
});

test("where growth parts into own functions below the one that is named, those with a fifth of it are its branches", () => {
  const branches = (text: string) => described(text).branches;
  const two = (a: number, b: number) =>
    `main.main;main.load;main.a;x.place 1 ${a}\nmain.main;main.load;main.b;x.place 1 ${b}`;
  assert.deepEqual(branches(two(600, 400)), [
    ["main.a", 0.6],
    ["main.b", 0.4],
  ]);
  assert.deepEqual(branches(two(800, 200)).length, 2);
  assert.deepEqual(branches(two(801, 199)), [], "one is no parting");
  assert.deepEqual(branches("main.main;main.load;main.a;x.place 1 600\nmain.main;main.load;x.place 1 400"), []);
});
