/** pprof's own command line, from words to a request in which everything is decided. */
import { UsageError } from "../../errors.ts";
import type { HttpSettings } from "../../fetch/http/settings.ts";
import { type FlagKind, parseGoFlags } from "./go/flags.ts";
import {
  ALL_OPTIONS,
  defaultSettings,
  PPROF_REPORTS,
  type PprofReport,
  type PprofSettings,
  VALUE_SHORTHANDS,
} from "./options.ts";

export interface PprofRequest {
  /** Undefined for pprof's interactive shell. */
  readonly report: PprofReport | undefined;
  /** The report's pattern. */
  readonly argument: string | undefined;
  /** Positional arguments, at least one; with two or more the first may turn out to be the program. */
  readonly sources: readonly string[];
  readonly base: string | undefined;
  /** Percentages are of the base. */
  readonly isDiffBase: boolean;
  readonly settings: PprofSettings;
  /** How servers are asked. */
  readonly http: HttpSettings;
  /** Typed in pprof's grammar: what comes from servers is asked for, announced and saved as pprof does it, else as heapblame does. */
  readonly isPprofGrammar: boolean;
  /** Whether several sources are to be added up: in pprof's grammar always, in ours for who says so. */
  readonly isSum: boolean;
  /** What the user should know, in pprof's words. */
  readonly notices: readonly string[];
}

/** No profile was named; the answer is the usage and the message. */
export class NoSourceError extends UsageError {
  constructor() {
    super("bad-option", "no profile source specified");
  }
}

type Values = ReadonlyMap<string, boolean | number | string>;

/** Throws FlagError, HelpRequest, NoSourceError, UsageError. */
export function parsePprofArgs(args: readonly string[]): PprofRequest {
  const { values, rest } = parseGoFlags(args, FLAG_KINDS);
  if (rest.length === 0) throw new NoSourceError();
  const settings = settingsFrom(values);
  const { report, argument } = reportFrom(values);
  if (report !== undefined && settings.http !== "") {
    throw new UsageError("bad-option", "-http is not compatible with an output format on the command line");
  }
  if (settings.noBrowser && settings.http === "") {
    throw new UsageError("bad-option", "-no_browser only makes sense with -http");
  }
  const { sampleIndex, notices } = sampleIndexFrom(values, settings.sampleIndex);
  const { base, diffBase } = settings;
  return {
    report,
    argument,
    sources: rest,
    base: base || diffBase || undefined,
    isDiffBase: diffBase !== "",
    settings: { ...settings, sampleIndex, mean: settings.mean || values.get("mean_delay") === true },
    http: { tls: tlsFrom(settings) },
    isPprofGrammar: true,
    isSum: true,
    notices,
  };
}

function tlsFrom({ tlsCa, tlsCert, tlsKey }: PprofSettings): HttpSettings["tls"] {
  return { ca: tlsCa || undefined, cert: tlsCert || undefined, key: tlsKey || undefined };
}

/** What is wrong with the request as a whole, if it is. Throws UsageError. */
export function checkBases({ settings }: PprofRequest): void {
  const { base, diffBase, normalize } = settings;
  if (base !== "" && diffBase !== "") {
    throw new UsageError("bad-option", "-base and -diff_base flags cannot both be specified");
  }
  if (normalize && base === "" && diffBase === "") {
    throw new UsageError("bad-option", "must have base profile to normalize by");
  }
}

/** Every flag: the options, a switch for each choice, the shorthands, the reports. */
export const FLAG_KINDS: ReadonlyMap<string, FlagKind> = new Map<string, FlagKind>([
  ...Object.values(ALL_OPTIONS).flatMap((option): [string, FlagKind][] => {
    return option.kind === "choice" ? option.choices.map((word) => [word, "switch"]) : [[option.name, option.kind]];
  }),
  ...VALUE_SHORTHANDS.map(([flag]): [string, FlagKind] => [flag, "switch"]),
  ...PPROF_REPORTS.map(({ name, hasArgument }): [string, FlagKind] => [name, hasArgument ? "text" : "switch"]),
]);

function settingsFrom(values: Values): PprofSettings {
  const settings: Record<string, boolean | number | string> = { ...defaultSettings() };
  for (const [key, option] of Object.entries(ALL_OPTIONS)) {
    const given = option.kind === "choice" ? chosen(values, option.choices) : values.get(option.name);
    if (given !== undefined) settings[key] = given;
  }
  return settings as unknown as PprofSettings;
}

function chosen(values: Values, choices: readonly string[]): string | undefined {
  const set = choices.filter((word) => values.get(word) === true);
  if (set.length > 1) throw new UsageError("bad-option", `conflicting options set: [${set.sort().join(" ")}]`);
  return set[0];
}

function reportFrom(values: Values): Pick<PprofRequest, "report" | "argument"> {
  const wanted = PPROF_REPORTS.filter(({ name, hasArgument }) => {
    const value = values.get(name);
    return hasArgument ? Boolean(value) : value === true;
  });
  if (wanted.length > 1) throw new UsageError("bad-option", "must set at most one output format");
  const [report] = wanted;
  return { report, argument: report?.hasArgument ? (values.get(report.name) as string) : undefined };
}

function sampleIndexFrom(values: Values, given: string): { sampleIndex: string; notices: string[] } {
  const notices: string[] = [];
  let sampleIndex = given;
  for (const [flag, meaning] of VALUE_SHORTHANDS) {
    if (values.get(flag) !== true) continue;
    if (sampleIndex === "") sampleIndex = meaning;
    else notices.push(`Multiple value selections, ignoring -${flag}`);
  }
  return { sampleIndex, notices };
}
