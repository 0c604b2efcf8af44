/** Addresses where only files are read: what is said, and nothing of a file that is not there. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fixture } from "../fixtures.ts";
import { runCli } from "./run-cli.ts";

test("who holds is no question to an address: the way to a dump is named", async () => {
  for (const address of ["127.0.0.1:6399", "http://127.0.0.1:6399/debug/heapdump", "k8s://a/deploy/b", ":6399"]) {
    const { code, stdout, stderr } = await runCli(["held", address]);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(
      stderr,
      /read from files; heapblame capture ADDRESS --heap-dump PATH takes dumps, .* held --handler prints/,
    );
    assert.equal(stderr.trimEnd().split("\n").length, 1);
  }
  const secret = await runCli(["held", "http://me:word@127.0.0.1:6399/x"]);
  assert.doesNotMatch(secret.stderr, /word/);
});

test("options that take a file say so of an address", async () => {
  const pair = [fixture("streamwatcher/retain/heap-before.out"), fixture("streamwatcher/retain/heap-after.out")];
  for (const words of [
    ["held", "heap.dump", "--binary", "http://127.0.0.1:6399/program"],
    ["diff", ...pair, "--held", "127.0.0.1:6399"],
    ["fleet", ...pair, "--pods", "https://127.0.0.1:6399/pods"],
  ]) {
    const { code, stderr } = await runCli(words);
    assert.equal(code, 2, words.join(" "));
    assert.match(stderr, /: no such file: addresses are not read here, get it first \(curl -o FILE\)/, words.join(" "));
  }
});

test("a file of such a name is read", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-address-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "host:6060"), "no dump");
  const { stderr } = await runCli(["held", "host:6060"], { cwd: folder });
  assert.match(stderr, /host:6060: this is no Go heap dump/);
});
