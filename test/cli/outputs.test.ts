/** The built program and where it is told to write: descriptors, inputs, full disks, folders of other users. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { modePair } from "../fixtures.ts";
import { NOBODY, notRoot, skipNotRoot } from "../nobody.ts";
import { sampled, usualTest } from "../sample.ts";

const heapblame = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heapblame-outputs-"));
after(() => rmSync(folder, { recursive: true }));
const [base, current] = modePair("retain");
const needsRoot = process.getuid?.() === 0 ? skipNotRoot : "not root";

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function shell(script: string, user: typeof notRoot = {}): Ended {
  return spawnSync("/bin/bash", ["--norc", "-o", "pipefail", "-c", script], {
    encoding: "utf8",
    cwd: folder,
    ...user,
    env: { ...process.env, NODE: process.execPath, H: heapblame, BASE: base, CURRENT: current },
  });
}

const report = shell("$NODE $H diff $BASE $CURRENT -f markdown").stdout;
const leftovers = (place: string): string[] => readdirSync(place).filter((name) => name.endsWith(".tmp"));

usualTest("descriptors of the caller are written from where they are", () => {
  assert.ok(report.length > 500);
  const diff = "$NODE $H diff $BASE $CURRENT -f markdown -o";
  assert.equal(shell(`${diff} /dev/stdout | cat`).stdout, report);
  assert.equal(shell(`${diff} /proc/self/fd/1 | cat`).stdout, report);
  assert.equal(shell(`${diff} /dev/fd/3 3>&1 >/dev/null | cat`).stdout, report);
  assert.equal(shell(`${diff} /dev/stderr 2>&1 >/dev/null | cat`).stdout, report);
  assert.equal(shell(`${diff} >(cat > through); wait $!; sleep 0.2; cat through`).stdout, report);
  assert.equal(shell(`(echo first; ${diff} /dev/stdout; echo last) > file; cat file`).stdout, `first\n${report}last\n`);
  assert.equal(shell(`ln -s /dev/stdout link; ${diff} link | cat; test -L link`).stdout, report);
});

usualTest("without --format a name that says nothing of one gets text, and a picture is an SVG", () => {
  const text = shell("$NODE $H diff $BASE $CURRENT").stdout;
  assert.match(text, /^\+54\.1 MiB/);
  const diff = "$NODE $H $BASE $CURRENT -o";
  for (const name of ["/dev/stdout", "/dev/fd/1", ">(cat; :)"])
    assert.equal(shell(`${diff} ${name} | cat`).stdout, text, name);
  assert.deepEqual(shell(`${diff} /dev/null; test -c /dev/null && echo device`).stdout, "device\n");
  assert.equal(shell(`${diff} plain; cat plain`).stdout, text);
  const fifo = shell(
    `mkfifo pipe.of.mine && (timeout 20 cat pipe.of.mine > read & ${diff} pipe.of.mine; wait); cat read; test -p pipe.of.mine`,
  );
  assert.deepEqual([fifo.stdout, fifo.status, fifo.stderr], [text, 0, ""]);
  assert.match(
    shell(`${diff} x.of.mine`).stderr,
    /^heapblame: x\.of\.mine: no format of this report goes with this name/,
  );
  for (const words of ["flame $CURRENT", "series $BASE $CURRENT"]) {
    assert.match(shell(`$NODE $H ${words} -o /dev/stdout | cat`).stdout, /^<(?:\?xml|svg)/, words);
  }
});

usualTest("a reader that leaves early is no failure", () => {
  for (const path of ["/dev/stdout", "/dev/fd/1"]) {
    assert.deepEqual([shell(`$NODE $H diff $BASE $CURRENT -f json -o ${path} | true`).status], [0], path);
  }
  assert.equal(shell("$NODE $H diff $BASE $CURRENT -f json -o >(true)").status, 0);
});

usualTest("a descriptor that is not open, or open only to read, is told in a line", () => {
  for (const words of ["/dev/fd/77", "/dev/fd/3 3< $H"]) {
    const { status, stderr } = shell(`$NODE $H diff $BASE $CURRENT -f json -o ${words}`);
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^heapblame: \/dev\/fd\/\d+: cannot write: (no such file or directory|bad file descriptor)\n$/,
    );
  }
});

usualTest("pprof's grammar writes over what it read, once it has read it", () => {
  copyFileSync(current, join(folder, "self.pb.gz"));
  chmodSync(join(folder, "self.pb.gz"), 0o600);
  const top = shell("$NODE $H -top self.pb.gz").stdout;
  const { status, stderr } = shell("$NODE $H -proto -output=self.pb.gz self.pb.gz");
  assert.deepEqual([status, stderr], [0, "Generating report in self.pb.gz\n"]);
  assert.equal(shell("$NODE $H -top self.pb.gz").stdout, top);
  assert.equal(statSync(join(folder, "self.pb.gz")).mode & 0o777, 0o600);
});

usualTest("elsewhere an output that is an input is refused, by whatever name", () => {
  copyFileSync(base, join(folder, "before"));
  symlinkSync("before", join(folder, "by-link"));
  for (const name of ["by-name", "before.svg"]) linkSync(join(folder, "before"), join(folder, name));
  const bytes = readFileSync(join(folder, "before"));
  const commands = [
    "diff before $CURRENT -f json -o before",
    "diff $CURRENT before -f json -o ./by-link",
    "diff before $CURRENT -f json -o by-name",
    "diff - $CURRENT -f json -o before < before",
    "trend before $CURRENT $CURRENT -f json -o before",
    "proto before -o before",
    "top --base before $CURRENT -o before",
    "flame before -o before.svg",
    "check before $CURRENT -f json -o before",
    "check before $CURRENT --write-baseline before",
    "check $BASE $CURRENT --suppress before -o before",
  ];
  for (const words of commands) {
    const { status, stderr } = shell(`$NODE $H ${words}`);
    assert.equal(status, 2, words);
    assert.match(
      stderr,
      /^heapblame: (-o|--write-baseline) \S+: this command reads that file: give another name/,
      words,
    );
    assert.deepEqual(readFileSync(join(folder, "before")), bytes, words);
  }
});

usualTest("a report in pprof's grammar, and what a shell redirects, go into no file that is read", () => {
  const bytes = readFileSync(current);
  copyFileSync(current, join(folder, "read"));
  for (const [words, said] of [
    ["-top -output=read read", /^Generating report|^-output read: this command reads that file: give another name\n$/],
    ["-top -output=./read -base read $CURRENT", /-output .\/read: this command reads that file/],
    ["-proto -output=read -base=read $CURRENT", /-output read: this command reads that file/],
    ["-proto -output=read read $BASE", /-output read: this command reads that file/],
    ["-proto -output=read -focus=main read", /-output read: this command reads that file/],
    ["-topproto -output=read read", /-output read: this command reads that file/],
    ["shell read <<< 'top > read'", /this command reads that file/],
    ["-top read >> read", /^standard output goes into read, which this command reads: give another name\n$/],
    ["top read >> read", /^heapblame: standard output goes into read, which this command reads: give another name;/],
    ["$BASE read >> read", /^heapblame: standard output goes into read,/],
  ] as const) {
    const { stderr } = shell(`$NODE $H ${words}`);
    assert.match(stderr, said, words);
    assert.deepEqual(readFileSync(join(folder, "read")), bytes, words);
  }
  assert.match(shell("$NODE $H $BASE read > read").stderr, /\(the shell has emptied it\); see heapblame --help\n$/);
});

usualTest("a report takes the place of no profile, archive, program or manifest; a profile that of no report", () => {
  mkdirSync(join(folder, "place"));
  const files: readonly (readonly [name: string, bytes: string | Uint8Array])[] = [
    ["heap.txt", "heap profile: 0: 0 [0: 0] @ heap/1048576\n"],
    ["packed", readFileSync(base)],
    ["program", readFileSync(process.execPath).subarray(0, 64)],
    ["manifest.json", '{ "kind": "heapblame-capture" }'],
    ["page.html", "<!DOCTYPE html>"],
  ];
  for (const [name, bytes] of files) {
    writeFileSync(join(folder, "place", name), bytes);
    const isReport = name === "page.html";
    const words = isReport ? "proto $CURRENT" : "diff $BASE $CURRENT";
    const { status, stderr } = shell(`$NODE $H ${words} -o place/${name}`);
    assert.equal(status, 2, name);
    assert.match(
      stderr,
      /^heapblame: -o place\/\S+: .* is (?:there|no profile), and would be lost: give another name;/,
    );
    assert.deepEqual(readFileSync(join(folder, "place", name)), Buffer.from(bytes as Uint8Array), name);
  }
  for (const words of ["proto $CURRENT -o place/packed", "diff $BASE $CURRENT -o place/page.html"])
    assert.equal(shell(`$NODE $H ${words}`).status, 0, words);
});

usualTest("a baseline may be written anew over the one that was read", () => {
  const check = "$NODE $H check $BASE $CURRENT --max-growth 1MiB";
  assert.equal(shell(`${check} --write-baseline known.json`).status, 1);
  const first = readFileSync(join(folder, "known.json"), "utf8");
  const { status, stderr } = shell(`${check} --baseline known.json --write-baseline known.json`);
  assert.equal(stderr, "");
  assert.ok(status === 0 || status === 1);
  assert.equal(JSON.parse(readFileSync(join(folder, "known.json"), "utf8")).kind, JSON.parse(first).kind);
  const both = shell(`${check} -f json -o known.json --write-baseline ./known.json`);
  assert.match(both.stderr, /^heapblame: -o and --write-baseline name one file: known\.json/);
  const neither = shell(`${check} -f json -o fresh.json --write-baseline ./fresh.json`);
  assert.match(neither.stderr, /^heapblame: -o and --write-baseline name one file: fresh\.json/);
});

usualTest("a baseline is written over nothing but a baseline", () => {
  const check = "$NODE $H check $BASE $CURRENT --max-growth 1MiB --write-baseline";
  copyFileSync(current, join(folder, "precious.out"));
  writeFileSync(join(folder, "list.json"), '{"kind":"list"}');
  writeFileSync(join(folder, "empty.json"), "");
  copyFileSync(process.execPath, join(folder, "program-of-90-MB"));
  for (const name of ["precious.out", "list.json", "program-of-90-MB"]) {
    const before = readFileSync(join(folder, name));
    const { status, stderr } = shell(`${check} ${name}`);
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^heapblame: --write-baseline \S+: that file is no baseline, and would be lost: give another name/,
    );
    assert.deepEqual(readFileSync(join(folder, name)), before);
  }
  for (const name of ["empty.json", "empty.json"]) assert.equal(shell(`${check} ${name}`).status, 1);
  assert.equal(JSON.parse(readFileSync(join(folder, "empty.json"), "utf8")).kind, "baseline");
});

usualTest("what a capture holds is no output of its own trend", () => {
  const place = join(folder, "captured");
  const files = { heap: { path: "001/heap.pb.gz", url: "http://h:1/", bytes: 1, sha256: "0".repeat(64) } };
  mkdirSync(join(place, "001"), { recursive: true });
  copyFileSync(current, join(place, "001/heap.pb.gz"));
  const snapshot = {
    name: "001",
    time: "2026-11-25T10:00:00Z",
    process: 1,
    iterations: null,
    trigger: null,
    liveBytes: null,
    workingSetBytes: null,
    residentBytes: null,
    files: { ...files, heapText: null, goroutine: null, metrics: null },
  };
  const head = { kind: "heapblame-capture", schemaVersion: 1, madeBy: "x", source: "h:1", workload: null };
  const unknown = { program: null, startedAt: null, goVersion: null, pod: null, container: null };
  const processes = [{ id: 1, endpoint: "h:1", ...unknown }];
  const manifest = { ...head, during: null, processes, events: [], snapshots: [snapshot] };
  writeFileSync(join(place, "manifest.json"), JSON.stringify(manifest));
  for (const name of ["manifest.json", "001/heap.pb.gz"]) {
    const { status, stderr } = shell(`$NODE $H trend captured -f json -o captured/${name}`);
    assert.equal(status, 2);
    assert.match(stderr, /this command reads that file/);
  }
});

usualTest("a limit on the size of files leaves what was there", () => {
  const [file, twin] = [join(folder, "limited"), join(folder, "twin")];
  for (const path of [file, twin]) writeFileSync(path, "before");
  linkSync(twin, join(folder, "twin-2"));
  for (const path of [file, twin, join(folder, "none")]) {
    const { status, stderr } = shell(`ulimit -f 1; $NODE $H diff $BASE $CURRENT -f json -o ${path}`);
    assert.equal(status, 2);
    assert.match(stderr, /: cannot write: file too large\n$/);
  }
  assert.deepEqual([readFileSync(file, "utf8"), readFileSync(twin, "utf8")], ["before", "before"]);
  assert.ok(!existsSync(join(folder, "none")));
  assert.deepEqual(leftovers(folder), []);
});

usualTest("a numbered copy that cannot be written leaves no number behind", () => {
  const place = join(folder, "numbers");
  mkdirSync(place);
  const script = 'cd numbers; ulimit -f 1; script -qec "$NODE $H -proto $CURRENT" /dev/null';
  if (spawnSync("script", ["--version"]).status !== 0) return;
  assert.notEqual(shell(script).stdout, "");
  assert.deepEqual(readdirSync(place), []);
});

const WRITERS: readonly (readonly [words: string, extension: string, status: number])[] = [
  ["$NODE $H check $BASE $CURRENT --max-growth 1MiB --write-baseline", "json", 1],
  ["$NODE $H $BASE $CURRENT -f json -o", "json", 0],
  ["$NODE $H flame $CURRENT -o", "html", 0],
  ["$NODE $H svg $CURRENT -o", "svg", 0],
  ["$NODE $H png $CURRENT -o", "png", 0],
  ["$NODE $H series $BASE $CURRENT -o", "svg", 0],
  ["$NODE $H proto $CURRENT -o", "pb.gz", 0],
  ["$NODE $H -proto $CURRENT -output", "pb.gz", 0],
];

/** All of them go through one writer, which the architecture test holds. */
for (const [index, [words, extension, expected]] of sampled([...WRITERS.entries()], 3)) {
  // pprof's own grammar has its flags first.
  const line = (name: string): string =>
    words.endsWith("-output") ? `$NODE $H -proto -output=${name} $CURRENT` : `${words} ${name}`;
  test(`${words} leaves devices, links, FIFOs and modes what they are`, () => {
    const place = join(folder, `kinds-${index}`);
    mkdirSync(place);
    const at = (name: string): string => join(place, `${name}.${extension}`);
    // A baseline is written over nothing but a baseline, or what is empty.
    const before = words.endsWith("--write-baseline") ? "" : "before";
    for (const name of ["real", "twin", "plain"]) writeFileSync(at(name), before);
    for (const name of ["real", "plain"]) chmodSync(at(name), 0o600);
    symlinkSync(`real.${extension}`, at("link"));
    linkSync(at("twin"), at("other"));
    for (const name of ["plain", "link", "twin"]) assert.equal(shell(line(at(name))).status, expected, name);
    const written = readFileSync(at("plain"));
    assert.ok(written.length > 100);
    assert.equal(statSync(at("plain")).mode & 0o777, 0o600);
    assert.deepEqual([readlinkSync(at("link")), statSync(at("real")).mode & 0o777], [`real.${extension}`, 0o600]);
    assert.ok(readFileSync(at("real")).length > 100);
    assert.deepEqual(readFileSync(at("twin")), readFileSync(at("other")));
    assert.ok(readFileSync(at("other")).length > 100);
    const fifo = at("fifo");
    const read = shell(
      `mkfifo ${fifo} && (timeout 20 cat ${fifo} > ${fifo}.read & ${line(fifo)}; wait); test -p ${fifo}`,
    );
    assert.equal(read.status, 0, read.stderr);
    assert.equal(readFileSync(`${fifo}.read`).length, written.length);
    assert.equal(shell(`${line("/dev/null")} > /dev/null; test -c /dev/null`).status, 0);
    assert.deepEqual(leftovers(place), []);
  });
}

usualTest("another user writes what is theirs, in folders that are not", { skip: needsRoot }, () => {
  chmodSync(folder, 0o755);
  const place = join(folder, "shared");
  mkdirSync(place);
  const own = join(place, "own");
  writeFileSync(own, "before");
  chownSync(own, NOBODY, NOBODY);
  writeFileSync(join(place, "open"), "before");
  chmodSync(join(place, "open"), 0o666);
  writeFileSync(join(place, "kept"), "before");
  const diff = (path: string): Ended => shell(`$NODE $H diff $BASE $CURRENT -f markdown -o ${path}`, notRoot);
  for (const mode of [0o755, 0o1777]) {
    chmodSync(place, mode);
    for (const name of ["own", "open"]) {
      writeFileSync(join(place, name), "before");
      const { uid, mode: before } = statSync(join(place, name));
      assert.equal(diff(`shared/${name}`).status, 0, diff(`shared/${name}`).stderr);
      const stats = statSync(join(place, name));
      assert.deepEqual([stats.uid, stats.mode, readFileSync(join(place, name), "utf8")], [uid, before, report], name);
    }
    const { status, stderr } = diff("shared/kept");
    assert.equal(status, 2);
    assert.match(stderr, /^heapblame: \S+\/shared\/kept: cannot write: permission denied\n$/);
    assert.equal(readFileSync(join(place, "kept"), "utf8"), "before");
  }
  chmodSync(place, 0o755);
  assert.match(diff("shared/new").stderr, /cannot write: permission denied\n$/);
  assert.deepEqual(readdirSync(place).sort(), ["kept", "open", "own"]);
});
