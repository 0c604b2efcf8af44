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
