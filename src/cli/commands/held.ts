/** `heapblame held DUMP [AFTER] --binary PROGRAM`. */
import { StringCounter } from "../../dump/names/equal-strings.ts";
import { computeStringLengths } from "../../dump/names/string-objects.ts";
import { UsageError } from "../../errors.ts";
import { isFile } from "../../fetch/files/file.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { isAddress } from "../../fetch/source.ts";
import { visitContents } from "../../load/dump.ts";
import { loadProfile } from "../../load.ts";
import { compilePattern } from "../../profile/filter/regexp.ts";
import type { FormatOf } from "../../render/index.ts";
import { type HeldReport, heldReport, type NamedAnalysis, withDuplicates } from "../../report/held/held.ts";
import type { NamedReferences } from "../../report/held/references.ts";
import type { StackMatch } from "../../report/held/samples.ts";
import { heldWords } from "../../wording/held.ts";
import { dumpsOf } from "../capture/pair.ts";
import { OK } from "../exit-codes.ts";
import { describeProgram, type NamedProgram, readAnalysis, readProgram } from "../held/dump.ts";
import { readReferences, writeHolders } from "../held/references.ts";
import { chooseFormat, writeReport } from "../report.ts";
import type { Io } from "../terminal/io.ts";
import { refuseReadOnce } from "../terminal/read-twice.ts";
import { readOptions } from "../terminal/reading.ts";

export interface HeldOptions {
  readonly binary?: string;
  readonly stack?: string;
  readonly handler?: boolean;
  readonly strings?: boolean;
  readonly showContents?: boolean;
  readonly anonymize?: boolean;
  readonly module?: readonly string[];
  readonly format?: FormatOf<"held">;
  readonly output?: string;
}

/** `given`: a dump, or the one from before if there is one `after`, or a capture directory with dumps. */
export async function runHeld(
  given: string | undefined,
  after: string | undefined,
  options: HeldOptions,
  io: Io,
): Promise<number> {
  if (options.handler === true) {
    const { HANDLER } = await import("../held/handler.ts");
    await io.stdout.write(HANDLER);
    return OK;
  }
  if (given === undefined) throw new UsageError("bad-option", "missing required argument 'dump'");
  const files = after === undefined ? [given] : [given, after];
  for (const word of files) await checkFile(word, io);
  await refuseReadOnce(files, "heap dumps and goref's profiles", io);
  const dumps = after === undefined ? await dumpsOf(given, io) : undefined;
  const [first = given, second = after] = dumps ?? [];
  const references = await readReferences(second ?? first, io);
  if (references !== undefined)
    return await runReferences(references, second === undefined ? undefined : first, options, io);
  const format = chooseFormat("held", options, io);
  const stack = options.stack === undefined ? undefined : matchStacks(options.stack);
  const program = options.binary === undefined ? undefined : await readProgram(options.binary, io);
  const base = second === undefined ? undefined : await readAnalysis(first, program, io);
  const current = await readAnalysis(second ?? first, program, io);
  const binary = program === undefined ? null : describeProgram(program);
  const plain = heldReport(current, base, { binary, stack });
  const found = await withStrings(plain, current, second ?? first, options, io);
  const report = options.anonymize === true ? await anonymous(found, [current, base], program, options) : found;
  await writeReport(report, heldWords(report), { format, output: options.output, page: () => pageOfHeld(report) }, io);
  return OK;
}

/** Throws UsageError "bad-option" for an address: a dump is as large as the heap, and is taken by what keeps it. */
async function checkFile(word: string, { cwd }: Io): Promise<void> {
  if (!isAddress(word) || (await isFile(word, cwd))) return;
  const source = withoutSecrets(word);
  throw new UsageError(
    "bad-option",
    `${source}: heap dumps and goref's profiles are read from files; heapblame capture ADDRESS --heap-dump PATH takes dumps, with the handler that heapblame held --handler prints`,
  );
}

async function pageOfHeld(report: HeldReport): Promise<string> {
  return await (await import("../page/write-page.ts")).heldPageOf(report);
}

/** Reads the dump once more, for what is in its strings. */
async function withStrings(
  report: HeldReport,
  current: NamedAnalysis,
  path: string,
  { strings, showContents, anonymize }: HeldOptions,
  io: Io,
): Promise<HeldReport> {
  const isShown = showContents === true;
  if (strings !== true && !isShown) return report;
  if (isShown && anonymize === true) {
    throw new UsageError("bad-option", "--show-contents shows what is in memory: leave out --anonymize");
  }
  const counter = new StringCounter(computeStringLengths(current.analysis), isShown);
  await visitContents(path, io.cwd, (row, bytes, start, size) => counter.visit(row, bytes, start, size));
  return withDuplicates(report, current, counter.finish(), isShown);
}

/** Throws UsageError "bad-option" beside a pattern: its words stand in what was typed, and would meet pseudonyms. */
async function anonymous(
  report: HeldReport,
  analyses: readonly (NamedAnalysis | undefined)[],
  program: NamedProgram | undefined,
  { stack, module }: HeldOptions,
): Promise<HeldReport> {
  const [{ refuseNames }, { pseudonymsOf }, { anonymizeHeld }] = await Promise.all([
    import("../anonymous.ts"),
    import("../held/anonymous.ts"),
    import("../../report/held/anonymize.ts"),
  ]);
  refuseNames({ "--stack": stack });
  const { names, functions } = pseudonymsOf(analyses, program, module);
  return anonymizeHeld(report, names, functions);
}

/** Throws UsageError "bad-option" for what only a dump can answer. */
async function runReferences(
  current: NamedReferences,
  before: string | undefined,
  options: HeldOptions,
  io: Io,
): Promise<number> {
  if (options.stack !== undefined) {
    throw new UsageError("bad-option", `--stack: ${current.source} has references, not who allocated; a heap dump has`);
  }
  if (options.binary !== undefined) {
    throw new UsageError("bad-option", `--binary names a heap dump: ${current.source} has references, with names`);
  }
  const base = before === undefined ? undefined : await readReferences(before, io);
  if (before !== undefined && base === undefined) {
    // What cannot be read at all is told so.
    await loadProfile(before, readOptions(io));
    throw new UsageError("bad-option", `${before} has no references: give two of goref's profiles, or two heap dumps`);
  }
  await writeHolders(current, base, options, io);
  return OK;
}

function matchStacks(pattern: string): StackMatch {
  const { matches } = compilePattern(pattern);
  return (frames) => frames.some((frame) => matches(frame.function));
}
