import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileBuilder } from "../../src/profile/builder.ts";
import { labelSetAt } from "../../src/profile/labels.ts";
import { findNumericUnits, unitNotices } from "../../src/profile/numeric-units.ts";
import type { Profile } from "../../src/profile/tables.ts";

type Labels = NonNullable<Parameters<ProfileBuilder["addSample"]>[2]>;

function profileOf(...sets: readonly Labels[]): Profile {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  for (const labels of sets) builder.addSample([], [1], labels);
  return builder.finish();
}

const number = (key: string, value: bigint, unit = "") => ({ key, value, unit });

test("values of one key are together, texts apart from numbers", () => {
  const { text, numeric } = labelSetAt(
    profileOf([{ key: "a", value: "x" }, number("a", 5n), { key: "a", value: "y" }, { key: "b", value: "" }]),
    0,
  );
  assert.deepEqual(
    [...text],
    [
      ["a", ["x", "y"]],
      ["b", [""]],
    ],
  );
  assert.deepEqual([...numeric], [["a", { values: [5n], units: [] }]]);
});

test("where one number of a key has a unit, each has one, if only an empty one", () => {
  const unitsOf = (...labels: Labels) => labelSetAt(profileOf(labels), 0).numeric.get("k");
  assert.deepEqual(unitsOf(number("k", 1n), number("k", 2n)), { values: [1n, 2n], units: [] });
  const units = unitsOf(number("k", 1n, "ms"), number("k", 2n), number("k", 3n));
  assert.deepEqual([units?.values.length, units?.units.length], [3, 3]);
  assert.deepEqual(
    units?.units.filter((unit) => unit !== ""),
    ["ms"],
  );
});

test("the first unit of a key is its unit, the others are told in order; without one it is guessed", () => {
  const found = findNumericUnits(
    profileOf(
      [number("time", 1n, "ms"), number("request", 1n), number("alignment", 1n), number("items", 2n)],
      [number("time", 1n, "s"), number("size", 1n, "kb")],
      [number("time", 1n, "ms"), number("size", 2n, "mb"), number("time", 2n, "h")],
    ),
  );
  assert.deepEqual(Object.fromEntries(found.units), {
    ...{ time: "ms", request: "bytes", alignment: "bytes", items: "items", size: "kb" },
  });
  assert.deepEqual(found.ignored, [
    ["size", ["mb"]],
    ["time", ["h", "s"]],
  ]);
  assert.deepEqual(unitNotices(found), [
    "For tag size used unit kb, also encountered unit(s) mb",
    "For tag time used unit ms, also encountered unit(s) h, s",
  ]);
});
