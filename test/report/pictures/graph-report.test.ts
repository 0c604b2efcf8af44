/** From a view to a graph, and the frame around a report of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { trimForText } from "../../../src/graph/trim/trim.ts";
import { frameOf, graphSource, shapeFor } from "../../../src/report/pictures/graph-report.ts";
import { profileOf, type Sample, WHOLE } from "../pprof/small.ts";
import { viewOf } from "../view-of.ts";

const SAMPLES: Sample[] = [
  ["main;a;x", 10],
  ["main;b;x", 3000],
];

test("a function is a node, or one for each context", () => {
  const source = graphSource(viewOf(profileOf(SAMPLES), {}), false);
  assert.equal(shapeFor(source, WHOLE).listed.length, 4);
  assert.equal(shapeFor(source, { ...WHOLE, callTree: true }).listed.length, 5);
});

test("nodes below zero are left out of either where that is asked", () => {
  const source = graphSource(
    viewOf(
      profileOf([
        ["main;a", 10],
        ["main;b", -4],
      ]),
      {},
    ),
    false,
  );
  for (const callTree of [false, true]) {
    assert.equal(shapeFor(source, { ...WHOLE, callTree }).listed.length, 3, String(callTree));
    assert.equal(shapeFor(source, { ...WHOLE, callTree, dropNegative: true }).listed.length, 2, String(callTree));
  }
});

test("the frame has the total, the unit and the header", () => {
  const view = viewOf(profileOf(SAMPLES), {});
  const trimmed = trimForText(shapeFor(graphSource(view, false), WHOLE), WHOLE);
  const { total, numbers, header } = frameOf(view, trimmed, WHOLE, true);
  assert.deepEqual([total, numbers.unit, header.total], [3010, "bytes", 3010]);
});

test("a mean is of the first column; values are those of the one that is shown", () => {
  const profile = profileOf(SAMPLES);
  assert.equal(graphSource(viewOf(profile, {}), false).divisors, undefined);
  assert.equal(graphSource(viewOf(profile, { isMean: true }), false).divisors, profile.samples.values[0]);
});

test("names of files are trimmed, and again where a second time changes them", () => {
  const once = graphSource(viewOf(profileOf(SAMPLES), { granularity: "files", trimPath: "/src" }), false);
  assert.ok(once.nodes.infos.every(({ file }) => !file.startsWith("/src/")));
  assert.equal(once.retrimmed, undefined);
  assert.equal(graphSource(viewOf(profileOf(SAMPLES), {}), false).retrimmed, undefined);
});

test("where a second time changes them, the second has other names, and a third is not needed", () => {
  const view = viewOf(profileOf([["main;/src/a", 10]]), { granularity: "files", trimPath: "/src" });
  const filesOf = (source: ReturnType<typeof graphSource> | undefined) =>
    source?.nodes.infos.map(({ file }) => file).sort();
  const once = graphSource(view, false);
  assert.deepEqual(filesOf(once), ["/src/a.go", "main.go"]);
  assert.deepEqual(filesOf(once.retrimmed?.()), ["a.go", "main.go"]);
  assert.equal(once.retrimmed?.().retrimmed, undefined);
});

test("functions of one package are one node where packages are asked for", () => {
  const profile = profileOf([
    ["main.main;example.com/a.F", 10],
    ["main.main;example.com/a.G", 20],
  ]);
  const { infos } = graphSource(viewOf(profile, { granularity: "packages" }), false).nodes;
  assert.deepEqual(infos.map(({ name }) => name).sort(), ["example.com/a", "main"]);
});
