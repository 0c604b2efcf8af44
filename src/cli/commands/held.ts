/** `heapblame held DUMP [AFTER] --binary PROGRAM`. */
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
import { compilePattern } from "../../profile/filter/regexp.ts";
import type { FormatOf } from "../../render/index.ts";
import { heldReport, type NamedAnalysis } from "../../report/held/held.ts";
import { heldWords } from "../../wording/held.ts";
import { mismatchText } from "../../wording/program-mismatch.ts";
import { OK } from "../exit-codes.ts";
import { chooseFormat, writeReport } from "../report.ts";
import type { Io } from "../terminal/io.ts";

export interface HeldOptions {
  readonly binary?: string;
  readonly stack?: string;
  readonly handler?: boolean;
  readonly format?: FormatOf<"held">;
  readonly output?: string;
}

/** `second` given: `first` is the dump from before. */
export async function runHeld(
  first: string | undefined,
  second: string | undefined,
  options: HeldOptions,
  io: Io,
): Promise<number> {
  if (options.handler === true) {
    const { HANDLER } = await import("../held-handler.ts");
    await io.stdout.write(HANDLER);
    return OK;
  }
  if (first === undefined) throw new UsageError("bad-option", "missing required argument 'dump'");
  const format = chooseFormat("held", options);
  const stack = options.stack === undefined ? undefined : matchStacks(options.stack);
  const program = options.binary === undefined ? undefined : await readProgram(options.binary, io);
  const base = second === undefined ? undefined : await analyze(first, program, options.binary, io);
  const current = await analyze(second ?? first, program, options.binary, io);
  const binary =
    program === undefined || options.binary === undefined
      ? null
      : { source: withoutSecrets(options.binary), hasTypes: program.debugInfo !== undefined };
  const report = heldReport(current, base, { binary, stack });
  await writeReport(report, heldWords(report), { format, output: options.output }, io);
  return OK;
}

function matchStacks(pattern: string): (names: readonly string[]) => boolean {
  const { matches } = compilePattern(pattern);
  return (names) => names.some(matches);
}

async function readProgram(path: string, io: Io): Promise<Program> {
  try {
    return decodeProgram(await readFileBytes(path, io.cwd));
  } catch (error) {
    throw inSource(path, error);
  }
}

async function analyze(
  path: string,
  program: Program | undefined,
  binary: string | undefined,
  io: Io,
): Promise<NamedAnalysis> {
  const dump = await loadDump(path, io.cwd);
  const names = program === undefined ? NO_NAMES : namesFor(dump, program, path, binary ?? "");
  return { analysis: analyzeDump(dump, names), source: withoutSecrets(path) };
}

/** Throws UsageError "bad-option" rather than name anything wrongly. */
function namesFor(dump: HeapDump, program: Program, path: string, binary: string): ProgramNames {
  const { slide, mismatch } = matchProgram(dump, program);
  if (mismatch === undefined) return namesOf(program, slide);
  throw new UsageError("bad-option", `${binary} did not write ${path}: ${mismatchText(mismatch)}`);
}
