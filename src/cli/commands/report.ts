/** `heapblame FILE...`: whatever is given, the report that goes with it: one heap, what grew between two, the course of more, goroutines. */
import { resolve } from "node:path";
import { ProfileError, UsageError } from "../../errors.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { parseSource } from "../../fetch/source.ts";
import { type FormatOf, type ReportKind, resolveFormat } from "../../render/index.ts";
import { findCaptures } from "../capture/directories.ts";
import { expandSnapshots } from "../capture/snapshots.ts";
import type { MemoryLimit } from "../options/vocabulary.ts";
import { inspectObjectFile } from "../pprof/symbols/object-file.ts";
import type { Io } from "../terminal/io.ts";
import { quoteWords } from "../terminal/quote-words.ts";
import { readOnce, readOptions } from "../terminal/reading.ts";
import type { DiffOptions } from "./diff.ts";

export interface ReportOptions extends DiffOptions {
  readonly base?: string;
  readonly diffBase?: string;
  readonly limit?: MemoryLimit;
}

/** What the reports on one heap, and on a series, do not heed. */
const OF_TWO = ["base", "diffBase", "goroutineBase", "goroutineCurrent", "objects", "failAbove"] as const;
const OF_NO_SERIES = [...OF_TWO, "color", "focus", "ignore", "hide", "show", "showFrom", "tagfocus"] as const;

/** `isGiven`: whether the user typed the option of that key. */
export async function runReport(
  given: readonly string[],
  options: ReportOptions,
  isGiven: (key: string) => boolean,
  io: Io,
): Promise<number> {
  const around = { ...io, stdin: readOnce(io.stdin) };
  // Refuses what is no source at all.
  for (const source of given) parseSource(source);
  const { program, profiles } = await splitProgram(await expandSnapshots(given, io), io);
  const base = options.base ?? options.diffBase;
  const [first = "", second, ...more] = base === undefined ? profiles : [base, ...profiles];
  if (more.length > 0) {
    if (base !== undefined) throw new UsageError("bad-option", "--base compares two profiles: give one beside it");
    refuse(OF_NO_SERIES, isGiven, "the course of several");
    return await runCourse(profiles, options, around);
  }
  if (second !== undefined) {
    refuse(["limit"], isGiven, "two profiles: heapblame advise has it");
    return await orGoroutines([first, second], options, isGiven, around, async () => {
      const { runDiff } = await import("./diff.ts");
      return await runDiff(first, second, options, around);
    });
  }
  if (await isCapture(first, io)) return await (await import("./diff.ts")).runDiff(first, undefined, options, around);
  refuse(OF_TWO, isGiven, "one heap");
  try {
    const { runHeap } = await import("./heap.ts");
    return await runHeap(first, { ...options, program }, around);
  } catch (error) {
    if (!(error instanceof ProfileError && error.code === "text") || !(await isLog(first, around))) throw error;
    return await runCourse([first], options, around);
  }
}

/** What `GODEBUG=gctrace=1` wrote is a course by itself. */
async function isLog(source: string, io: Io): Promise<boolean> {
  const [{ readSource }, { isGcLog }] = await Promise.all([
    import("../../fetch/index.ts"),
    import("../capture/gc-log.ts"),
  ]);
  return isGcLog(await readSource(source, { ...readOptions(io), stdin: io.stdin }));
}

/** Base and current of a command line that gives the base as an option or by its place. Throws UsageError "bad-option". */
export function orderPair(
  base: string | undefined,
  first: string,
  second: string | undefined,
): [before: string, after: string | undefined] {
  if (base === undefined) return [first, second];
  if (second === undefined) return [base, first];
  throw new UsageError(
    "bad-option",
    `--base ${withoutSecrets(base)} and ${withoutSecrets(first)} are both the profile before: give one of them`,
  );
}

function refuse(keys: readonly string[], isGiven: (key: string) => boolean, what: string): void {
  const key = keys.find(isGiven);
  if (key === undefined) return;
  const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError("bad-option", `--${name} is of no use in the report on ${what}`);
}

/** Of several arguments the first may be the program, as in pprof's command line. */
async function splitProgram(
  sources: readonly string[],
  io: Io,
): Promise<{ readonly program: string | undefined; readonly profiles: readonly string[] }> {
  const [first = "", ...others] = sources;
  if (others.length === 0 || first === "-") return { program: undefined, profiles: sources };
  const kind = await inspectObjectFile(resolve(io.cwd, first));
  return kind === "object" ? { program: first, profiles: others } : { program: undefined, profiles: sources };
}

async function isCapture(source: string, io: Io): Promise<boolean> {
  return source !== "-" && (await findCaptures(resolve(io.cwd, source))).length > 0;
}

async function runCourse(sources: readonly string[], options: ReportOptions, io: Io): Promise<number> {
  if (options.sort === "objects")
    throw new UsageError("bad-option", "--sort objects is for two profiles, not a course");
  const { runTrend } = await import("./trend.ts");
  const { format, sort, ...others } = options;
  return await runTrend(sources, { ...others, sort, ...formatFor("trend", format) }, io);
}

/** Throws UsageError "unknown-format" for one that the growth of two has, and that report has not. */
function formatFor<Kind extends ReportKind>(kind: Kind, format: string | undefined): { format?: FormatOf<Kind> } {
  return format === undefined ? {} : { format: resolveFormat(kind, format) };
}

/** Two profiles of goroutines are no heaps: theirs is another command. */
async function orGoroutines(
  [before, after]: readonly [string, string],
  options: ReportOptions,
  isGiven: (key: string) => boolean,
  io: Io,
  run: () => Promise<number>,
): Promise<number> {
  try {
    return await run();
  } catch (error) {
    const isOther = error instanceof ProfileError && (error.code === "not-heap" || error.code === "goroutine-text");
    if (!isOther || !(await areGoroutines([before, after], io))) throw error;
  }
  await io.stderr.write(`heapblame: goroutine profiles: heapblame goroutines ${quoteWords([before, after])}\n`);
  refuse(["sort", "nodecount", "granularity", "noinlines", "failAbove", "objects"], isGiven, "goroutines");
  const { runGoroutines } = await import("./goroutines.ts");
  const { format, ...others } = options;
  return await runGoroutines(before, after, { ...others, ...formatFor("goroutines", format) }, io);
}

async function areGoroutines(sources: readonly string[], io: Io): Promise<boolean> {
  const { loadGoroutines } = await import("../goroutine-source.ts");
  try {
    for (const source of sources) await loadGoroutines(source, io);
    return true;
  } catch (error) {
    if (error instanceof ProfileError) return false;
    throw error;
  }
}
