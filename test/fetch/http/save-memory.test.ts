/** A download streams to disk: memory does not grow with it. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { serve } from "../servers.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-memory-"));
after(() => rmSync(folder, { recursive: true }));
/** As the program is built, so that no compiler shares the memory. */
const script = join(folder, "save-once.cjs");
await build({
  entryPoints: [fileURLToPath(new URL("save-once.ts", import.meta.url))],
  outfile: script,
  bundle: true,
  platform: "node",
  target: "node20",
  logLevel: "error",
});
const MIB = 1 << 20;

async function save(body: Buffer): Promise<{ readonly bytes: number; readonly sha256: string; readonly peak: number }> {
  const { url } = await serve((_, response) => response.end(body));
  const file = join(folder, `${body.length}.pb.gz`);
  const { stdout } = await promisify(execFile)(process.execPath, [script, url, file]);
  assert.equal(statSync(file).size, body.length);
  return JSON.parse(stdout);
}

test("200 MiB are saved in far less than that more memory than 1 MiB", async () => {
  const bodies = [1, 200].map((size) => gzipSync(randomBytes(size * MIB), { level: 0 }));
  const [small, large] = [await save(bodies[0] as Buffer), await save(bodies[1] as Buffer)];
  assert.equal(
    large.sha256,
    createHash("sha256")
      .update(bodies[1] as Buffer)
      .digest("hex"),
  );
  assert.ok(large.bytes > 200 * MIB);
  const growth = (large.peak - small.peak) / 1024;
  // What comes while the disk is slow waits, and garbage is collected when it suits the runtime: some 40 on a busy machine.
  assert.ok(growth < 80, `199 MiB more took ${growth.toFixed(1)} MiB of memory`);
  assert.equal(readdirSync(folder).length, 3);
});
