/** The program of fixtures/held, which plants known amounts behind every kind of holder and dumps its own heap; built and run here. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixture } from "../fixtures.ts";
import { buildGoProgram } from "../go-program.ts";

export interface Planted {
  readonly kind: string;
  readonly holder: string;
  readonly path: string;
  readonly bytes: number;
  readonly objects: number;
}

export interface HeldRun {
  readonly dump: string;
  readonly binary: string;
  /** The heap profile of the same moment. */
  readonly profile: string;
  readonly planted: readonly Planted[];
}

export interface HeldBuild {
  /** Environment of the build: GOARCH, GOTOOLCHAIN, GOEXPERIMENT. */
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  /** Arguments of the program: `-only KIND`, `-scale N`. */
  readonly args?: readonly string[];
}

const folders: string[] = [];

/** Removed by `removeHeld`. */
export function runHeld({ env = {}, flags = [], args = [] }: HeldBuild = {}): HeldRun {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-held-"));
  folders.push(folder);
  const dump = join(folder, "heap.dump");
  const profile = join(folder, "heap.out");
  const binary = buildGoProgram({
    folder: fixture("held/src"),
    flags: ["-trimpath", "-buildvcs=false", ...flags],
    name: "held",
    env,
  });
  const said = execFileSync(binary, ["-dump", dump, "-profile", profile, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { dump, binary, profile, planted: JSON.parse(said) as Planted[] };
}

/** The program of fixtures/held/kinds, which plants one kind of holder at a time. */
export function buildKinds(): string {
  return buildGoProgram({ folder: fixture("held/kinds"), flags: ["-trimpath", "-buildvcs=false"], name: "kinds" });
}

export function removeHeld(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}
