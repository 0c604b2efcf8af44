/** `capture --heap-dump`: when dumps are taken, how they are kept, who uses them, and that no bundle has them unasked. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Manifest } from "../../src/fetch/manifest/manifest.ts";
import { type Replay, replay } from "../capture/replay.ts";
import { removeHeld, runHeld } from "../dump/held-program.ts";
import { missingGo } from "../fetch/fixture-program.ts";
import { validatorOf } from "./json-schemas.ts";
import { type Ran, runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-heap-dump-"));
after(() => rmSync(folder, { recursive: true }));
after(removeHeld);

const env = { PATH: process.env["PATH"] ?? "" };
const SECRET = "password=hunter2";
/** Begins as a dump does; what follows is for whoever reads it. */
const DUMP = Buffer.from(`go1.7 heap dump\n${SECRET.repeat(1000)}`);

async function serveDump(dump: Buffer | string = DUMP): Promise<Replay> {
  return await replay("retain", () => {}, { "/debug/heapdump": () => dump });
}

async function capture({ port }: Replay, directory: string, ...words: string[]): Promise<Ran> {
  const asked = ["capture", `http://127.0.0.1:${port}`, "--every", "20ms", "-o", directory];
  return await runCli([...asked, "--heap-dump", "/debug/heapdump", ...words], { cwd: folder, env });
}

function manifestOf(directory: string): Manifest {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, directory, "manifest.json"), "utf8"));
  const validate = validatorOf("manifest");
  const isValid: boolean = validate(manifest as unknown);
  assert.ok(isValid, JSON.stringify(validate.errors?.slice(0, 3)));
  return manifest;
}

const dumped = (directory: string): boolean[] =>
  manifestOf(directory).snapshots.map(({ files }) => files.heapDump !== undefined);

test("one is taken at each end, after everything else, packed and for its owner only", async () => {
  const server = await serveDump();
  const { code, stderr } = await capture(server, "ends", "--count", "4");
  assert.equal(code, 0, stderr);
  assert.deepEqual(dumped("ends"), [true, false, false, true]);
  const file = join(folder, "ends", "004", "heap.dump.gz");
  assert.deepEqual(gunzipSync(readFileSync(file)), DUMP);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const paths = server.paths();
  assert.equal(paths.filter((path) => path === "/debug/heapdump").length, 2);
  assert.ok(paths.lastIndexOf("/debug/heapdump") > paths.lastIndexOf("/debug/pprof/goroutine"));
  assert.ok(paths.every((path) => !path.includes("goroutineleak")));
});

test("or at the last alone; what is packed already stays as it is", async () => {
  const packed = gzipSync(DUMP, { level: 9 });
  const { code } = await capture(await serveDump(packed), "last", "--count", "3", "--heap-dump-at", "last");
  assert.equal(code, 0);
  assert.deepEqual(dumped("last"), [false, false, true]);
  assert.deepEqual(readFileSync(join(folder, "last", "003", "heap.dump.gz")), packed);
});

test("what is no dump, too large or not there is said, and the snapshot is kept without it", async () => {
  for (const [name, server, words, said] of [
    ["page", await serveDump("<html>sign in</html>"), [], /no heap dump: .*the answer is no heap dump/],
    ["empty", await serveDump(""), [], /no heap dump: .*the answer is no heap dump/],
    ["large", await serveDump(), ["--heap-dump-limit", "4kB"], /no heap dump: \S+ /],
    ["none", await replay("retain"), [], /no heap dump: .*404/],
  ] as const) {
    const { code, stderr } = await capture(server, name, "--count", "2", ...words);
    assert.equal(code, 0, stderr);
    assert.match(stderr, said, name);
    assert.deepEqual(dumped(name), [false, false]);
    assert.ok(!existsSync(join(folder, name, "001", "heap.dump.gz")));
  }
});

test("no bundle has them unless that is asked for too", async () => {
  assert.equal((await capture(await serveDump(), "series", "--count", "2", "--report", "bundle")).code, 0);
  assert.ok(existsSync(join(folder, "bundle", "report.md")));
  assert.deepEqual(dumped("bundle"), [false, false]);
  assert.ok(!existsSync(join(folder, "bundle", "001", "heap.dump.gz")));
  const own = await runCli(["capture", "-o", "series", "--report", "series"], { cwd: folder, env });
  assert.equal(own.code, 2);
  assert.match(own.stderr, /has heap dumps, with all that was in memory/);
  const twice = ["capture", "-o", "series", "--report", "whole", "--report-heap-dumps"];
  assert.equal((await runCli(twice, { cwd: folder, env })).code, 0);
  assert.deepEqual(dumped("whole"), [true, true]);
  assert.ok(existsSync(join(folder, "whole", "002", "heap.dump.gz")));
});

test("options that do not go together are refused before anything is asked", async () => {
  const server = await serveDump();
  for (const [words, said] of [
    [["--heap-dump", "debug/heapdump"], /give the path of the handler, such as \/debug\/heapdump/],
    [["--when", "growth>25%", "--for", "1h"], /give --count/],
  ] as const) {
    const { code, stderr } = await capture(server, "refused", ...words);
    assert.equal(code, 2);
    assert.match(stderr, said);
  }
  const alone = ["capture", `http://127.0.0.1:${server.port}`, "--heap-dump-at", "last"];
  assert.match((await runCli(alone, { cwd: folder, env })).stderr, /go with --heap-dump PATH/);
  assert.deepEqual(server.paths(), []);
});

test("held reads the directory, and the verdict names who holds", { skip: missingGo() }, async () => {
  const { dump, binary } = runHeld({ args: ["-only", "map key"] });
  const { code, stdout, stderr } = await capture(
    await serveDump(readFileSync(dump)),
    "live",
    ...["--count", "2", "--binary", binary],
  );
  assert.equal(code, 0, stderr);
  const nobody = /By the heap dumps \(exact\) no holder of 0\.5% or more of the heap holds more/;
  assert.match(stdout.replaceAll(/\s+/g, " "), nobody);
  const held = await runCli(["held", "live", "--binary", binary], { cwd: folder, env });
  assert.equal(held.code, 0, held.stderr);
  assert.match(held.stdout, /main\.watcher \.subscriptions/);
  const diff = await runCli(["diff", "live", "--binary", binary], { cwd: folder, env });
  assert.match(diff.stdout.replaceAll(/\s+/g, " "), nobody);
  const none = await runCli(["held", "page", "--binary", binary], { cwd: folder, env });
  assert.match(none.stderr, /page holds no heap dump: capture takes them with --heap-dump/);
});
