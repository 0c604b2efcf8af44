/** Standard output that is closed, that leads nowhere, and that nobody listens to. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { modePair } from "../../fixtures.ts";

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
