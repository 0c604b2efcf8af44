/** Folders of captures of which one may not be read: beside captures that is a fault, among other files it is none of them. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { fixture, modePair } from "../../fixtures.ts";
import { notRoot, skipNotRoot } from "../../nobody.ts";

const heapblame = fileURLToPath(new URL("../../../bin/heapblame.js", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "heapblame-directories-"));
chmodSync(root, 0o755);
const closed: string[] = [];
after(() => {
  for (const folder of closed) chmodSync(folder, 0o755);
  rmSync(root, { recursive: true });
});

/** Nothing is closed to root. */
const skip = process.platform === "win32" ? "folders are closed by modes" : skipNotRoot;

function reportOn(folder: string): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  const env = { PATH: process.env["PATH"], HOME: root };
  return spawnSync(process.execPath, [heapblame, "trend", folder], {
    ...notRoot,
    cwd: root,
    env,
    encoding: "utf8",
    timeout: 60_000,
  });
}

function close(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o000);
  closed.push(folder);
}

test("a folder among profiles that may not be read is none of them", { skip, timeout: 90_000 }, () => {
  const folder = join(root, "profiles");
  mkdirSync(folder);
  for (const [at, profile] of modePair("retain").entries()) cpSync(profile, join(folder, `${at}.pb.gz`));
  close(join(folder, "private"));
  const { status, stdout, stderr } = reportOn("profiles");
  assert.equal(status, 0, stderr);
  assert.match(stdout, /2 captures/);
});

test("a capture beside others that may not be read is a fault: it would be missing", { skip, timeout: 90_000 }, () => {
  const folder = join(root, "captures");
  cpSync(fixture("cluster/linkerd-destination"), join(folder, "one"), { recursive: true });
  close(join(folder, "two"));
  const { status, stdout, stderr } = reportOn("captures");
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /^heapblame: \S*captures\/two\/manifest\.json: permission denied\n/);
});

test("profiles beside the folder of a capture are named: they are not looked at", { skip, timeout: 90_000 }, () => {
  const folder = join(root, "mixed");
  cpSync(fixture("cluster/linkerd-destination"), join(folder, "cap"), { recursive: true });
  cpSync(fixture("streamwatcher/retain/heap-after.out"), join(folder, "heap.out"));
  writeFileSync(join(folder, "notes.txt"), "not a profile");
  const { status, stdout, stderr } = reportOn("mixed");
  assert.deepEqual(
    [status, stderr],
    [0, "heapblame: mixed is read as the capture in mixed/cap; left out beside it: heap.out\n"],
  );
  assert.match(stdout, /^It rises/);
  assert.equal(reportOn("mixed/cap").stderr, "");
});

test("several captures where one is wanted are named, and what takes them all", { skip, timeout: 90_000 }, () => {
  const folder = join(root, "several");
  for (const name of ["one", "two"])
    cpSync(fixture("cluster/linkerd-destination"), join(folder, name), { recursive: true });
  const { status, stderr } = reportOn("several");
  const fact = "several holds 2 captures: give one of one, two; heapblame fleet several has them all";
  assert.deepEqual([status, stderr], [2, `heapblame: ${fact}; see heapblame trend --help\n`]);
});
