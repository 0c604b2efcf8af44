/** A machine that has some programs, the libraries they name and some files, and nothing else: no network, no shell, no home. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fixture } from "../fixtures.ts";

export interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Files in `folder` are at its root. `natives` are the programs and addons that will run; their libraries are put where they look for them. */
export function layBareMachine(folder: string, natives: readonly string[]): void {
  for (const name of ["proc", "dev", "tmp"]) mkdirSync(join(folder, name), { recursive: true });
  for (const file of natives) {
    for (const [library] of execFileSync("ldd", [file], { encoding: "utf8" }).matchAll(/\/\S+/g)) {
      mkdirSync(dirname(join(folder, library)), { recursive: true });
      copyFileSync(library, join(folder, library));
      chmodSync(join(folder, library), 0o755);
    }
  }
}

/** Namespaces of its own for mounts, processes and the network, so that nothing outside is reached. */
export function runOnBareMachine(folder: string, words: readonly string[]): Said {
  const user = process.getuid?.() === 0 ? [] : ["--map-root-user"];
  const enter = `mount -t proc proc '${folder}/proc'; exec chroot '${folder}' "$@"`;
  const own = [...user, "--mount", "--net", "--pid", "--fork", "sh", "-ec", enter, "-", ...words];
  const { status, stdout, stderr } = spawnSync("unshare", own, { encoding: "utf8", timeout: 120_000, env: {} });
  return { status, stdout, stderr };
}

/** Why it cannot be had here, or `false`. */
export function missingBareMachine(): false | string {
  const { status, stderr } = runOnBareMachine("/", ["true"]);
  return status !== 0 && `namespaces are not allowed here: ${stderr.trim()}`;
}

const PAIR = ["/files/heap-before.out", "/files/heap-after.out"] as const;

/** Written, and how it begins. */
const WRITTEN: readonly (readonly [words: readonly string[], file: string, start: string])[] = [
  [["png", "--base", ...PAIR], "graph.png", "\x89PNG"],
  [["pdf", "--base", ...PAIR], "graph.pdf", "%PDF"],
  [["svg", "--base", ...PAIR], "graph.svg", "<?xml"],
  [["flame", "--base", ...PAIR], "flame.svg", "<?xml"],
  [["diff", ...PAIR], "page.html", "<!doctype html>"],
];

/** Verdict, pictures and page, of `program` in the machine's words. */
export function proveOnBareMachine(folder: string, program: readonly string[]): void {
  mkdirSync(join(folder, "files"), { recursive: true });
  for (const file of PAIR) copyFileSync(fixture(file.replace("/files", "streamwatcher/retain")), join(folder, file));
  const { stdout, stderr } = runOnBareMachine(folder, [...program, ...PAIR]);
  assert.match(stdout, /^\+54\.1 MiB live heap[\s\S]*StreamWatcher/, stderr);
  for (const [words, file, start] of WRITTEN) {
    const said = runOnBareMachine(folder, [...program, ...words, "-o", `/files/${file}`]);
    assert.equal(said.status, 0, `${file}: ${said.stderr}`);
    const written = readFileSync(join(folder, "files", file), "latin1");
    assert.equal(written.slice(0, start.length).toLowerCase(), start.toLowerCase(), file);
  }
}
