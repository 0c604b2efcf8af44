/** Names in a folder, those that are no UTF-8 among them. */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readFolder } from "../../../src/cli/capture/folder.ts";
import { modePair } from "../../fixtures.ts";
import { runCli } from "../run-cli.ts";

// Other systems than Linux refuse such a name.
test("a profile whose name is no UTF-8 is read like any other", { skip: process.platform !== "linux" }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-folder-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const [base, current] = modePair("retain");
  copyFileSync(base, Buffer.concat([Buffer.from(`${folder}/a`), Buffer.of(0xff), Buffer.from(".out")]));
  copyFileSync(current, join(folder, "b.out"));
  mkdirSync(join(folder, "c"));
  const entries = await readFolder(folder);
  assert.deepEqual(
    entries.sort((a, b) => (a.name < b.name ? -1 : 1)),
    [
      { name: "a\udcff.out", isFile: true, isFolder: false },
      { name: "b.out", isFile: true, isFolder: false },
      { name: "c", isFile: false, isFolder: true },
    ],
  );
  const { code, stdout, stderr } = await runCli(["diff", folder]);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(stdout, /^\+54\.1 MiB live heap/);
});
