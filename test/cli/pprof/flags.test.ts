/** pprof's command line, as far as it is decided before any profile is read. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { startsPprofCommand } from "../../../src/cli/pprof/flag-names.ts";
import { parsePprofArgs } from "../../../src/cli/pprof/flags.ts";
import { defaultSettings } from "../../../src/cli/pprof/options.ts";

test("without options every setting is pprof's default", () => {
  const request = parsePprofArgs(["-top", "heap"]);
  assert.equal(request.report?.name, "top");
  assert.deepEqual(request.sources, ["heap"]);
  assert.deepEqual(request.settings, defaultSettings());
  const { nodecount, nodefraction, edgefraction, trim, unit, divideBy, sort, granularity } = request.settings;
  assert.deepEqual(
    [nodecount, nodefraction, edgefraction, trim, unit, divideBy, sort, granularity],
    [-1, 0.005, 0.001, true, "minimum", 1, "flat", ""],
  );
});

test("choices are switches, and options keep pprof's names", () => {
  const { settings } = parsePprofArgs(["-cum", "-lines", "-relative_percentages", "-tagfocus=a", "-tree", "heap"]);
  assert.deepEqual(
    [settings.sort, settings.granularity, settings.relativePercentages, settings.tagfocus],
    ["cum", "lines", true, "a"],
  );
});

test("the first shorthand for a value counts, in pprof's order and not the command line's", () => {
  const { settings, notices } = parsePprofArgs(["-alloc_space", "-inuse_objects", "-top", "heap"]);
  assert.equal(settings.sampleIndex, "inuse_objects");
  assert.deepEqual(notices, ["Multiple value selections, ignoring -alloc_space"]);
});

test("-mean_delay is a mean, too", () => {
  const { settings } = parsePprofArgs(["-mean_delay", "-top", "heap"]);
  assert.deepEqual([settings.sampleIndex, settings.mean], ["delay", true]);
});

test("reports with a pattern carry it, and an empty pattern is no report", () => {
  assert.equal(parsePprofArgs(["-peek=a b", "heap"]).argument, "a b");
  assert.equal(parsePprofArgs(["-peek=", "heap"]).report, undefined);
});

const refused: readonly (readonly [args: readonly string[], message: string])[] = [
  [["-top"], "no profile source specified"],
  [["-top", "-peek=x", "heap"], "must set at most one output format"],
  [["-cum", "-flat", "-top", "heap"], "conflicting options set: [cum flat]"],
  [["-http=:0", "-top", "heap"], "-http is not compatible with an output format on the command line"],
  [["-no_browser", "-top", "heap"], "-no_browser only makes sense with -http"],
];

for (const [args, message] of refused) {
  test(`${args.join(" ")}: ${message}`, () => assert.throws(() => parsePprofArgs(args), { message }));
}

test("pprof's grammar is told from our own by the first argument", () => {
  const pprof = [
    "-top heap",
    "-base a -top b",
    "--base a -top b",
    "-inuse_space heap",
    "-lines -top x",
    "--peek=x heap",
    "--focus x a b",
    "--base a b",
    "--sample_index=inuse_objects heap",
    "--cum heap",
    "-nosuch heap",
    "-flame heap",
    "-fjson a b",
  ];
  const own = [
    "heap.out",
    "top heap",
    "--help",
    "-h",
    "-help",
    "-v",
    "-version",
    "diff a b",
    "-o x a b",
    "--sort cum a b",
  ];
  own.push("", "--sample-index x a", "-", "--", "-n ns a");
  for (const line of pprof) assert.equal(startsPprofCommand(line.split(" ")), true, line);
  for (const line of own) assert.equal(startsPprofCommand(line.split(" ")), false, line);
});
