/** What fixtures/leaks/truth.json says, and where its files are. */
import { readFileSync } from "node:fs";
import { fixture } from "../fixtures.ts";

/** A command line and the finding codes that its report must and must not have. */
export type ExpectedReport = {
  /** Words after `heapblame`, with files of the program's folder. */
  readonly command: readonly string[];
  readonly mustSay: readonly string[];
  readonly mustNotSay: readonly string[];
};

/** What a program has beside its heap profiles; fixtures/leaks/README.md says which files each is. */
export type Companion = "goroutines" | "dump" | "texts" | "all-texts" | "leaks";

/** One program of fixtures/leaks/src. */
export type Leak = {
  readonly name: string;
  readonly kind: "leak" | "no leak" | "outside the heap";
  readonly truth: string;
  /** Held at the end and not at the start; null where it is not known. */
  readonly planted: { readonly bytes: number | null; readonly objects: number | null; readonly measured?: true };
  readonly holder: string | null;
  readonly allocatedBy: string;
  /** Bytes. */
  readonly memProfileRate: number;
  /** Units of load between one snapshot and the next. */
  readonly steps: readonly number[];
  readonly files: readonly Companion[];
  /** A release for GOTOOLCHAIN. */
  readonly go?: string;
  readonly cgo?: true;
  /** The snapshot, from 0, before which the process is started anew. */
  readonly restartBefore?: number;
  readonly reports: readonly ExpectedReport[];
};

const truth: { readonly never: readonly string[]; readonly programs: readonly Leak[] } = JSON.parse(
  readFileSync(fixture("leaks/truth.json"), "utf8"),
);

export const LEAKS = truth.programs;

/** Codes that no report may have. */
export const NEVER = truth.never;

/** Names of the six snapshots, in order. */
export const SNAPSHOTS = ["before", "1", "2", "3", "4", "after"] as const;

/** Every file of a program's folder. */
export function filesOf({ files }: Leak): string[] {
  const ends = ["before", "after"];
  const names = SNAPSHOTS.map((when) => `heap-${when}.out`);
  if (files.includes("texts")) names.push(...ends.map((when) => `heap-${when}.debug1.txt.gz`));
  if (files.includes("all-texts")) names.push(...SNAPSHOTS.map((when) => `heap-${when}.debug1.txt.gz`));
  if (files.includes("goroutines")) names.push(...ends.map((when) => `goroutine-${when}.out`));
  if (files.includes("leaks")) names.push(...ends.map((when) => `goroutineleak-${when}.out`));
  if (files.includes("dump")) names.push("goroutine-after.debug2.txt.gz");
  return names;
}
