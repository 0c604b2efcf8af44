/** Names in a folder, those that are no UTF-8 among them. */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readFilesBelow, readFolder } from "../../../src/cli/capture/folder.ts";
import type { FleetReport } from "../../../src/index.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
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

test("a fleet on disk has the pods whose names are no UTF-8", { skip: process.platform !== "linux" }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-pods-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const nameOf = (text: string): Buffer => Buffer.concat([Buffer.from(`${folder}/${text}`), Buffer.of(0xff)]);
  for (const pod of ["a", "b"]) {
    mkdirSync(nameOf(pod));
    for (let hour = 0; hour < 4; hour++) {
      const timeNanos = BigInt(Date.UTC(2026, 7, 20, 12 + hour)) * 1_000_000n;
      const profile = heapProfile([{ stack: "main.main", size: 4096, inuse: 20 * (hour + 1), alloc: 500 }], {
        timeNanos,
      });
      writeFileSync(Buffer.concat([nameOf(pod), Buffer.from(`/${hour}`), Buffer.of(0xfe)]), encodeProfile(profile));
    }
  }
  const files = await readFilesBelow(folder);
  assert.equal(files.length, 8);
  assert.ok(files.some((file) => file.folder === join(folder, "a\udcff") && file.name === "3\udcfe"));
  const { code, stdout, stderr } = await runCli(["fleet", folder, "-f", "json"]);
  assert.deepEqual([code, stderr], [0, ""]);
  const { pods } = JSON.parse(stdout) as FleetReport;
  assert.equal(pods.length, 2);
});
