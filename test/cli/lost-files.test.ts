/** What an output may take the place of: the edges of it; whole commands are tried in outputs.test.ts. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { refuseUnderProfile, refuseUnderReport } from "../../src/cli/lost-files.ts";

const cwd = mkdtempSync(join(tmpdir(), "heapblame-lost-"));
after(() => rmSync(cwd, { recursive: true }));

const GZIP = "\x1f\x8b\x08\x00";
const rows: readonly (readonly [name: string, bytes: string, report: boolean, profile: boolean])[] = [
  ["empty", "", true, true],
  ["notes.md", "# go1.26 is fine here", true, true],
  ["page.html", "\n<html>", true, false],
  ["report.json", '{"kind":"growth"}', true, false],
  ["manifest.json", '{"kind":"heapblame-capture"}', false, false],
  ["other.json", '{"kind":"heapblame-capture"}', true, false],
  ["heap.out", GZIP, false, true],
  ["heap.txt", "heap profile: 1: 2 [3: 4] @ heap/1048576", false, true],
  ["heap.dump", "go1.7 heap dump\n", false, true],
  ["app", "\x7fELF\x02", false, false],
  ["short", "\x1f\x8b", true, true],
];

for (const [name, bytes, report, profile] of rows) {
  test(`${name}: ${report ? "a report" : "no report"}, ${profile ? "a profile" : "no profile"} may go there`, () => {
    writeFileSync(join(cwd, name), Buffer.from(bytes, "latin1"));
    for (const [refuse, allowed] of [
      [refuseUnderReport, report],
      [refuseUnderProfile, profile],
    ] as const) {
      if (allowed) refuse("-o", name, cwd);
      else assert.throws(() => refuse("-o", name, cwd), /would be lost: give another name/);
    }
  });
}

test("what is not there, or no file, is for who writes to say", () => {
  for (const place of ["missing", ".", "/dev/null"]) refuseUnderReport("-o", place, cwd);
});
