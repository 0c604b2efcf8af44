/** From options to a view, in pprof's order. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compilePattern } from "../../../src/profile/filter/regexp.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { buildView } from "../../../src/report/pprof/build-view.ts";
import { profileOf, type Sample } from "./small.ts";

const SAMPLES: Sample[] = [
  ["main;a", 90, "zone=x", "bytes:16bytes"],
  ["main;b", 10, "zone=y"],
];
const OPTIONS: Parameters<typeof buildView>[1] = {
  ...{
    sampleIndex: "",
    mean: false,
    divideBy: 1,
    unit: "minimum",
    relativePercentages: false,
    tagroot: "",
    tagleaf: "",
  },
  ...{ compactLabels: false, granularity: "", noinlines: false, showcolumns: false, sourcePath: "", trimPath: "" },
  ...{
    focus: "",
    ignore: "",
    hide: "",
    show: "",
    showFrom: "",
    tagfocus: "",
    tagignore: "",
    tagshow: "",
    taghide: "",
    pruneFrom: "",
  },
};

function build(given: Partial<Parameters<typeof buildView>[1]> = {}, argument?: string) {
  const notices: string[] = [];
  const built = buildView(profileOf(SAMPLES), { ...OPTIONS, ...given }, argument, { compile: compilePattern, notices });
  return { ...built, notices };
}

test("the total is that of all samples, unless percentages are to be relative", () => {
  const filtered = build({ focus: "^b$" });
  assert.deepEqual([filtered.view.total, filtered.view.profile.samples.length], [100, 1]);
  const relative = build({ focus: "^b$", relativePercentages: true });
  assert.deepEqual([relative.view.total, relative.view.profile.samples.length], [10, 1]);
});

test("options go into the view, with functions where no granularity is asked for", () => {
  const { view } = build({
    mean: true,
    divideBy: 4,
    unit: "kB",
    compactLabels: true,
    noinlines: true,
    showcolumns: true,
    sourcePath: "/s",
    trimPath: "/t",
  });
  assert.deepEqual([view.isMean, view.ratio, view.unit, view.compactLabels], [true, 0.25, "kB", true]);
  assert.deepEqual([view.noInlines, view.showColumns, view.sourcePath, view.trimPath], [true, true, "/s", "/t"]);
  assert.deepEqual([view.granularity, build({ granularity: "files" }).view.granularity], ["functions", "files"]);
  assert.equal(view.numericUnits.get("bytes"), "bytes");
});

test("filters are named in the header but for prune_from", () => {
  assert.deepEqual(build({ focus: "^b$", tagfocus: "zone=y" }).view.activeFilters, ["focus=^b$", "tagfocus=zone=y"]);
  assert.deepEqual(build({ pruneFrom: "b" }).view.activeFilters, []);
});

test("nothing can be divided by nothing", () => {
  assert.throws(() => build({ divideBy: 0 }), { code: "bad-option", message: "zero divisor specified" });
});

test("the command's own pattern is compiled, and a wrong one is named", () => {
  assert.equal(build({}, undefined).pattern, undefined);
  assert.ok(build({}, "a").pattern);
  assert.throws(() => build({}, "("), { code: "bad-regexp", message: /^parsing argument regexp \(: / });
});

test("labels become frames at either end, and those that none has are told", () => {
  const depths = ({ samples }: Profile) =>
    Array.from({ length: 2 }, (_, row) => (samples.start[row + 1] as number) - (samples.start[row] as number));
  assert.deepEqual(depths(build({ tagroot: "zone,," }).view.profile), [3, 3]);
  const { notices } = build({ tagroot: "zone", tagleaf: "none" });
  assert.deepEqual(notices, ["TagLeaf expression matched no samples"]);
  assert.deepEqual(build({ tagroot: "none" }).notices, ["TagRoot expression matched no samples"]);
  assert.deepEqual(build().notices, []);
});
