/** In which unit a report is printed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { graphShape } from "../../../src/graph/shape.ts";
import { trimForText } from "../../../src/graph/trim/trim.ts";
import { graphSource } from "../../../src/report/pictures/graph-report.ts";
import { applyRatio, plainStyle, selectOutputUnit } from "../../../src/report/pprof/output-unit.ts";
import { type ViewOptions, viewOf } from "../view-of.ts";
import { profileOf, type Sample, WHOLE } from "./small.ts";

function unitOf(samples: readonly Sample[], options: ViewOptions = {}, isInteger = false): string {
  const view = viewOf(profileOf(samples), options);
  const { graph } = trimForText(graphShape(graphSource(view, false), { dropNegative: false, edges: "inline" }), WHOLE);
  return selectOutputUnit(view, graph, isInteger).outputUnit;
}

test("a unit that was asked for stays, and so does that of nothing", () => {
  assert.equal(unitOf([["a", 5000]], { unit: "MB" }), "MB");
  assert.equal(unitOf([]), "minimum");
});

test("values that are near one another have the unit of the smallest", () => {
  assert.equal(
    unitOf([
      ["a", 5000],
      ["b", 9000],
    ]),
    "kB",
  );
  assert.equal(
    unitOf([
      ["a", 5],
      ["b", 900],
    ]),
    "B",
  );
});

test("far apart it is that of a hundred times the smallest, but not where numbers are whole", () => {
  assert.equal(
    unitOf([
      ["a", 500],
      ["b", 5_000_000],
    ]),
    "kB",
  );
  assert.equal(
    unitOf(
      [
        ["a", 500],
        ["b", 5_000_000],
      ],
      {},
      true,
    ),
    "B",
  );
  assert.equal(
    unitOf([
      ["a", 500],
      ["b", 40_000],
    ]),
    "B",
    "less than a hundred times",
  );
});

test("what has nothing of its own counts with what it called", () => {
  assert.equal(unitOf([["main;a", 5000]]), "kB");
  assert.equal(unitOf([["a", -5000]]), "kB", "magnitudes count");
});

test("values are divided before they are looked at", () => {
  assert.equal(unitOf([["a", 5000]], { divideBy: 100 }), "B");
});

test("a ratio cuts to whole numbers, and 1 or none leaves values alone", () => {
  assert.deepEqual([applyRatio(7, 0.5), applyRatio(-7, 0.5)], [3, -3]);
  assert.deepEqual([applyRatio(7n, 1), applyRatio(7, 0), applyRatio(7, -1), applyRatio(7, Number.NaN)], [7n, 7, 7, 7]);
});

test("the plain style is what was asked", () => {
  const view = viewOf(profileOf([["a", 1]]), { unit: "GB", divideBy: 4 });
  assert.deepEqual(plainStyle(view), { unit: "bytes", outputUnit: "GB", ratio: 0.25 });
});
