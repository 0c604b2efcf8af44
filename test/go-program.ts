/** Go programs for tests, each built once: kept beside Go's own cache under what it is made of, for every process and for the next run. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";

export interface GoProgram {
  /** With its go.mod; all that the program is made of. */
  readonly folder: string;
  /** What is built in it. */
  readonly what?: string;
  readonly flags?: readonly string[];
  /** What it is called. */
  readonly name: string;
  /** In place of what this process has. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Variables that change what `go build` makes. */
const SETTINGS = "GOVERSION GOOS GOARCH GOFLAGS GOEXPERIMENT GOAMD64 GO386 GOARM64 CGO_ENABLED CC CGO_CFLAGS".split(
  " ",
);
const KEPT_MS = 3 * 24 * 3600 * 1000;

/** Path of the program: to be read and run, not to be changed. Throws what Go says. */
export function buildGoProgram({ folder, what = ".", flags = [], name, env = {} }: GoProgram): string {
  const around = { ...process.env, ...env };
  const settings = ask(["env", ...SETTINGS, "GOCACHE"], folder, around).split("\n");
  const cache = join(settings.pop() as string, "heapblame-programs");
  const path = join(cache, keyOf([...settings, what, ...flags], folder, !flags.includes("-trimpath")), name);
  if (existsSync(path)) {
    utimesSync(join(path, ".."), new Date(), new Date());
    return path;
  }
  mkdirSync(cache, { recursive: true });
  const made = mkdtempSync(join(cache, "new-"));
  try {
    ask(["build", ...flags, "-o", join(made, name), what], folder, around);
    dropOld(cache);
    keep(made, join(path, ".."));
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  return path;
}

function ask(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv): string {
  return execFileSync("go", words, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trimEnd();
}

/** Where files lie is part of a program that is built without -trimpath. */
function keyOf(settings: readonly string[], folder: string, hasPaths: boolean): string {
  const hash = createHash("sha256").update(JSON.stringify([settings, hasPaths ? folder : ""]));
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const path = join(folder, file);
    if (statSync(path).isFile()) hash.update(`${file}\0`).update(readFileSync(path));
  }
  return hash.digest("hex").slice(0, 32);
}

/** Others may have built the same meanwhile. */
function keep(made: string, place: string): void {
  try {
    renameSync(made, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
  }
}

function dropOld(cache: string): void {
  for (const entry of readdirSync(cache)) {
    const path = join(cache, entry);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined && Date.now() - stats.mtimeMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}
