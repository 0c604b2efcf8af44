/** Somebody sets the clock while a capture goes on: intervals and timeouts are those of a clock that nobody sets. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../fetch/servers.ts";
import { replay } from "./replay.ts";

const program = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heapblame-clock-"));
after(() => rmSync(folder, { recursive: true }));

/** A wall clock that is an hour off, forwards and back in turn, each time somebody looks at it. */
const JUMPS = `data:text/javascript,${encodeURIComponent(`
  const { now } = Date;
  let looks = 0;
  const jumping = () => now() + (looks++ % 2 === 0 ? 3_600_000 : -3_600_000);
  Date.now = jumping;
  globalThis.Date = new Proxy(Date, { construct: (made, given) => new made(...(given.length === 0 ? [jumping()] : given)) });
`)}`;

function run(words: readonly string[]): Promise<{ readonly code: number | null; readonly stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", JUMPS, program, ...words], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
      timeout: 120_000,
      killSignal: "SIGKILL",
    });
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += String(chunk);
    });
    child.on("close", (code) => resolve({ code, stderr }));
  });
}

test("a capture takes all of its snapshots in the time that they are to take", async () => {
  const { port } = await replay("steady");
  const { code, stderr } = await run([
    ...["capture", `http://127.0.0.1:${port}`, "--every", "300ms", "--count", "3", "-o", "jumps"],
  ]);
  assert.equal(code, 0, stderr);
  const { snapshots } = JSON.parse(readFileSync(join(folder, "jumps/manifest.json"), "utf8"));
  assert.equal(snapshots.length, 3);
  assert.doesNotMatch(stderr, /bug in heapblame/);
});

test("a request has the time it is given, whatever the clock says", async () => {
  const server = await serve(() => {});
  const { code, stderr } = await run([
    "fetch",
    `${server.url}/debug/pprof/heap`,
    "-o",
    "x",
    "--request-timeout",
    "300ms",
  ]);
  assert.equal(code, 2);
  assert.match(stderr, /no (?:whole )?answer|within|timed? ?out/i);
});
