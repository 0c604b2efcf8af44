/** The unit of each numeric label, and those that pprof says it does not use. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type NewLabel, ProfileBuilder } from "../../src/profile/builder.ts";
import { findNumericUnits, unitNotices } from "../../src/profile/numeric-units.ts";

/** A sample for each list of labels. */
function unitsOf(...samples: readonly (readonly NewLabel[])[]) {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  for (const labels of samples) builder.addSample([], [1], labels);
  return findNumericUnits(builder.finish());
}

const label = (key: string, unit?: string): NewLabel => ({ key, value: 5n, ...(unit === undefined ? {} : { unit }) });

test("the first unit counts, and where there is none, one that the key suggests", () => {
  const { units, ignored } = unitsOf(
    [label("size")],
    [label("size", "kb")],
    [label("request")],
    [label("alignment")],
    [label("other")],
  );
  assert.deepEqual(
    [...units],
    [
      ["size", "kb"],
      ["request", "bytes"],
      ["alignment", "bytes"],
      ["other", "other"],
    ],
  );
  assert.deepEqual(ignored, []);
  assert.deepEqual(unitNotices({ units, ignored }), []);
});

test("texts have no unit, and samples without labels say nothing", () => {
  assert.deepEqual([...unitsOf([], [{ key: "kind", value: "x" }]).units], []);
  assert.deepEqual([...unitsOf([{ key: "size", value: "x" }, label("size", "mb")]).units], [["size", "mb"]]);
});

test("units that are not used are named once each, in order, key by key", () => {
  const found = unitsOf(
    [label("z", "s"), label("a", "kb")],
    [label("a", "mb"), label("z", "ms")],
    [label("a", "bytes"), label("a", "mb"), label("z", "s")],
  );
  assert.deepEqual(found.ignored, [
    ["a", ["bytes", "mb"]],
    ["z", ["ms"]],
  ]);
  assert.deepEqual(unitNotices(found), [
    "For tag a used unit kb, also encountered unit(s) bytes, mb",
    "For tag z used unit s, also encountered unit(s) ms",
  ]);
});
