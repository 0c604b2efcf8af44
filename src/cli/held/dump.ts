/** Heap dumps and the program that wrote them, from files, for the commands that ask who holds. */
import { decodeProgram, type Program } from "../../binary/index.ts";
import { analyzeDump } from "../../dump/analysis.ts";
import { matchProgram } from "../../dump/names/match-program.ts";
import { NO_NAMES, namesOf, type ProgramNames } from "../../dump/names/program-names.ts";
import type { HeapDump } from "../../dump/tables.ts";
import { UsageError } from "../../errors.ts";
import { readFileBytes } from "../../fetch/files/file.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { loadDump } from "../../load/dump.ts";
import { inSource } from "../../load/in-source.ts";
import type { HeldReport, NamedAnalysis } from "../../report/held/held.ts";
import { mismatchText } from "../../wording/program-mismatch.ts";
import type { Io } from "../terminal/io.ts";
import { refuseProfile } from "./given.ts";

export interface NamedProgram {
  readonly path: string;
  readonly program: Program;
}

/** Throws FetchError, BinaryError; the message starts with the path. */
export async function readProgram(path: string, io: Io): Promise<NamedProgram> {
  try {
    return { path, program: decodeProgram(await readFileBytes(path, io.cwd)) };
  } catch (error) {
    throw inSource(path, error);
  }
}

export function describeProgram({ path, program }: NamedProgram): NonNullable<HeldReport["binary"]> {
  return { source: withoutSecrets(path), hasTypes: program.debugInfo !== undefined };
}

/** Throws FetchError, ProfileError, which says so where the file is a profile, and UsageError "bad-option" if the program did not write the dump. */
export async function readAnalysis(path: string, named: NamedProgram | undefined, io: Io): Promise<NamedAnalysis> {
  await refuseProfile(path, io);
  const dump = await loadDump(path, io.cwd);
  const names = named === undefined ? NO_NAMES : namesFor(dump, named, path);
  return { analysis: analyzeDump(dump, names), source: withoutSecrets(path) };
}

/** Rather none than a wrong one. */
function namesFor(dump: HeapDump, { path: binary, program }: NamedProgram, path: string): ProgramNames {
  const { slide, mismatch } = matchProgram(dump, program);
  if (mismatch === undefined) return namesOf(program, slide);
  throw new UsageError("bad-option", `${binary} did not write ${path}: ${mismatchText(mismatch)}`);
}
