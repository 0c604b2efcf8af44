/** The chooser of `serve` and what becomes of its files after the start: each page says what is wrong with its own, and the others go on. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { replay } from "../../capture/replay.ts";
import { modePair } from "../../fixtures.ts";
import { runCli } from "../run-cli.ts";
import { type Answer, enter, type Serving, serve } from "./serving.ts";

const root = mkdtempSync(join(tmpdir(), "heapblame-chooser-"));
after(() => rmSync(root, { recursive: true }));

function profileOf(minute: number): Uint8Array {
  const timeNanos = BigInt(Date.UTC(2026, 7, 20, 12, minute)) * 1_000_000n;
  return encodeProfile(
    heapProfile([{ stack: `main.main;main.f${minute}`, size: 4096, inuse: 20, alloc: 50 }], { timeNanos }),
  );
}

/** A pipe that nobody writes to. Whoever waits for it nevertheless is let go after a while, so that the test fails and does not stand still. */
function makePipe(path: string): void {
  execFileSync("mkfifo", [path]);
  const rescue = spawn("sh", ["-c", 'for i in 1 2 3 4 5 6; do sleep 5; exec 3<>"$0"; exec 3>&-; done', path], {
    stdio: "ignore",
  });
  after(() => rescue.kill());
}

const folder = join(root, "many");
const FILES = 40;
const pathOf = (at: number): string => join(folder, `h${String(at).padStart(2, "0")}.pb`);
const isWindows = process.platform === "win32";

let serving: Serving;
let ask: (path: string) => Promise<Answer>;
const page = async (number: number) => {
  const { status, body } = await ask(`/${number}/`);
  return [status, body.toString()] as const;
};

before(async () => {
  mkdirSync(folder);
  for (let at = 0; at < FILES; at++) writeFileSync(pathOf(at), profileOf(at));
  serving = await serve(["serve", "--no-open", folder]);
  ask = await enter(serving);
});
after(async () => assert.equal(await serving.stop(), 0));

// Page 1 is all of them, page 2 the first file.
test("files that went away, changed or are none any more are said, and the others are shown", async () => {
  rmSync(pathOf(0));
  writeFileSync(pathOf(1), "garbage");
  rmSync(pathOf(2));
  mkdirSync(pathOf(2));
  assert.deepEqual(await page(2), [422, `${pathOf(0)}: no such file\n`]);
  assert.match((await page(3))[1], /: text, not a profile: "garbage"\n$/);
  assert.deepEqual(await page(4), [422, `${pathOf(2)}: is a directory\n`]);
  assert.match((await page(1))[1], /h0[02]\.pb: (no such file|a directory without heap profiles)\n$/);
  const [status, text] = await page(5);
  assert.deepEqual([status, text.includes("<title>h03.pb: heapblame</title>")], [200, true]);
  writeFileSync(pathOf(0), profileOf(0));
  assert.equal((await page(2))[0], 200);
});

test("what has become a pipe or a device is not waited for", { skip: isWindows, timeout: 60_000 }, async () => {
  rmSync(pathOf(4));
  makePipe(pathOf(4));
  rmSync(pathOf(5));
  symlinkSync("/dev/zero", pathOf(5));
  const fact = "it was a file when heapblame was started, and is a pipe, a socket or a device now";
  assert.deepEqual(await page(6), [422, `${pathOf(4)}: ${fact}\n`]);
  assert.deepEqual(await page(7), [422, `${pathOf(5)}: ${fact}\n`]);
  assert.match((await page(1))[1], new RegExp(`${fact}|no such file`));
});

test("pages of files are forgotten when many others were asked for, and read again", async () => {
  const [, first] = await page(12);
  writeFileSync(pathOf(10), profileOf(59));
  assert.equal((await page(12))[1], first);
  for (let number = 13; number < 13 + 16; number++) assert.equal((await page(number))[0], 200);
  assert.notEqual((await page(12))[1], first);
});

test("pairs, captures and what is in them are not waited for either", {
  skip: isWindows,
  timeout: 60_000,
}, async () => {
  const own = join(root, "pairs");
  mkdirSync(own);
  const [base, current] = modePair("retain").map((file, at) => {
    writeFileSync(join(own, `${at}.out`), readFileSync(file));
    return join(own, `${at}.out`);
  }) as [string, string];
  const capture = join(own, "capture");
  const { port } = await replay("steady");
  const words = ["--every", "20ms", "--count", "3", "-o", capture];
  assert.equal((await runCli(["capture", `http://127.0.0.1:${port}`, ...words])).code, 0);
  const pairs = await serve(["serve", "--no-open", "--base", base, current, current]);
  const captures = await serve(["serve", "--no-open", capture, current]);
  rmSync(base);
  makePipe(base);
  const ofPair = await (await enter(pairs))("/2/");
  assert.equal(ofPair.status, 422);
  assert.match(ofPair.body.toString(), /0\.out: it was a file when/);
  const { snapshots } = JSON.parse(readFileSync(join(capture, "manifest.json"), "utf8"));
  const heap = join(capture, snapshots[0].files.heap.path);
  rmSync(heap);
  makePipe(heap);
  const there = await enter(captures);
  const ofCapture = await there("/1/");
  assert.equal(ofCapture.status, 422);
  assert.match(ofCapture.body.toString(), /no file but a pipe/);
  rmSync(capture, { recursive: true });
  makePipe(capture);
  assert.equal((await there("/1/")).status, 422);
  assert.equal((await there("/2/")).status, 200);
  assert.deepEqual([await pairs.stop(), await captures.stop()], [0, 0]);
});
