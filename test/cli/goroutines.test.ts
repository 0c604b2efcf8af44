import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { replay } from "../capture/replay.ts";
import { fixture, fixtureBytes, modePair } from "../fixtures.ts";
import { runCli } from "./run-cli.ts";

const BASE = fixture("streamwatcher/informer-leak/goroutine-before.out");
const CURRENT = fixture("streamwatcher/informer-leak/goroutine-after.out");

test("the growth is told whole and by entry, per iteration", async () => {
  const { code, stdout } = await runCli(["goroutines", BASE, CURRENT, "--iterations", "15"]);
  assert.equal(code, 0);
  assert.match(stdout, /^There are 450 more goroutines \(161 -> 611\); 135 of them start in/);
  assert.match(stdout, /^goroutines: 161 -> 611 \(\+450\), 30\.0 per iteration over 15 iterations\n/m);
  assert.match(
    stdout,
    /\+45 \(9 -> 54, 3\.0 per iteration\) {2}k8s\.io\/apimachinery\/pkg\/watch\.\(\*StreamWatcher\)\.receive/,
  );
});

test("a rate that is no whole number says so", async () => {
  const { stdout } = await runCli(["goroutines", BASE, CURRENT, "--iterations", "200"]);
  assert.match(stdout, /about 2\.2 per iteration/);
});

test("Markdown and JSON have the same counts", async () => {
  const markdown = await runCli(["goroutines", BASE, CURRENT, "-f", "markdown"]);
  assert.match(
    markdown.stdout,
    /\| \+45 \| 9 -> 54 \| +\| `k8s\.io\/apimachinery\/pkg\/watch\.\(\*StreamWatcher\)\.receive` \|/,
  );
  const json = JSON.parse((await runCli(["goroutines", BASE, CURRENT, "-f", "json"])).stdout) as Record<
    string,
    unknown
  >;
  assert.deepEqual([json["base"], json["current"], json["delta"], json["perIteration"]], [161, 611, 450, null]);
});

test("standard input and texts are taken as well", async () => {
  const dump = fixture("programs/kinds/goroutine.debug2.txt");
  const { code, stdout } = await runCli(["goroutines", dump, "-"], {
    stdin: fixtureBytes("programs/kinds/goroutine.debug2.txt"),
  });
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^Goroutines do not pile up \(6 -> 6\)\.\n\ngoroutines: 6 -> 6 \(0\)\n\nNo entry function has more or fewer/,
  );
});

test("a heap profile is refused with what to give instead", async () => {
  const ran = await runCli(["goroutines", ...modePair("steady")]);
  assert.equal(ran.code, 2);
  assert.match(
    ran.stderr,
    /this is no goroutine profile: its sample types are alloc_objects.*; give goroutine profiles/,
  );
});

test("diff --anonymize names nothing of the program, in any format, and refuses filters", async () => {
  for (const format of ["text", "markdown", "json", "csv"]) {
    const plain = await runCli(["diff", ...modePair("retain"), "-f", format]);
    const ran = await runCli(["diff", ...modePair("retain"), "-f", format, "--anonymize"]);
    assert.equal(ran.code, 0);
    assert.match(plain.stdout, /destination/);
    assert.doesNotMatch(ran.stdout + ran.stderr, /destination|example\.com|fixtures|heap-after/);
    assert.match(ran.stdout, /StreamWatcher\)\.receive/);
  }
  const refused = await runCli(["diff", ...modePair("retain"), "--anonymize", "--focus", "x"]);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /--anonymize does not go with --focus=x/);
});

test("HOST:PORT stands for the goroutines of a process, as for its heap elsewhere", async () => {
  const { port } = await replay("informer-leak");
  const home = mkdtempSync(join(tmpdir(), "heapblame-goroutines-"));
  after(() => rmSync(home, { recursive: true }));
  const { code, stdout, stderr } = await runCli(["goroutines", BASE, `127.0.0.1:${port}`], {
    cwd: home,
    env: { HOME: home },
  });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^goroutines: 161 -> \d+ /m);
  assert.match(stderr, /^heapblame: kept http:\/\/127\.0\.0\.1:\d+\/debug\/pprof\/goroutine in /m);
});
