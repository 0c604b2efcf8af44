/** Very many files, and one that unpacks to very much: memory follows what is distinct, and a limit is told. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { fixtureBytes } from "../fixtures.ts";

const heapblame = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heapblame-limits-"));
after(() => rmSync(folder, { recursive: true }));

/** Runs the program, which writes its peak resident size to the third descriptor as it ends. */
const METERED = `
process.on("exit", () => require("node:fs").writeSync(3, String(process.resourceUsage().maxRSS)));
process.argv.splice(1, 0, process.env.H);
import(process.env.H);
`;

interface Metered {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly peakMiB: number;
}

function metered(words: readonly string[]): Metered {
  const { status, output } = spawnSync(process.execPath, ["-e", METERED, "--", ...words], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: folder, H: heapblame },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    encoding: "utf8",
    timeout: 280_000,
    maxBuffer: 1 << 26,
  });
  const [, stdout, stderr, peak] = output as unknown as readonly string[];
  return { status, stdout: String(stdout), stderr: String(stderr), peakMiB: Number(peak) / 1024 };
}

test("five times as many files of the same stacks take a quarter more memory at most", { timeout: 300_000 }, () => {
  mkdirSync(join(folder, "many"));
  for (const end of ["before", "after"]) {
    writeFileSync(join(folder, end), fixtureBytes(`streamwatcher/retain/heap-${end}.out`));
  }
  const names = Array.from({ length: 5_000 }, (_, at) => join("many", `${at}.pb.gz`));
  for (const [at, name] of names.entries()) {
    linkSync(join(folder, at % 2 === 0 ? "before" : "after"), join(folder, name));
  }
  const fewer = metered(["-top", "-nodecount=1", ...names.slice(0, 1_000)]);
  const all = metered(["-top", "-nodecount=1", ...names]);
  for (const { status, stderr, stdout } of [fewer, all]) {
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /^Showing nodes accounting for /m);
  }
  assert.ok(all.peakMiB < 1.25 * fewer.peakMiB, `${fewer.peakMiB} MiB, then ${all.peakMiB}`);
});

test("a small file that unpacks to more than 2 GiB is refused with the limit and how to raise it", {
  timeout: 300_000,
}, () => {
  // Members of a gzip file follow each other.
  const part = gzipSync(Buffer.alloc(1 << 28), { level: 1 });
  writeFileSync(join(folder, "bomb.pb.gz"), Buffer.concat(Array.from({ length: 9 }, () => part)));
  writeFileSync(join(folder, "zeros.pb.gz"), gzipSync(Buffer.alloc(0x8000_0000 + 1), { level: 1 }));
  writeFileSync(join(folder, "cut.pb.gz"), readFileSync(join(folder, "zeros.pb.gz")).subarray(0, -100));
  for (const [bomb, says] of [
    ["bomb.pb.gz", /bomb\.pb\.gz: gzip data unpacks to more than 2 GiB; raise the limit with --max-size/],
    ["zeros.pb.gz", /zeros\.pb\.gz: gzip data unpacks to more than 2 GiB; raise the limit with --max-size/],
    ["cut.pb.gz", /^heapblame: cut\.pb\.gz: /],
  ] as const) {
    const { status, stdout, stderr, peakMiB } = metered(["diff", "before", bomb, "-o", "out.md"]);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, says);
    // The first member of the one is unpacked before the others are measured.
    assert.ok(peakMiB < 600, `${bomb}: ${peakMiB} MiB`);
  }
});
