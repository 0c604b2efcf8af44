/** Every sample with its stack and its labels. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { tracesReport } from "../../../src/report/pprof/traces.ts";
import { type ViewOptions, viewOf } from "../view-of.ts";
import { profileOf, type Sample } from "./small.ts";

const SAMPLES: Sample[] = [
  ["main;a~b", 10, "k=x", "k=y", "bytes:16bytes"],
  ["", 5],
  ["main", 3],
];
const of = (options: ViewOptions = {}) => tracesReport(viewOf(profileOf(SAMPLES), options));

test("frames of a place are leaf first, those inlined into the last marked", () => {
  const names = of().frames.map((frames) =>
    frames.map(({ name, isInlined }) => (isInlined ? `${name} (inline)` : name)),
  );
  assert.deepEqual(names.sort(), [["b (inline)", "a"], ["main"]]);
  assert.deepEqual(
    of({ noInlines: true })
      .frames.map((frames) => frames.map(({ name }) => name))
      .sort(),
    [["a"], ["main"]],
  );
});

test("labels are in the order of the file, with their units", () => {
  const { labels, samples } = of();
  assert.deepEqual(labels[samples.labelSet[0] as number], {
    text: [["k", ["x", "y"]]],
    numeric: [{ key: "bytes", values: [16n], unit: "bytes" }],
  });
});

test("values are those of the samples, and the header tells the profile", () => {
  const { valueAt, header, numbers } = of({ unit: "kB" });
  assert.deepEqual([0, 1, 2].map(valueAt), [10, 5, 3]);
  assert.deepEqual([header.program, numbers.outputUnit], ["app", "kB"]);
});

test("a mean is of the first column, where there is any", () => {
  const sampleTypes = [
    { type: "objects", unit: "count" },
    { type: "space", unit: "bytes" },
  ];
  const builder = new ProfileBuilder({ sampleTypes });
  const at = builder.addLocation({ lines: [{ function: builder.addFunction({ name: "a" }) }] });
  for (const values of [
    [4n, 10n],
    [0n, 7n],
  ])
    builder.addSample([at], values);
  const { valueAt } = tracesReport(viewOf(builder.finish(), { sampleIndex: "space", isMean: true }));
  assert.deepEqual([valueAt(0), valueAt(1)], [2, 7]);
});

test("names follow the granularity", () => {
  const names = of({ granularity: "files" }).frames.map((frames) => frames.map(({ name }) => name));
  assert.ok(names.flat().includes("/src/main.go"), names.join(" "));
});
