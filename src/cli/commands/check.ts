/** `heapblame check BASE CURRENT`. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { compare } from "../../blame/provenance/comparison.ts";
import { FetchError, UsageError } from "../../errors.ts";
import { systemWords } from "../../fetch/files/system-error.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { loadProfiles } from "../../load.ts";
import { compilePattern } from "../../profile/filter/regexp.ts";
import type { Profile } from "../../profile/tables.ts";
import type { FormatOf } from "../../render/index.ts";
import { renderJson } from "../../render/json.ts";
import { checkReport } from "../../report/check/check.ts";
import type { BaselineEntry, CheckScope, Suppression } from "../../report/check/report.ts";
import { checkWords } from "../../wording/check.ts";
import type { ComparedPair } from "../anonymous.ts";
import { sourcePair } from "../capture/pair.ts";
import { CHECK_FAILED, OK } from "../exit-codes.ts";
import { writeDocument } from "../output.ts";
import { writeReport } from "../report.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";

export interface CheckOptions {
  readonly maxGrowth: number;
  readonly for?: string;
  readonly module?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly suppress?: string;
  readonly anonymize?: boolean;
  readonly format: FormatOf<"check">;
  readonly output?: string;
}

/** `git bisect run` skips a commit whose script exits so. */
const UNMEASURABLE = 125;

/** `second` undefined: `first` is a capture directory. */
export async function runCheck(
  first: string,
  second: string | undefined,
  options: CheckOptions,
  io: Io,
): Promise<number> {
  if (options.anonymize === true) await refuseNamesIn(options);
  const { base, current } = await sourcePair(first, second, io);
  const scope = scopeOf(options.for);
  const suppressions = options.suppress === undefined ? [] : parseSuppressions(await readText(options.suppress, io));
  const baseline =
    options.baseline === undefined ? [] : parseBaseline(await readText(options.baseline, io), options.baseline);
  const loaded = (await loadProfiles([base, current], { ...readOptions(io), symbolizeGoText: true })) as [
    Profile,
    Profile,
  ];
  const named = { base: withoutSecrets(base), current: withoutSecrets(current) };
  const { profiles, names, ...shown } = await shownPair(loaded, named, options);
  const [before, after] = profiles;
  const comparison = compare(before, after, { sources: names, mainModule: shown.options.module });
  const result = checkReport(comparison, { maxGrowth: options.maxGrowth, scope, suppressions, baseline });
  const { report } = result;
  await writeReport(report, checkWords(report), { format: options.format, output: options.output }, io);
  if (options.writeBaseline !== undefined && report.outcome !== "unmeasurable") {
    const document = { kind: "baseline", schemaVersion: 1, suspects: result.baseline };
    await writeDocument(renderJson(document), options.writeBaseline, io);
  }
  return { clean: OK, exceeded: CHECK_FAILED, unmeasurable: UNMEASURABLE }[report.outcome];
}

/** Names that would be looked for among pseudonyms, and fingerprints, which are made of names. Throws UsageError "bad-option". */
async function refuseNamesIn({ suppress, baseline, writeBaseline, for: scope }: CheckOptions): Promise<void> {
  const { refuseNames } = await import("../anonymous.ts");
  refuseNames({
    "--suppress": suppress,
    "--baseline": baseline,
    "--write-baseline": writeBaseline,
    "--for, but for own": scope === "own" ? undefined : scope,
  });
}

async function shownPair(
  profiles: readonly [Profile, Profile],
  names: { readonly base: string; readonly current: string },
  options: CheckOptions,
): Promise<Omit<ComparedPair<{ readonly module?: string }>, "goroutines">> {
  if (options.anonymize !== true) return { profiles, names, options };
  const { anonymizePair } = await import("../anonymous.ts");
  const module = options.module === undefined ? {} : { module: options.module };
  return await anonymizePair(profiles, module, undefined);
}

function scopeOf(text: string | undefined): CheckScope {
  if (text === undefined) return { kind: "all" };
  if (text === "own") return { kind: "own" };
  const [, kind, value = ""] = /^(module|frame)=(.+)$/.exec(text) ?? [];
  if (kind === "module") return { kind, path: value };
  if (kind === "frame") return { kind, source: value, matches: compilePattern(value).matches };
  throw new UsageError("bad-option", `--for ${text}: give own, module=PATH or frame=REGEXP`);
}

function parseSuppressions(text: string): Suppression[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((source) => ({
      source,
      matches: /^GS-[0-9a-f]{12}$/.test(source) ? undefined : compilePattern(source).matches,
    }));
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
    throw new UsageError("bad-option", `${file}: this is no JSON: ${(error as Error).message}`, { cause: error });
  }
  throw new UsageError("bad-option", `${file}: this is no baseline; --write-baseline makes one`);
}

function isEntry(entry: unknown): entry is BaselineEntry {
  const { fingerprint, growth } = (entry ?? {}) as Partial<Record<keyof BaselineEntry, unknown>>;
  return typeof fingerprint === "string" && typeof growth === "number";
}

async function readText(file: string, io: Io): Promise<string> {
  try {
    return await readFile(resolve(io.cwd, file), "utf8");
  } catch (error) {
    const message = `${file}: ${systemWords(error)}`;
    throw new FetchError("unreadable", message, message, { cause: error });
  }
}
