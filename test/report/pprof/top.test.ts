/** The rows of top over small profiles; its bytes are held against pprof in graph.test.ts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { topReport } from "../../../src/report/pprof/top.ts";
import { viewOf } from "../view-of.ts";
import { profileOf, type Sample, WHOLE } from "./small.ts";

const rowsOf = (samples: readonly Sample[], query = WHOLE) =>
  topReport(viewOf(profileOf(samples), {}), query).rows.map(({ name, flat, cum }) => [name, flat, cum]);

test("functions have what they allocated themselves and with all they called, the most first", () => {
  assert.deepEqual(
    rowsOf([
      ["main;a", 10],
      ["main;a;b", 30],
      ["main", 5],
    ]),
    [
      ["b", 30, 30],
      ["a", 10, 40],
      ["main", 5, 45],
    ],
  );
  assert.deepEqual(
    rowsOf(
      [
        ["main;a", 10],
        ["main;a;b", 30],
      ],
      { ...WHOLE, sort: "cum" },
    ).map(([name]) => name),
    ["a", "main", "b"],
  );
});

test("a function that calls itself counts once", () => {
  assert.deepEqual(rowsOf([["f;f;f", 7]]), [["f", 7, 7]]);
});

test("nodes below zero are left out where that is asked", () => {
  const samples: Sample[] = [
    ["main;a", 10],
    ["main;b", -4],
  ];
  assert.deepEqual(
    rowsOf(samples)
      .map(([name]) => name)
      .sort(),
    ["a", "b", "main"],
  );
  assert.deepEqual(
    rowsOf(samples, { ...WHOLE, dropNegative: true })
      .map(([name]) => name)
      .sort(),
    ["a", "main"],
  );
});

test("a function is inlined where all calls to it were, or some", () => {
  const inlined = (samples: readonly Sample[]) =>
    topReport(viewOf(profileOf(samples), {}), WHOLE).rows.find(({ name }) => name === "a")?.inlined;
  assert.equal(inlined([["main~a", 1]]), "all");
  assert.equal(
    inlined([
      ["main~a", 1],
      ["other;a", 1],
    ]),
    "some",
  );
  assert.equal(inlined([["main;a", 1]]), "none");
  assert.equal(inlined([["a", 1]]), "none");
});
