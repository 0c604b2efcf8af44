/** Callers and callees of a function, and peek's choice of functions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { treeReport } from "../../../src/report/pprof/tree.ts";
import { viewOf } from "../view-of.ts";
import { profileOf, type Sample, WHOLE } from "./small.ts";

const SAMPLES: Sample[] = [
  ["main;a;x", 10],
  ["main;b;x", 30],
  ["main;a~y", 4],
  ["main;a;z", 5],
];
const view = viewOf(profileOf(SAMPLES), {});

test("callers and callees come heaviest first, with what went along the call", () => {
  const { entries } = treeReport(view, WHOLE);
  const x = entries.find(({ name }) => name === "x");
  assert.deepEqual([x?.flat, x?.cum], [40, 40]);
  assert.deepEqual(
    x?.callers.map(({ name, weight }) => [name, weight]),
    [
      ["b", 30],
      ["a", 10],
    ],
  );
  assert.deepEqual(x?.callees, []);
  const a = entries.find(({ name }) => name === "a");
  assert.deepEqual(
    a?.callees.map(({ name, weight, isInlined }) => [name, weight, isInlined]),
    [
      ["x", 10, false],
      ["z", 5, false],
      ["y", 4, true],
    ],
  );
  assert.deepEqual(
    a?.callers.map(({ name, weight }) => [name, weight]),
    [["main", 19]],
  );
});

test("peek shows the functions that match, with all of their calls", () => {
  const { entries } = treeReport(view, WHOLE, { text: "x", matches: (name) => name === "x" });
  assert.deepEqual(
    entries.map(({ name, callers }) => [name, callers.length]),
    [["x", 2]],
  );
});

test("a pattern that matches nothing is named", () => {
  assert.throws(() => treeReport(view, WHOLE, { text: "no(such", matches: () => false }), {
    code: "no-match",
    message: "no matches found for regexp: no(such",
  });
});
