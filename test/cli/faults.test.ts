/** Faults of the system, by name: what is read, where it is written, what is short, and signals. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { fixture, modePair } from "../fixtures.ts";
import { randomOf } from "../fuzz/mutate.ts";
import { sampled, usualTest } from "../sample.ts";

const heapblame = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heapblame-faults-"));
after(() => rmSync(folder, { recursive: true }));
const [base, current] = modePair("retain");
const goroutines = fixture("programs/kinds/goroutine.debug1.txt");
const env = {
  PATH: process.env["PATH"],
  NODE: process.execPath,
  H: heapblame,
  BASE: base,
  CURRENT: current,
  DUMP: fixture("held/dumps/slice.dump.gz"),
  CAPTURE: fixture("cluster/linkerd-destination"),
  T: folder,
  TMPDIR: join(folder, "tmp"),
};
mkdirSync(env.TMPDIR);
const skip = process.platform === "win32";

/** A script, its exit code, and what standard error is to say. */
const FAULTS: Readonly<Record<string, readonly [script: string, status: number, says: RegExp]>> = {
  "a FIFO is read to its end": ["mkfifo $T/f; cat $CURRENT > $T/f & $NODE $H diff $BASE $T/f", 0, /^/],
  "a FIFO that closes early": [
    "mkfifo $T/g; head -c 500 $CURRENT > $T/g & $NODE $H diff $BASE $T/g",
    2,
    /cut short|truncated|ends/,
  ],
  "a FIFO that is read before a file": ["mkfifo $T/h; cat $BASE > $T/h & $NODE $H diff $T/h $CURRENT", 0, /^/],
  "a FIFO among the profiles of a series": [
    "mkfifo $T/i; cat $BASE > $T/i & $NODE $H trend $T/i $CURRENT $CURRENT",
    0,
    /^/,
  ],
  "a heap dump from a FIFO": [
    "mkfifo $T/j; (cat $DUMP > $T/j & sleep 15; kill $! 2>/dev/null) & $NODE $H held $T/j; r=$?; kill %1; exit $r",
    2,
    /^heapblame: \S+\/j: this is a pipe or a device, and heap dumps .* write it to a file;/,
  ],
  "a heap dump from standard input": ["cat $DUMP | $NODE $H held -", 2, /^heapblame: -: this is a pipe or a device/],
  "a heap dump from /dev/stdin": ["cat $DUMP | $NODE $H held /dev/stdin", 2, /this is a pipe or a device/],
  "a profile of a fleet from standard input": [
    "$NODE $H fleet $BASE - < /dev/null",
    2,
    /^heapblame: -: this is a pipe or a device, and profiles of a fleet are read more than once: write/,
  ],
  "a profile of a fleet from a FIFO": ["mkfifo $T/k; $NODE $H fleet $BASE $T/k", 2, /this is a pipe or a device/],
  "one of more profiles than a trend shows from standard input": [
    "for i in {1..64}; do ln -s $CURRENT $T/many$i.out; done; cat $BASE | $NODE $H trend $T/many*.out -",
    2,
    /^heapblame: -: this is a pipe or a device, and more than 64 profiles are read more than once/,
  ],
  "a heap dump that standard input is": ["$NODE $H held /dev/stdin < $DUMP", 0, /^$/],
  "standard input": ["$NODE $H diff $BASE - < $CURRENT", 0, /^/],
  "/dev/stdin": ["cat $CURRENT | $NODE $H diff $BASE /dev/stdin", 0, /^/],
  "standard input that is closed": [
    "$NODE $H diff $BASE - <&-",
    2,
    /^heapblame: -: standard input is empty: it is \/dev\/null, or closed\n$/,
  ],
  "standard input that is empty": ["$NODE $H diff $BASE - < /dev/null", 2, /it is \/dev\/null, or closed/],
  "standard input of which nothing comes": [
    "true | $NODE $H -",
    2,
    /^heapblame: -: standard input is empty: what writes/,
  ],
  "standard input that is an empty file": [": > $T/nothing; $NODE $H - < $T/nothing", 2, /the file is empty/],
  "standard input that is a directory": ["$NODE $H - < /", 2, /^heapblame: -: standard input is a directory; give/],
  "a conversation with a directory": ["$NODE $H mcp < /", 2, /^heapblame: standard input is a directory/],
  "a series from a directory as standard input": ["$NODE $H trend $BASE - < /", 2, /standard input is a directory/],
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
    /cannot write: there is no directory /,
  ],
  "an output that is a directory": ["mkdir -p $T/e.md; $NODE $H diff $BASE $CURRENT -o $T/e.md", 2, /directory/],
  "the folder it is started in is gone": [
    "mkdir $T/gone; cd $T/gone; rmdir $T/gone; $NODE $H check $BASE $CURRENT",
    2,
    /^heapblame: the folder in which heapblame was started is not there any more; change to one that is\n$/,
  ],
  "no folder for temporary files": [
    "TMPDIR=$T/nowhere $NODE $H png $CURRENT -o $T/nowhere.png",
    2,
    /^heapblame: \S+\/nowhere \(TMPDIR\): cannot write: no such file or directory\n$/,
  ],
  "a capture in a folder whose name is no UTF-8": ["cp -r $CAPTURE $T/$'\\xe9'; $NODE $H trend $T/$'\\xe9'", 0, /^$/],
  "folders made for a capture that comes to nothing": [
    "$NODE $H capture 127.0.0.1:1 -o $T/for/this/one; r=$?; [ -e $T/for ] || exit $r",
    2,
    /^heapblame: 127\.0\.0\.1:1: /,
  ],
  "an empty folder that was there before a capture that comes to nothing": [
    "mkdir $T/mine; $NODE $H capture 127.0.0.1:1 -o $T/mine; r=$?; [ -d $T/mine ] && exit $r",
    2,
    /^heapblame: 127\.0\.0\.1:1: /,
  ],
  "two writers of one file": [
    "$NODE $H diff $BASE $CURRENT -o $T/two.md & $NODE $H diff $BASE $CURRENT -o $T/two.md; r=$?; wait; tail -c 7 $T/two.md | grep -q sub && exit $r",
    0,
    /^/,
  ],
  "few descriptors": ["ulimit -n 30; $NODE $H trend $BASE $CURRENT $BASE $CURRENT", 0, /^/],
  // So little that newer Nodes end themselves before anything of ours can tell it.
  "little memory": [
    "ulimit -v 1300000; $NODE $H diff $BASE $CURRENT -o $T/little.svg; r=$?; [ $r = 0 ] || [ ! -e $T/little.svg ] && exit $((r == 0 || r == 133 || r == 134 ? 2 : r))",
    2,
    /^$|^heapblame: there is not enough memory for this: .+; where it is limited \(ulimit -v, a container\), allow more\n$|Aborted|Trace\/breakpoint trap/,
  ],
  "more than may be unpacked": [
    "$NODE $H diff $BASE $CURRENT --max-size 10kB",
    2,
    /unpacks to more than 10 KiB; raise the limit with --max-size/,
  ],
  "a device without end": ["ulimit -v 8000000; $NODE $H diff $BASE /dev/zero", 2, /goes on for more than 1 GiB/],
  "a file that grows while it is read": [
    "cp $CURRENT $T/grows; (for i in 1 2 3 4 5 6 7 8; do cat $CURRENT >> $T/grows; sleep 0.1; done) & $NODE $H diff $BASE $T/grows; r=$?; wait; exit $((r == 0 ? 2 : r))",
    2,
    /^$|heapblame: .*grows: /,
  ],
  "a file that shrinks while it is read": [
    "cp $CURRENT $T/shrinks; (for i in 5000 3000 1000 100; do truncate -s $i $T/shrinks; sleep 0.1; done) & $NODE $H diff $BASE $T/shrinks; r=$?; wait; exit $((r == 0 ? 2 : r))",
    2,
    /^$|heapblame: .*shrinks: /,
  ],
  "a pipe in a capture": [
    "cp -r $CAPTURE $T/piped; rm $T/piped/006/heap.pb.gz; mkfifo $T/piped/006/heap.pb.gz; $NODE $H trend $T/piped",
    2,
    /heap\.pb\.gz: this is no file but a pipe/,
  ],
  "a link to a device in a capture": [
    "cp -r $CAPTURE $T/linked; ln -sf /dev/zero $T/linked/006/goroutine.pb.gz; $NODE $H diff $T/linked",
    2,
    /goroutine\.pb\.gz: this is no file but a pipe, a socket or a device/,
  ],
  "a manifest that is a pipe": [
    "mkdir $T/m; mkfifo $T/m/manifest.json; $NODE $H diff $T/m",
    2,
    /this is no file but a pipe/,
  ],
  "a reader that goes away": ["$NODE $H diff $BASE $CURRENT -f json | head -c 1 > /dev/null", 0, /^/],
  "a clock before 1970": [
    "$NODE -e 'Date.now = () => -1; process.argv[1] = process.env.H; process.argv.push(\"diff\", process.env.BASE, process.env.CURRENT); import(process.env.H)'",
    0,
    /^/,
  ],
};

for (const [name, [script, status, says]] of Object.entries(FAULTS)) {
  usualTest(name, { skip, timeout: 60_000 }, () => {
    const ran = spawnSync("/bin/bash", ["--norc", "-c", script], { encoding: "utf8", env, timeout: 50_000 });
    assert.equal(ran.status, status, `${ran.stderr}${ran.error ?? ""}`);
    assert.match(ran.stderr, says);
    assert.doesNotMatch(ran.stderr, /bug in heapblame|\n {4}at /);
  });
}

/** Each command that writes: what it writes to is `OUT`. */
const WRITERS: readonly (readonly string[])[] = [
  ...["md", "json", "csv", "html", "svg", "png", "pdf"].map((ending) => ["diff", base, current, "-o", `OUT.${ending}`]),
  ...["md", "html", "svg"].map((ending) => ["trend", base, current, base, "-o", `OUT.${ending}`]),
  ["check", base, current, "--write-baseline", "OUT.json"],
  ["check", base, current, "-o", "OUT.sarif"],
  ["report", current, "-o", "OUT.html"],
  ["flame", current, "-o", "OUT.svg"],
  ["series", base, current, base, "-o", "OUT.svg"],
  ["folded", current, "-o", "OUT.txt"],
  ["speedscope", current, "-o", "OUT.json"],
  ["goroutines", goroutines, goroutines, "-o", "OUT.md"],
  ["held", fixture("held/dumps/slice.dump.gz"), "-o", "OUT.json"],
  ["advise", env.CAPTURE, "-o", "OUT.json"],
  ["capture", "-o", env.CAPTURE, "--report", "OUT"],
  ...["-proto", "-dot", "-svg", "-callgrind", "-top", "-traces"].map((report) => [report, "-output=OUT.out", current]),
];

/** Everything below it that is no folder. */
const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name);

const TRIED = sampled([...WRITERS.entries()], Math.ceil(WRITERS.length / 4));

for (const [at, words] of TRIED) {
  test(`no room for what it writes: ${words.map((word) => basename(word)).join(" ")}`, {
    skip,
    timeout: 120_000,
  }, () => {
    const output = mkdtempSync(join(folder, "full-"));
    const spelled = words.map((word) => `'${word.replace("OUT", join(output, `x${at}`))}'`).join(" ");
    // As on a full disk, the file is made and nothing goes into it.
    const script = `trap '' XFSZ; ulimit -f 0; exec $NODE $H ${spelled}`;
    const ran = spawnSync("/bin/bash", ["--norc", "-c", script], { encoding: "utf8", env, timeout: 100_000 });
    assert.equal(ran.status, 2, ran.stderr);
    assert.match(ran.stderr, /(?:\/|write |write)[^\n]*: .*too large/);
    assert.doesNotMatch(ran.stderr, /bug in heapblame|\n {4}at /);
    assert.deepEqual([...filesIn(output), ...filesIn(env.TMPDIR)], []);
  });
}

test("a signal at any moment of a command ends it, with nothing half-written", { skip, timeout: 300_000 }, async () => {
  const random = randomOf(5);
  for (const [turn, [, words]] of TRIED.entries()) {
    const signal = (["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const)[turn % 4] ?? "SIGINT";
    const output = mkdtempSync(join(folder, "signalled-"));
    const target = (word: string): string => word.replace("OUT", join(output, "x"));
    const child = spawn(process.execPath, [heapblame, ...words.map(target)], { env, stdio: "ignore", timeout: 60_000 });
    const timer = setTimeout(() => child.kill(signal), 30 + random.whole(500));
    await new Promise((resolve) => child.on("close", resolve));
    clearTimeout(timer);
    const named = words.map(target).map((word) => basename(word.replace(/^-output=/, "")));
    const unfinished = filesIn(output).filter((name) => words[0] !== "capture" && !named.includes(name));
    // Nobody can tidy up after SIGKILL.
    if (signal !== "SIGKILL")
      assert.deepEqual([...unfinished, ...filesIn(env.TMPDIR)], [], `${signal} ${words.join(" ")}`);
    rmSync(env.TMPDIR, { recursive: true });
    mkdirSync(env.TMPDIR);
  }
});
