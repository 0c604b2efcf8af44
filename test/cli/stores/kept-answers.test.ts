/** A run over a server that is interrupted goes on where it was: by the program itself, in a process that is really interrupted. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { type StandIn, serveProfiles } from "../../fetch/stores/stand-in.ts";

const heapblame = fileURLToPath(new URL("../../../bin/heapblame.js", import.meta.url));
const cache = mkdtempSync(join(tmpdir(), "heapblame-cache-"));
after(() => rmSync(cache, { recursive: true, force: true }));

const HOUR = 3_600_000_000_000n;
const START = BigInt(Date.UTC(2026, 7, 17)) * 1_000_000n;
const PODS = 8;

async function filled(gives?: number): Promise<StandIn> {
  const server = await serveProfiles(gives === undefined ? {} : { gives });
  for (let pod = 0; pod < PODS; pod++) {
    for (let hour = 0n; hour < 12n; hour++) {
      const bucket = { stack: "main.main;main.keep", size: 2 ** 20, inuse: 3 + Number(hour), alloc: 99 };
      server.push({ pod: `web-${pod}` }, encodeProfile(heapProfile([bucket], { timeNanos: START + hour * HOUR })));
    }
  }
  return server;
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

function runProgram(args: readonly string[], interruptAfter?: () => boolean): Promise<Ended> {
  const child = spawn(process.execPath, [heapblame, ...args], {
    env: { ...process.env, XDG_CACHE_HOME: cache },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000,
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => (stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  const watch = setInterval(() => interruptAfter?.() === true && child.kill("SIGINT"), 10);
  return new Promise((resolve) => {
    child.on("close", (code, signal) => {
      clearInterval(watch);
      resolve({ code, signal, stdout, stderr });
    });
  });
}

const folder = join(cache, "heapblame", "fetched");
const LEAST_KEPT = 8;
/** Four for a profile, and some for others that are asked for at the same time. */
const READS_BEFORE = 64;

/** Whole files of all runs. */
function keptNow(): number {
  if (!existsSync(folder)) return 0;
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => /[\\/][0-9a-f]{64}$/.test(name)).length;
}

for (const command of ["fleet", "trend"]) {
  for (const kind of ["parca", "pyroscope"]) {
    test(`${command} of ${kind}: what was fetched before Ctrl-C is not fetched again, and nothing stays behind`, async () => {
      const server = await filled(READS_BEFORE);
      const args = [command, `${kind}://${server.host}`, "--from", "2026-08-17T00:00", "--to", "2026-08-17T12:00"];
      const stopped = await runProgram([...args, "-f", "json"], () => keptNow() >= LEAST_KEPT);
      assert.ok(stopped.signal === "SIGINT" || stopped.code === 130, JSON.stringify(stopped));
      assert.equal(stopped.stdout, "");
      server.giveAll();
      await server.settled();
      const before = server.reads();
      const again = await runProgram([...args, "-f", "json"]);
      assert.equal(again.code, 0, again.stderr);
      const known = Number(
        /a run before was stopped: (\d+) profiles of it are not fetched again/.exec(again.stderr)?.[1],
      );
      assert.ok(known >= LEAST_KEPT, again.stderr);
      const fresh = await filled();
      const whole = await runProgram([...args.map((word) => word.replace(server.host, fresh.host)), "-f", "json"]);
      assert.equal(server.reads() - before, fresh.reads() - known);
      assert.equal(again.stdout.replaceAll(server.host, fresh.host), whole.stdout);
      assert.deepEqual(existsSync(folder) ? readdirSync(folder) : [], []);
    });
  }
}
