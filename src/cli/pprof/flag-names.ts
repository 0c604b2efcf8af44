/** What the words of pprof's command line are: the one table from a flag's name to what it stands for, made of those in options.ts. */
import { ALL_OPTIONS, PPROF_REPORTS, type PprofOption, type PprofReport, VALUE_SHORTHANDS } from "./options.ts";

export type PprofFlag =
  | { readonly kind: "report"; readonly report: PprofReport }
  | { readonly kind: "option"; readonly option: PprofOption }
  /** One word of a choice: `-cum` is sort=cum. */
  | { readonly kind: "word"; readonly option: PprofOption; readonly word: string }
  /** Short for a sample index. */
  | { readonly kind: "value"; readonly sampleIndex: string };

export const PPROF_FLAGS: ReadonlyMap<string, PprofFlag> = new Map<string, PprofFlag>([
  ...Object.values(ALL_OPTIONS).flatMap((option: PprofOption): [string, PprofFlag][] =>
    option.kind === "choice"
      ? option.choices.map((word) => [word, { kind: "word", option, word }])
      : [[option.name, { kind: "option", option }]],
  ),
  ...VALUE_SHORTHANDS.map(([flag, sampleIndex]): [string, PprofFlag] => [flag, { kind: "value", sampleIndex }]),
  ...PPROF_REPORTS.map((report): [string, PprofFlag] => [report.name, { kind: "report", report }]),
]);

/** Of `-name`, `--name` and either with `=value`; undefined for any other word. */
export function flagName(arg: string): string | undefined {
  return /^--?([^-=][^=]*)/s.exec(arg)?.[1];
}

/** A word that only pprof writes so: one dash and two letters or more. Ours have one letter, or two dashes. */
export function isSingleDashWord(arg: string): boolean {
  return /^-[^-=][^=]/s.test(arg);
}

/** Words that ask about the program itself are ours, however many dashes they have. */
const OWN: ReadonlySet<string> = new Set(["h", "help", "v", "V", "version"]);

export function isQuestion(arg: string): boolean {
  return OWN.has(flagName(arg) ?? "");
}

/** Whether the arguments are a pprof command line: the first decides. */
export function startsPprofCommand([first = ""]: readonly string[]): boolean {
  if (isQuestion(first)) return false;
  return isSingleDashWord(first) || PPROF_FLAGS.has(flagName(first) ?? "");
}
