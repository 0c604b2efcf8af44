/** The built program against the cluster, as a user starts it, and that it leaves no kubectl behind. */
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ControlPlane } from "./control-plane.ts";

const BIN = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));

/** A folder for the files of one test file. */
export function workFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `heapblame-cluster-${name}-`));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export type Ended = { readonly stdout: string; readonly stderr: string; readonly code: number | null };

export type Started = { readonly child: ChildProcess; readonly ended: Promise<Ended> };

/** Starts `heapblame WORDS` as the administrator, with a home of its own below `cwd`. */
export function start(plane: ControlPlane, words: readonly string[], cwd: string): Started {
  const env = { ...plane.env, HOME: cwd, PPROF_TMPDIR: "", NO_COLOR: "1", TZ: "UTC" };
  const child = spawn(process.execPath, [BIN, ...words], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => child.once("close", (code) => resolve({ stdout, stderr, code })));
  return { child, ended };
}

/** Runs it to its end; no forward of it is there afterwards. */
export async function heapblame(plane: ControlPlane, words: readonly string[], cwd: string): Promise<Ended> {
  const ended = await start(plane, words, cwd).ended;
  await assertNoForward();
  return ended;
}

/** Process ids of the forwards that the program opened: no other forward in these tests is to an address by number. */
export function forwards(): number[] {
  const listed = execFileSync("ps", ["-A", "-o", "pid=,stat=,args="], { encoding: "utf8" }).split("\n");
  return listed.flatMap((line) => {
    const [, pid, state, args = ""] = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    const isForward = /kubectl .*port-forward --address=127\.0\.0\.1 pod\//.test(args) && !args.includes("/bin/sh");
    return isForward && !state?.startsWith("Z") ? [Number(pid)] : [];
  });
}

/** A forward may take a moment to end after the program has. */
export async function assertNoForward(): Promise<void> {
  for (let tries = 0; tries < 60 && forwards().length > 0; tries++) await sleep(50);
  assert.deepEqual(forwards(), []);
}

/** Waits for what is to come about. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await holds()) return;
    await sleep(100);
  }
  assert.fail(`in vain: ${what}`);
}
