/** Names of files that are not there, and what is proposed in their place. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { nearestFile } from "../../../src/fetch/files/nearest-file.ts";

const cwd = mkdtempSync(join(tmpdir(), "heapblame-nearest-"));
after(() => rmSync(cwd, { recursive: true }));
for (const folder of ["captures", "other dir"]) mkdirSync(join(cwd, folder));
for (const name of ["before.out", "heap-1.out", "heap-2.out", "captures/001.pb.gz"]) writeFileSync(join(cwd, name), "");

const cases: readonly (readonly [typed: string, nearest: string | undefined])[] = [
  ["befor.out", "before.out"],
  ["Before.out", "before.out"],
  ["BEFORE.OUT", "before.out"],
  ["before", "before.out"],
  ["./befroe.out", "before.out"],
  ["other", "other dir"],
  ["capture/001.pb.gz", "captures"],
  ["captures/001.bp.gz", "captures/001.pb.gz"],
  ["heep-1.out", "heap-1.out"],
  // The next of a series is no mistake of letters.
  ["heap-3.out", undefined],
  ["heap-10.out", undefined],
  ["nothing-like-it", undefined],
  ["/nowhere/at/all", undefined],
];

for (const [typed, nearest] of cases) {
  test(`${typed}: ${nearest ?? "nothing"}`, async () => {
    assert.equal(await nearestFile(typed, cwd), nearest);
  });
}

test("an absolute name stays one", async () => {
  assert.equal(await nearestFile(join(cwd, "befor.out"), "/"), join(cwd, "before.out"));
});
