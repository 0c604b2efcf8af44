/** Faults of the system, by name: what is read, where it is written, what is short, and signals. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { modePair } from "../fixtures.ts";

const heapblame = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heapblame-faults-"));
after(() => rmSync(folder, { recursive: true }));
const [base, current] = modePair("retain");
const env = {
  PATH: process.env["PATH"],
  NODE: process.execPath,
  H: heapblame,
  BASE: base,
  CURRENT: current,
  T: folder,
};
const skip = process.platform === "win32";

/** A script, its exit code, and what standard error is to say. */
const FAULTS: Readonly<Record<string, readonly [script: string, status: number, says: RegExp]>> = {
  "a FIFO is read to its end": ["mkfifo $T/f; cat $CURRENT > $T/f & $NODE $H diff $BASE $T/f", 0, /^/],
  "a FIFO that closes early": [
    "mkfifo $T/g; head -c 500 $CURRENT > $T/g & $NODE $H diff $BASE $T/g",
    2,
    /cut short|truncated|ends/,
  ],
  "standard input": ["$NODE $H diff $BASE - < $CURRENT", 0, /^/],
  "/dev/stdin": ["cat $CURRENT | $NODE $H diff $BASE /dev/stdin", 0, /^/],
  "standard input that is closed": ["$NODE $H diff $BASE - <&-", 2, /^heapblame: /],
  "standard input that is empty": ["$NODE $H diff $BASE - < /dev/null", 2, /empty/],
  "standard error that is closed": ["$NODE $H diff $BASE $CURRENT 2>&-", 0, /^$/],
  "standard error that is closed, and a failure": ["$NODE $H diff $BASE $T/none 2>&-", 2, /^$/],
  "standard error that is full": ["$NODE $H diff $BASE $T/none 2>/dev/full", 2, /^$/],
  "a directory": ["mkdir -p $T/d; $NODE $H diff $BASE $T/d", 2, /^heapblame: /],
  "a file nobody may read": [
    "cp $CURRENT $T/locked; chmod 0 $T/locked; [ -r $T/locked ] && exit 2; $NODE $H diff $BASE $T/locked",
    2,
    /^$|permission denied/,
  ],
  "a link to itself": ["ln -s loop $T/loop; $NODE $H diff $BASE $T/loop", 2, /too many levels|no such file|cannot/],
  "a file that shrank": [
    "cp $CURRENT $T/s; truncate -s 900 $T/s; $NODE $H diff $BASE $T/s",
    2,
    /cut short|truncated|ends/,
  ],
  "a disk that is full": ["$NODE $H diff $BASE $CURRENT -f json > /dev/full", 2, /no space left on device/],
  "an output in a folder that is not there": [
    "$NODE $H diff $BASE $CURRENT -o $T/no/such.md",
    2,
    /no such file or directory/,
  ],
  "an output that is a directory": ["mkdir -p $T/e.md; $NODE $H diff $BASE $CURRENT -o $T/e.md", 2, /directory/],
  "two writers of one file": [
    "$NODE $H diff $BASE $CURRENT -o $T/two.md & $NODE $H diff $BASE $CURRENT -o $T/two.md; r=$?; wait; tail -c 7 $T/two.md | grep -q sub && exit $r",
    0,
    /^/,
  ],
  "few descriptors": ["ulimit -n 30; $NODE $H trend $BASE $CURRENT $BASE $CURRENT", 0, /^/],
  "a reader that goes away": ["$NODE $H diff $BASE $CURRENT -f json | head -c 1 > /dev/null", 0, /^/],
  "a clock before 1970": [
    "$NODE -e 'Date.now = () => -1; process.argv[1] = process.env.H; process.argv.push(\"diff\", process.env.BASE, process.env.CURRENT); import(process.env.H)'",
    0,
    /^/,
  ],
};

for (const [name, [script, status, says]] of Object.entries(FAULTS)) {
  test(name, { skip, timeout: 60_000 }, () => {
    const ran = spawnSync("/bin/bash", ["--norc", "-c", script], { encoding: "utf8", env, timeout: 50_000 });
    assert.equal(ran.status, status, `${ran.stderr}${ran.error ?? ""}`);
    assert.match(ran.stderr, says);
    assert.doesNotMatch(ran.stderr, /bug in heapblame|\n {4}at /);
  });
}

test("a signal at any moment ends a command at once, with nothing half-written", {
  skip,
  timeout: 120_000,
}, async () => {
  const output = join(folder, "signalled");
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const) {
    for (const delay of [5, 60, 120, 200, 300]) {
      const child = spawn(process.execPath, [heapblame, "diff", base, current, "-o", join(output, "x.md")], {
        env,
        stdio: "ignore",
      });
      const timer = setTimeout(() => child.kill(signal), delay);
      await new Promise((resolve) => child.on("close", resolve));
      clearTimeout(timer);
      assert.ok(!existsSync(output) || readdirSync(output).every((file) => file === "x.md"));
    }
  }
});
