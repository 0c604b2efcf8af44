/** Cells of CSV come out of a reader of RFC 4180 as they went in. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderGrowthCsv } from "../../src/render/csv.ts";
import type { FrameGrowth } from "../../src/report/growth/growth.ts";
import { profileFromText } from "../profile/profile-from-text.ts";
import { growthOf } from "../report/growth-of.ts";

const REPORT = growthOf(profileFromText("main.f@f.go:1 1 16"), profileFromText("main.f@f.go:1 2 64"));
const ROW = REPORT.functions[0] as FrameGrowth;

function csvOf(name: string): string {
  return renderGrowthCsv({ ...REPORT, functions: [{ ...ROW, name }] });
}

/** As RFC 4180 has it, with LF as well. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    const [all = "", quoted, plain, end = ""] = /("(?:[^"]|"")*")?([^,\n\r"]*)([,\n]?)/y.exec(text.slice(at)) ?? [];
    assert.ok(all !== "", `no cell at ${at}: ${text.slice(at, at + 40)}`);
    rows.at(-1)?.push(quoted === undefined ? (plain ?? "") : quoted.slice(1, -1).replaceAll('""', '"'));
    if (end === "\n") rows.push([]);
    at += all.length;
  }
  return rows.slice(0, -1);
}

for (const name of [
  "plain",
  "a,b",
  'say "x"',
  '"',
  '""',
  "two\nlines",
  "cr\rhere",
  "a\r\nb",
  ",",
  "main.F[go.shape.int,string]",
]) {
  test(`the name ${JSON.stringify(name)} stays one cell`, () => {
    const [heads, cells, ...more] = readCsv(csvOf(name));
    assert.deepEqual(more, []);
    assert.equal(cells?.length, heads?.length);
    assert.equal(cells?.[0], name);
  });
}

test("what a spreadsheet would take for a formula is marked as text, also behind blanks", () => {
  for (const name of ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t-1", "\uff1d1"]) {
    assert.equal(readCsv(csvOf(name))[1]?.[0], `'${name}`, name);
  }
  for (const name of ["main.f", "a=1", "1-1"]) assert.equal(readCsv(csvOf(name))[1]?.[0], name);
});

test("only what needs quotes has them, and what is not known is empty", () => {
  assert.match(csvOf("plain"), /^name,.*\nplain,f\.go,/);
  const [heads = [], cells = []] = readCsv(csvOf("plain"));
  const cell = (head: string): string | undefined => cells[heads.indexOf(head)];
  assert.deepEqual([cell("baseFlat"), cell("currentFlat"), cell("deltaFlat"), cell("flatLow")], ["16", "64", "48", ""]);
});
