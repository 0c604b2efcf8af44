/** `heapblame check BASE CURRENT`. */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type Comparison, compare } from "../../blame/provenance/comparison.ts";
import { FetchError, UsageError } from "../../errors.ts";
import { readFileBytes } from "../../fetch/files/file.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { loadProfiles } from "../../load.ts";
import type { PatternCompiler } from "../../profile/filter/pattern.ts";
import { limitTogether } from "../../profile/filter/pattern-size.ts";
import { compilePattern } from "../../profile/filter/regexp.ts";
import { decodeText } from "../../profile/string-table.ts";
import type { Profile } from "../../profile/tables.ts";
import type { FormatOf } from "../../render/index.ts";
import { renderJson } from "../../render/json.ts";
import { checkAgainst } from "../../report/check/check.ts";
import type { BaselineEntry, CheckScope, Suppression } from "../../report/check/report.ts";
import { checkWords } from "../../wording/check.ts";
import { refuseReferences } from "../../wording/provenance.ts";
import { heapPair } from "../capture/pair.ts";
import { type Budget, budgetBytes, GATE_CODES, sayVerdict } from "../gate.ts";
import { writeDocument } from "../output.ts";
import { ownModuleOf } from "../own-module.ts";
import { type ShownProfiles, shownProfiles } from "../pictures/shown-profiles.ts";
import { deferOptimizing } from "../pprof/small-input.ts";
import { readableFrames } from "../readable-frames.ts";
import { chooseFormat, writeReport } from "../report.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";

export interface CheckOptions {
  readonly maxGrowth: Budget;
  readonly scope?: string;
  readonly normal?: readonly string[];
  readonly module?: readonly string[];
  readonly binary?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly suppress?: string;
  readonly anonymize?: boolean;
  readonly format?: FormatOf<"check">;
  readonly output?: string;
}

/** `second` undefined: `first` is a capture directory. */
export async function runCheck(
  first: string,
  second: string | undefined,
  options: CheckOptions,
  io: Io,
): Promise<number> {
  if (options.anonymize === true) await refuseNamesIn(options);
  if (options.writeBaseline !== undefined) await refuseWritingOver(options.writeBaseline, io);
  const { base, current } = await heapPair(first, second, io);
  const scope = scopeOf(options.scope);
  const suppressions =
    options.suppress === undefined ? [] : parseSuppressions(await readText(options.suppress, io), options.suppress);
  const baseline =
    options.baseline === undefined ? [] : parseBaseline(await readText(options.baseline, io), options.baseline);
  const format = chooseFormat("check", options, io);
  const normal = options.normal ?? [];
  deferOptimizing([base, current, ...normal], io.cwd);
  const read = await loadProfiles([base, current, ...normal], { ...readOptions(io), symbolizeGoText: true });
  const loaded = await Promise.all(read.map(readableFrames));
  const own = { anonymize: options.anonymize, module: await ownModuleOf(options, io) };
  const sources = [base, current, ...normal].map(withoutSecrets);
  const shown = await shownProfiles(loaded, sources, own, (at) => ["base", "current"][at] ?? `normal ${at - 1}`);
  refuseReferences(shown.profiles.map((profile, at) => ({ profile, name: shown.names[at] ?? "" })));
  const { comparisons, between } = compareAll(shown);
  const maxGrowth = budgetBytes(options.maxGrowth, comparisons[0]);
  const result = checkAgainst(comparisons, between, { maxGrowth, scope, suppressions, baseline });
  const { report } = result;
  await writeReport(report, checkWords(report), { format, output: options.output }, io);
  if (options.output !== undefined && options.output !== "-") await sayVerdict(report, io);
  if (options.writeBaseline !== undefined && report.outcome !== "unmeasurable") {
    const document = { kind: "baseline", schemaVersion: 1, suspects: result.baseline };
    await writeDocument(renderJson(document), options.writeBaseline, io);
  }
  return GATE_CODES[report.outcome];
}

interface Compared {
  /** The base and every other normal capture, each with current. */
  readonly comparisons: [Comparison, ...Comparison[]];
  /** Two of those. */
  readonly between: (from: number, to: number) => Comparison;
}

function compareAll({ profiles, names, module }: ShownProfiles): Compared {
  const [base, current, ...more] = profiles as [Profile, Profile, ...Profile[]];
  const [baseName = "", currentName = "", ...moreNames] = names;
  const normal = [base, ...more];
  const normalNames = [baseName, ...moreNames];
  const against = (at: number, profile: Profile, name: string): Comparison => {
    const sources = { base: normalNames[at] ?? "", current: name };
    // Of several the name says which.
    const said = at === 0 ? {} : { names: { base: sources.base, current: "current" } };
    return compare(normal[at] as Profile, profile, { sources, ...said, mainModule: module });
  };
  return {
    comparisons: [against(0, current, currentName), ...more.map((_, at) => against(at + 1, current, currentName))],
    between: (from, to) => against(from, normal[to] as Profile, normalNames[to] ?? ""),
  };
}

/** Names that would be looked for among pseudonyms, and fingerprints, which are made of names. Throws UsageError "bad-option". */
async function refuseNamesIn({ suppress, baseline, writeBaseline, scope }: CheckOptions): Promise<void> {
  const { refuseNames } = await import("../anonymous.ts");
  refuseNames({
    "--suppress": suppress,
    "--baseline": baseline,
    "--write-baseline": writeBaseline,
    "--scope, but for own": scope === "own" ? undefined : scope,
  });
}

function scopeOf(text: string | undefined): CheckScope {
  if (text === undefined) return { kind: "all" };
  if (text === "own") return { kind: "own" };
  const [, kind, value = ""] = /^(module|frame)=(.+)$/.exec(text) ?? [];
  if (kind === "module") return { kind, path: value };
  if (kind === "frame") return { kind, source: value, matches: compilePattern(value).matches };
  throw new UsageError("bad-option", `--scope ${text}: give own, module=PATH or frame=REGEXP`);
}

/** Each is tried on every name of a profile. */
const MOST_PATTERNS = 2000;
const MOST_INSTRUCTIONS = 200_000;

/** Each line once. Throws UsageError "bad-option". */
function parseSuppressions(text: string, file: string): Suppression[] {
  const found = new Map<string, Suppression>();
  const compile = limitTogether(compilePattern, MOST_INSTRUCTIONS);
  let patterns = 0;
  for (const [at, line] of text.split("\n").entries()) {
    const source = line.trim();
    if (source === "" || source.startsWith("#") || found.has(source)) continue;
    const isFingerprint = /^GS-[0-9a-f]{12}$/.test(source);
    if (!isFingerprint && ++patterns > MOST_PATTERNS) {
      throw new UsageError(
        "bad-option",
        `${file}: more than ${MOST_PATTERNS} patterns: join those that are alike by |`,
      );
    }
    found.set(source, {
      source,
      matches: isFingerprint ? undefined : parseFramePattern(source, `${file}:${at + 1}`, compile),
    });
  }
  return [...found.values()];
}

/** `place`: file and line. A file that is none of such lines is not repeated in the error. */
function parseFramePattern(
  source: string,
  place: string,
  compile: PatternCompiler,
): NonNullable<Suppression["matches"]> {
  try {
    return compile(source).matches;
  } catch (error) {
    const isText = /^[^\p{Cc}\ufffd]{1,200}$/u.test(source);
    const isLarge = error instanceof UsageError && error.code === "large-regexp";
    const fact = isText || isLarge ? (error as Error).message : "this is no regular expression";
    throw new UsageError("bad-option", `${place}: ${fact}`, { cause: error });
  }
}

function parseBaseline(text: string, file: string): BaselineEntry[] {
  try {
    const document = JSON.parse(text) as {
      readonly kind?: unknown;
      readonly suspects?: unknown;
    } | null;
    if (document?.kind === "baseline" && Array.isArray(document.suspects) && document.suspects.every(isEntry)) {
      return document.suspects;
    }
  } catch (error) {
    throw new UsageError("bad-option", `${file}: this is no JSON; --write-baseline makes one`, { cause: error });
  }
  throw new UsageError("bad-option", `${file}: this is no baseline; --write-baseline makes one`);
}

/** A baseline is written over a baseline, and over nothing else that is there. Throws UsageError "bad-option". */
async function refuseWritingOver(file: string, io: Io): Promise<void> {
  const found = await stat(resolve(io.cwd, file)).catch(() => undefined);
  if (found?.isFile() !== true || found.size === 0) return;
  try {
    parseBaseline(await readText(file, io), file);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const message = `--write-baseline ${file}: that file is no baseline, and would be lost: give another name`;
    throw new UsageError("bad-option", message, { cause: error });
  }
}

function isEntry(entry: unknown): entry is BaselineEntry {
  const { fingerprint, growth } = (entry ?? {}) as Partial<Record<keyof BaselineEntry, unknown>>;
  return typeof fingerprint === "string" && typeof growth === "number";
}

const NO_TEXT_BYTES = 4096;

async function readText(file: string, io: Io): Promise<string> {
  try {
    const bytes = await readFileBytes(file, io.cwd);
    // What is no text is refused by its first line, however long it is.
    return decodeText(bytes.includes(0) ? bytes.subarray(0, NO_TEXT_BYTES) : bytes);
  } catch (error) {
    const message = `${file}: ${(error as Error).message}`;
    throw new FetchError("unreadable", message, message, { cause: error });
  }
}
