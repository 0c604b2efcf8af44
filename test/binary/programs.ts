/** Programs to read names from: one small Go program, built for several systems and in several ways, as the tests ask. */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { decodeProgram, type Program } from "../../src/binary/index.ts";
import { fixture } from "../fixtures.ts";
import { buildGoProgram } from "../go-program.ts";

export interface Build {
  /** GOOS/GOARCH. */
  readonly target: string;
  readonly flags?: readonly string[];
  /** Another release of Go, "go1.20.14": fetched as Go fetches it. */
  readonly release?: string;
}

/** One of each format, width and byte order. */
export const TARGETS: readonly string[] = [
  "linux/amd64",
  "linux/386",
  "linux/arm64",
  "linux/s390x",
  "darwin/arm64",
  "windows/amd64",
];

export const WAYS: readonly Build[] = [
  ...TARGETS.map((target) => ({ target })),
  { target: "linux/amd64", flags: ["-buildmode=pie"] },
  { target: "linux/amd64", flags: ["-ldflags=-compressdwarf=false"] },
  { target: "linux/amd64", flags: ["-ldflags=-s -w"] },
];

const NATIVE = "linux/amd64";

/** Why programs cannot be had; false if they can. */
export function missingGo(): string | false {
  return spawnSync("go", ["version"]).status === 0 ? false : "no Go here to build programs with";
}

/** Why binutils cannot be asked; false if it can. */
export function missingReadelf(): string | false {
  return spawnSync("readelf", ["--version"]).status === 0 ? missingGo() : "no readelf here to compare with";
}

/** Known to every release; in place of those that the settings of this Go may have. */
const OLD_FLAGS = "-mod=mod";

/** Why that release cannot be had; false if it can. */
export function missingRelease(release: string): string | false {
  const env = { ...process.env, GOTOOLCHAIN: release, GOFLAGS: OLD_FLAGS };
  const { status, stdout } = spawnSync("go", ["version"], { env, encoding: "utf8", timeout: 120_000 });
  return status === 0 && stdout.includes(`${release} `) ? false : `no ${release} to be had here`;
}

export function describeBuild({ target, flags = [], release }: Build): string {
  return [...(release === undefined ? [] : [release]), target, ...flags].join(" ");
}

const built = new Map<string, string>();

/** The path of the program. */
export function buildProgram(build: Build, source = "binary/src"): string {
  const key = `${source} ${describeBuild(build)}`;
  const path = built.get(key) ?? compile(build, source);
  built.set(key, path);
  return path;
}

function compile({ target, flags = [], release }: Build, source: string): string {
  const [GOOS, GOARCH] = target.split("/");
  const env = { GOOS, GOARCH, CGO_ENABLED: source === "binary/cgo" ? "1" : "0" };
  const stamp = release === undefined ? ["-buildvcs=false"] : [];
  const chosen = release === undefined ? env : { ...env, GOTOOLCHAIN: release, GOFLAGS: OLD_FLAGS };
  return buildGoProgram({ folder: fixture(source), flags: [...stamp, ...flags], name: "program", env: chosen });
}

export function openBuild(build: Build, source?: string): Program {
  return decodeProgram(readFileSync(buildProgram(build, source)));
}

/** What a tool prints about a program. */
export function ask(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });
}

/** The lines that the program itself prints; only where it can run here. */
export function runNative(flags: readonly string[] = []): string[] {
  return ask(buildProgram({ target: NATIVE, flags })).split("\n");
}
