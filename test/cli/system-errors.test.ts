/** What the system refuses is one line, in pprof's grammar pprof's own; it is never a bug of heapblame. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { modePair } from "../fixtures.ts";
import { pprofBinary } from "../report/pprof-oracle.ts";
import { runCli } from "./run-cli.ts";

const heapblame = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heapblame-errors-"));
after(() => {
  chmodSync(join(folder, "closed"), 0o755);
  rmSync(folder, { recursive: true });
});
const [base, current] = modePair("retain");
const isRoot = process.getuid?.() === 0;

copyFileSync(current, join(folder, "good"));
copyFileSync(base, join(folder, "other"));
writeFileSync(join(folder, "file"), "no profile");
mkdirSync(join(folder, "directory"));
mkdirSync(join(folder, "closed"));
copyFileSync(current, join(folder, "closed/inside"));
copyFileSync(current, join(folder, "unreadable"));
symlinkSync("loop", join(folder, "loop"));
symlinkSync("nowhere", join(folder, "dangling"));
spawnSync("mkfifo", [join(folder, "fifo")]);
chmodSync(join(folder, "unreadable"), 0);
chmodSync(join(folder, "closed"), 0);

/** What cannot be read, and why: ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, EISDIR, EIO, ENXIO, EACCES. */
const PATHS: readonly string[] = [
  "missing",
  "dangling",
  "file/below",
  "loop",
  "loop/below",
  "x".repeat(300),
  `${"x/".repeat(3000)}x`,
  "directory",
  "/proc/self/mem",
  "/dev/tty",
  ...(isRoot ? [] : ["unreadable", "closed/inside", "/proc/1/environ", "/proc/1/mem"]),
];

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const NEW_SESSION = "setsid";

function run(program: string, words: readonly string[]): Ended {
  // Without a terminal of its own /dev/tty is no device.
  const { status, stdout, stderr } = spawnSync(NEW_SESSION, ["-w", program, ...words], {
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, PPROF_BINARY_PATH: "/nowhere", PPROF_TMPDIR: folder },
    maxBuffer: 1 << 26,
  });
  return { status, stdout, stderr };
}

/** In this process, but where it matters that it has no terminal. */
async function ours(words: readonly string[]): Promise<Ended> {
  if (words.some((word) => word.includes("/dev/tty"))) return run(process.execPath, [heapblame, ...words]);
  const env = { PATH: process.env["PATH"] ?? "", PPROF_BINARY_PATH: "/nowhere", PPROF_TMPDIR: folder };
  const { code, stdout, stderr } = await runCli(words, { cwd: folder, env });
  return { status: code, stdout, stderr };
}

const pprof = pprofBinary();

for (const path of PATHS) {
  const name = path.slice(0, 20);
  test(`${name} beside a profile: pprof's line, and the rest`, { skip: pprof === "" && "no Go here" }, async () => {
    for (const words of [
      ["-top", path],
      ["-top", path, "good"],
      ["-top", "good", path],
      ["-top", "-base", path, "good"],
      ["-top", "-diff_base", path, "good"],
    ]) {
      assert.deepEqual(await ours(words), run(pprof, words), words.join(" ").slice(0, 60));
    }
  });

  test(`${name} in our own grammar is one line`, async () => {
    for (const words of [
      [path, "good"],
      ["diff", "good", path],
      ["trend", "good", path, "good"],
      ["check", path, "good"],
      ["check", "other", "good", "--baseline", path],
      ["check", "other", "good", "--suppress", path],
      ["goroutines", path],
      ["advise", path],
      ["diff", "other", "good", "--goroutine-base", path, "--goroutine-current", path],
      ["diff", "http://127.0.0.1:1/", "good", "--bearer-token-file", path],
      ["diff", "https://127.0.0.1:1/", "good", "--tls-ca", path],
      ["diff", "pod/x", "good", "--kubectl", join(folder, path)],
    ]) {
      const { status, stderr } = await ours(words);
      const line = words.join(" ").slice(0, 60);
      assert.equal(status, 2, line);
      assert.match(stderr, /^heapblame: [^\n]*\n$/, line);
      assert.doesNotMatch(stderr, /bug in heapblame|\bE[A-Z]{3,}:/, line);
      // Nobody gave that file.
      if (path === "closed/inside") assert.doesNotMatch(stderr, /manifest\.json/, line);
    }
  });

  test(`${name} as an output`, async () => {
    if (path === "missing" || path === "dangling") return;
    for (const words of [
      ["diff", "other", "good", "-f", "json", "-o", path],
      ["check", "other", "good", "--write-baseline", path],
      ["-top", `-output=${path}`, "good"],
      ["fetch", "http://127.0.0.1:1/debug/pprof/heap", "-o", path],
    ]) {
      const { status, stderr } = await ours(words);
      assert.equal(status, 2, words.join(" ").slice(0, 60));
      assert.match(stderr, /^(Generating report in [^\n]*\n)?[^\n]*\n$/);
      assert.doesNotMatch(stderr, /bug in heapblame|\bE[A-Z]{3,}:/);
    }
  });
}

test("a report that cannot be written: pprof's line", { skip: pprof === "" && "no Go here" }, async () => {
  for (const path of PATHS.filter((name) => !name.startsWith("/") && !["missing", "dangling"].includes(name))) {
    const words = ["-top", `-output=${path}`, "good"];
    assert.deepEqual(await ours(words), run(pprof, words), path.slice(0, 60));
  }
  const words = ["-top", "-output=/dev/full", "good"];
  assert.deepEqual(await ours(words), run(pprof, words));
});

test("too many open files are told in a line", () => {
  // The program is in memory before nothing can be opened any more.
  const script = `
    const { openSync, readFileSync } = require("node:fs");
    const Module = require("node:module");
    const program = new Module(process.env.MAIN);
    program.filename = process.env.MAIN;
    const text = readFileSync(process.env.MAIN, "utf8");
    try { for (;;) openSync("/dev/null"); } catch {}
    program._compile(text, process.env.MAIN);`;
  const main = fileURLToPath(new URL("../../dist/cli/main.cjs", import.meta.url));
  for (const words of ["-top good", "diff other good -f json", "diff other good -f json -o new"]) {
    const { stderr, status } = spawnSync(
      "/bin/bash",
      ["--norc", "-c", `ulimit -n 64; "$NODE" -e "$SCRIPT" main ${words}`],
      {
        encoding: "utf8",
        cwd: folder,
        env: { ...process.env, NODE: process.execPath, SCRIPT: script, MAIN: main },
      },
    );
    assert.equal(status, 2, stderr);
    assert.match(stderr, /too many open files/, words);
    assert.doesNotMatch(stderr, /bug in heapblame|EMFILE/, words);
  }
});
