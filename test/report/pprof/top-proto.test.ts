/** The rows of top as a profile. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { topProtoReport } from "../../../src/report/pprof/top-proto.ts";
import { viewOf } from "../view-of.ts";
import { profileOf, type Sample, WHOLE } from "./small.ts";

const SAMPLES: Sample[] = [
  ["main;a", 3000],
  ["main;a;b", 5000],
];
const made = (options = {}) =>
  topProtoReport(
    viewOf(profileOf(SAMPLES, { timeNanos: 5n, durationNanos: 6n, period: 7n, comments: ["x"] }), options),
    WHOLE,
  );

test("every row is a sample of one frame, with cum and flat", () => {
  const { samples, locations, functions, strings, labelSets, mappings } = made({ unit: "B" });
  const rows = Array.from({ length: samples.length }, (_, row) => {
    const place = samples.locations[samples.start[row] as number] as number;
    const name = strings.at(
      functions.name[locations.lineFunction[locations.start[place] as number] as number] as number,
    );
    return [name, samples.values[0]?.[row], samples.values[1]?.[row]];
  });
  assert.deepEqual(rows, [
    ["b", 5000, 5000],
    ["a", 8000, 3000],
    ["main", 8000, 0],
  ]);
  assert.deepEqual([labelSets.length, mappings.length], [0, 0]);
  assert.deepEqual([...labelSets.start], [0], "one start more than there are sets");
  assert.deepEqual([...samples.labelSet], [-1, -1, -1]);
  assert.deepEqual([...locations.id], [1n, 2n, 3n]);
  assert.deepEqual([...functions.id], [1n, 2n, 3n]);
});

test("values are in the unit of the report, cut to whole numbers", () => {
  const { samples, header } = made();
  assert.deepEqual(header.sampleTypes, [
    { type: "cum", unit: "kB" },
    { type: "flat", unit: "kB" },
  ]);
  assert.deepEqual([...(samples.values[0] ?? [])], [4, 7, 7]);
  assert.deepEqual([...(samples.values[1] ?? [])], [4, 2, 0]);
});

test("the header has when, how long and how often, and no comments", () => {
  const { timeNanos, durationNanos, period, comments } = made().header;
  assert.deepEqual([timeNanos, durationNanos, period, comments], [5n, 6n, 7n, []]);
});

test("rows of one function share it", () => {
  const lines = topProtoReport(
    viewOf(
      profileOf([
        ["main~a", 1],
        ["a", 2],
      ]),
      { granularity: "addresses" },
    ),
    WHOLE,
  );
  assert.ok(lines.functions.length <= lines.locations.length);
  const names = [...lines.functions.name].map((name) => lines.strings.at(name));
  assert.equal(new Set(names).size, names.length);
});

test("columns are exact where a value needs it, and plain numbers else", () => {
  const columns = (value: number | bigint) =>
    topProtoReport(viewOf(profileOf([["main;a", value]]), { unit: "B" }), WHOLE).samples.values;
  assert.ok(columns(5000).every((column) => column instanceof Float64Array));
  const wide = columns(2n ** 53n + 2n);
  assert.ok(wide.every((column) => column instanceof BigInt64Array));
  assert.deepEqual(
    [...(wide[1] as BigInt64Array)].filter((value) => value !== 0n),
    [2n ** 53n + 2n],
  );
});

test("values are numbers, and 64-bit ones only where one of them is", () => {
  assert.ok(made().samples.values.every((column) => column instanceof Float64Array));
  const wide = topProtoReport(viewOf(profileOf([["main;a", 2n ** 60n]]), { unit: "B" }), WHOLE);
  assert.deepEqual(
    wide.samples.values.map((column) => column[0]),
    [2n ** 60n, 2n ** 60n],
  );
});
