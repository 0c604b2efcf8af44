/** Blocks of tags in columns, and what a byte that Go's tabwriter takes for a mark does to those that follow. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderTags } from "../../../src/render/pprof/tags.ts";
import { tagsReport } from "../../../src/report/pprof/tags.ts";
import { profileOf } from "../../report/pprof/small.ts";
import { viewOf } from "../../report/view-of.ts";

const linesOf = (...labels: string[]): string[] =>
  [...renderTags(tagsReport(viewOf(profileOf([["a", 10, ...labels]]), {})))].join("").split("\n");

test("keys are set in columns, each in its own", () => {
  const lines = linesOf("app=p", "longer=q");
  assert.ok(lines.every((line) => !line.includes("\t")));
  assert.ok(lines[0]?.startsWith(" app: Total 10B of 10B"), lines[0]);
  assert.ok(lines[3]?.startsWith(" longer: Total 10B of 10B"), lines[3]);
});

test("behind a byte 0xFF without a second one nothing is set in columns, in the next keys neither", () => {
  const lines = linesOf("app=\udcffA", "next=q");
  assert.ok(lines[3]?.startsWith("next:\t Total 10B of 10B"), lines[3]);
});

test("what is printed comes in pieces, so that many keys are not held as one text", () => {
  const report = tagsReport(viewOf(profileOf([["a", 10, ...Array.from({ length: 3000 }, (_, at) => `k${at}=v`)]]), {}));
  const pieces = [...renderTags(report)];
  const blocks = [...report.keys].map((key) => [...renderTags({ ...report, keys: [key] })].join(""));
  assert.ok(pieces.length > 1, `${pieces.length}`);
  assert.equal(pieces.join(""), blocks.join(""));
});

test("keys set row by row come out as all their text set in columns does", () => {
  const values = ["a", "b\tc", "d\ve", "f\ng", "h\fi", "é", "😀", ""];
  for (const key of ["k", "longer", "k\tl", "😀", "k\nl", "é", ""]) {
    for (const unit of ["bytes", "count", "😀", "u\tv", "é"]) {
      const labels = values.map((value, at) => ["a", 10 ** at, `${key}=${value}`] as const);
      for (const some of [labels, ...labels.map((row) => [row]), [labels[0], labels[5], labels[6]]]) {
        const profile = profileOf(some.map((row) => [...(row as readonly [string, number, string])]));
        const header = { ...profile.header, sampleTypes: [{ type: "inuse_space", unit }] };
        const report = tagsReport(viewOf({ ...profile, header }, {}));
        // A pair of these bytes has no width and nothing between: all is set as one text.
        const whole = [...renderTags({ ...report, texts: ["\udcff"] })].join("");
        assert.equal([...renderTags(report)].join(""), whole, JSON.stringify([key, unit, some]));
      }
    }
  }
});
