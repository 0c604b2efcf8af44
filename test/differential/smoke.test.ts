/** The program as installed: bin/heapblame.js in a process of its own, beside `go tool pprof`. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { findPprof } from "./oracle.ts";

const project = fileURLToPath(new URL("../../", import.meta.url));
const pprof = findPprof();
const isBuilt = existsSync(join(project, "dist/cli/main.cjs"));
const skip = "missing" in pprof ? pprof.missing : isBuilt ? false : "not built: npm run build";

test("bin/heapblame.js prints, says and returns what go tool pprof does", { skip }, () => {
  const retain = "fixtures/streamwatcher/retain";
  const lines = [
    ["-top", "-base", `${retain}/heap-before.out`, `${retain}/heap-after.out`],
    ["--top", "--cum", "--base", `${retain}/heap-before.out`, `${retain}/heap-after.out`],
    ["-peek", "StreamWatcher", `${retain}/heap-after.out`],
    ["-top", "-sample_index=nope", `${retain}/heap-after.out`],
    ["-top", "no-such-file"],
    ["-top", "-focus=(", `${retain}/heap-after.out`],
  ];
  for (const args of lines) {
    const expected = outcomeOf((pprof as { path: string }).path, args);
    assert.deepEqual(outcomeOf(process.execPath, ["bin/heapblame.js", ...args]), expected, args.join(" "));
    assert.ok(expected.stdout + expected.stderr, args.join(" "));
  }
});

function outcomeOf(
  command: string,
  args: readonly string[],
): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, TZ: "UTC" };
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: project,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}
