/** A trend in a terminal: frames that are left out are counted. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseProfile } from "../../../src/profile/parse.ts";
import { styleFor } from "../../../src/render/text/style.ts";
import { renderTrendText } from "../../../src/render/text/trend.ts";
import type { TrendReport } from "../../../src/report/trend/report.ts";
import { trendReport } from "../../../src/report/trend/trend.ts";
import { trendWords } from "../../../src/wording/trend/words.ts";
import { fixture } from "../../fixtures.ts";
import { readUnpacked } from "../../profile/corpus.ts";

const captures = ["before", "1", "2", "3", "4", "after"].map((name) => ({
  name: `heap-${name}.out`,
  profile: parseProfile(readUnpacked(fixture(`streamwatcher/retain/heap-${name}.out`))),
}));

function reportOf(limit: number | undefined): TrendReport {
  const query = { sampleIndex: "", granularity: "functions", noInlines: false, sort: "flat" } as const;
  return trendReport(captures, { ...query, limit, iterations: undefined, limitBytes: undefined });
}

function text(report: TrendReport, width: number | undefined = undefined, isExplained = false): string {
  return renderTrendText(report, trendWords(report), styleFor(width, false), isExplained);
}

test("frames that are left out are counted, and where there are none nothing is said", () => {
  const all = reportOf(undefined);
  assert.equal(all.omitted, 0);
  assert.doesNotMatch(text(all, undefined, true), /more frames?/);
  const one = reportOf(all.functions.length - 1);
  assert.equal(one.omitted, 1);
  assert.match(text(one, undefined, true), /^1 more frame$/m);
  assert.match(text(reportOf(2), undefined, true), new RegExp(`^${all.functions.length - 2} more frames$`, "m"));
});

test("rows within noise are one line, with what they grew by together", () => {
  const lines = text(reportOf(undefined)).split("\n");
  const rows = lines.slice(lines.findIndex((line) => line.startsWith("growth MiB")) + 1);
  const rest = rows.findIndex((line) => / more frames, \+\d+\.\d\d MiB together$/.test(line));
  assert.ok(rest >= 5 && rest <= 15, `${rest}`);
  for (const row of rows.slice(0, rest)) assert.match(row, /^ +\+[1-9]\d*\.\d\d /);
});

test("captures that are left out are named with the reason", () => {
  const report = reportOf(1);
  const dropped = [
    { source: "a.out", reason: "repeated" },
    { source: "b.out", reason: "other-process" },
  ] as const;
  assert.match(text({ ...report, dropped }), /^2 notes: --explain$/m);
  const lines = text({ ...report, dropped }, undefined, true);
  assert.match(lines, /^- a\.out is left out: it repeats the state of the capture before it\.$/m);
  assert.match(lines, /^- b\.out is left out: it is of another process\.$/m);
});

test("every line fits the terminal", () => {
  for (const width of [80, 120]) {
    for (const isExplained of [false, true]) {
      for (const line of text(reportOf(5), width, isExplained).split("\n")) assert.ok([...line].length <= width, line);
    }
  }
});
