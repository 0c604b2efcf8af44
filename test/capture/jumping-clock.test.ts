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

/** A wall clock that jumps by so many milliseconds each time somebody looks at it. */
const jumpingBy = (step: number): string =>
  `data:text/javascript,${encodeURIComponent(`
  const { now } = Date;
  let looks = 0;
  const jumping = () => now() + ${step} * looks++;
  Date.now = jumping;
  globalThis.Date = new Proxy(Date, { construct: (made, given) => new made(...(given.length === 0 ? [jumping()] : given)) });
`)}`;

function run(
  step: number,
  words: readonly string[],
): Promise<{ readonly code: number | null; readonly stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", jumpingBy(step), program, ...words], {
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

const HOUR = 3_600_000;

for (const [name, step] of [
  ["forwards", HOUR],
  ["back", -HOUR],
] as const) {
  test(`a capture takes its snapshots as far apart as they are to be while the clock jumps ${name}`, async () => {
    const times: number[] = [];
    const { port } = await replay("steady", () => times.push(performance.now()));
    const { code, stderr } = await run(step, [
      ...["capture", `http://127.0.0.1:${port}`, "--every", "300ms", "--count", "3", "-o", name],
    ]);
    assert.equal(code, 0, stderr);
    const { snapshots } = JSON.parse(readFileSync(join(folder, name, "manifest.json"), "utf8"));
    assert.equal(snapshots.length, 3);
    // What is late on a busy machine leaves less until the next: together they are not nearer than this.
    assert.ok((times.at(-1) as number) - (times[0] as number) > 400, times.join(" "));
    assert.doesNotMatch(stderr, /bug in heapblame/);
  });

  test(`a request has the time it is given while the clock jumps ${name}`, async () => {
    const server = await serve(() => {});
    const words = ["fetch", `${server.url}/debug/pprof/heap`, "-o", "x", "--request-timeout", "300ms"];
    const { code, stderr } = await run(step, words);
    assert.equal(code, 2);
    assert.match(stderr, /no (?:whole )?answer|within|timed? ?out/i);
  });
}
