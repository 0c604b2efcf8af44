/** Standard output that is closed, that leads nowhere, and that nobody listens to. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { modePair } from "../../fixtures.ts";
import { sampled } from "../../sample.ts";

const heapblame = fileURLToPath(new URL("../../../bin/heapblame.js", import.meta.url));
const env = {
  ...process.env,
  NODE: process.execPath,
  H: heapblame,
  BASE: modePair("retain")[0],
  CURRENT: modePair("retain")[1],
};
const skip = !existsSync("/proc/self/fdinfo/1");

function shell(script: string): { readonly status: number | null; readonly stderr: string } {
  return spawnSync("/bin/sh", ["-c", script], { encoding: "utf8", env, timeout: 60_000 });
}

const WORDS = ["diff $BASE $CURRENT", "--help", "-top $CURRENT", "check $BASE $CURRENT --max-growth 1GiB"];

test("standard output that is closed is no success", { skip }, () => {
  for (const words of WORDS) {
    for (const script of [`$NODE $H ${words} >&-`, `$NODE $H ${words} >&-; exit $?`]) {
      const { status, stderr } = shell(script);
      assert.equal(status, 2, script);
      assert.match(stderr, /standard output: cannot write: bad file descriptor\n$/, script);
    }
  }
});

const OTHERS = [
  ...[
    "$CURRENT",
    "report $CURRENT",
    "trend $BASE $CURRENT",
    "advise $CURRENT",
    "folded $CURRENT",
    "speedscope $CURRENT",
  ],
  ...[
    "difffolded --base $BASE $CURRENT",
    "flame -o - $CURRENT",
    "series -o - $BASE $CURRENT",
    "diff -f json $BASE $CURRENT",
  ],
  ...[
    "diff -f html $BASE $CURRENT",
    "guide",
    "help diff",
    "help --all",
    "--version",
    "completion bash",
    "raw $CURRENT",
  ],
  ...["top $CURRENT", "tree $CURRENT", "peek main $CURRENT", "list main $CURRENT", "traces $CURRENT", "tags $CURRENT"],
  ...["proto $CURRENT", "topproto $CURRENT", "callgrind $CURRENT", "dot $CURRENT", "svg $CURRENT", "-raw $CURRENT"],
];

test("so it is of every other command, under timeout as well", { skip }, () => {
  for (const words of sampled(OTHERS, 3)) {
    const { status, stderr } = shell(`timeout 60 $NODE $H ${words} >&-`);
    assert.equal(status, 2, words);
    assert.match(stderr, /standard output: cannot write: bad file descriptor\n$/, words);
  }
});

test("standard output that is thrown away is", () => {
  for (const words of WORDS) assert.equal(shell(`$NODE $H ${words} > /dev/null`).status, 0, words);
  const unheard = spawnSync(process.execPath, [heapblame, "diff", env.BASE, env.CURRENT], {
    stdio: "ignore",
    timeout: 60_000,
  });
  assert.equal(unheard.status, 0);
});

test("what goes to a file needs no standard output", () => {
  const file = join(tmpdir(), `heapblame-closed-${process.pid}.md`);
  assert.equal(shell(`$NODE $H diff $BASE $CURRENT -o ${file} >&-`).status, 0);
  assert.match(readFileSync(file, "utf8"), /live heap/);
  rmSync(file);
});
