/** What is said below pprof's line about a wrong flag: what it may have meant, or what of ours does it, as a line to paste. */

import { findNearest } from "../../nearest.ts";
import { quoteWords } from "../terminal/quote-words.ts";
import { flagName, PPROF_FLAGS } from "./flag-names.ts";
import { FLAG_KINDS } from "./flags.ts";
import { type ParsedFlags, parseGoFlags } from "./go/flags.ts";
import { VIEW_OPTIONS } from "./options.ts";

interface Asked {
  readonly sources: readonly string[];
  readonly base: string | undefined;
}

type Words = (asked: Asked) => readonly string[];

const asFormat =
  (format: string): Words =>
  ({ base, sources }) => [...(base === undefined ? [] : ["--base", base]), ...sources, "-f", format];
const flame: Words = ({ base, sources }) => [
  ...["flame", ...sources.slice(0, 1)],
  ...[...(base === undefined ? [] : ["--base", base]), "-o", "flame.html"],
];
const command =
  (name: string): Words =>
  ({ base, sources }) => [name, ...(base === undefined ? [] : [base]), ...sources];

/** Our words for what other programs, or we, have under a flag of that name. */
const OURS: Readonly<Record<string, Words>> = {
  json: asFormat("json"),
  csv: asFormat("csv"),
  markdown: asFormat("markdown"),
  md: asFormat("markdown"),
  flamegraph: flame,
  flame,
  fg: flame,
  folded: command("folded"),
  speedscope: command("speedscope"),
  diff: command("diff"),
  trend: command("trend"),
  check: command("check"),
  advise: command("advise"),
  goroutines: command("goroutines"),
  shell: command("shell"),
  interactive: command("shell"),
};

/** `args` are the whole command line, `name` that of the flag. Lines without an end. */
export function describeUnknownFlag(args: readonly string[], name: string): string[] {
  const words = Object.hasOwn(OURS, name) ? OURS[name] : undefined;
  const asked = words === undefined ? undefined : askedWithout(args, name);
  if (words !== undefined && asked !== undefined) return [`heapblame has it as: heapblame ${quoteWords(words(asked))}`];
  const meant = meantFlag(args, name);
  if (meant !== undefined) return [`did you mean -${meant}?`];
  return ["heapblame -top -help lists pprof's flags, heapblame --help what heapblame has besides"];
}

/** What pprof has as flags of their own, by the shell's name of the choice, and what other programs call some of its flags. */
const ALIASES: Readonly<Record<string, string>> = {
  o: "output",
  n: "nodecount",
  limit: "nodecount",
  rows: "nodecount",
  baseline: "base",
};

function meantFlag(args: readonly string[], name: string): string | undefined {
  const at = args.findIndex((arg) => flagName(arg) === name);
  const value = /=(.*)$/s.exec(args[at] ?? "")?.[1] ?? args[at + 1];
  const choice = Object.values(VIEW_OPTIONS).find((option) => option.kind === "choice" && option.name === name);
  if (choice?.kind === "choice") return choice.choices.find((word) => word === value) ?? choice.choices.join(", -");
  if (Object.hasOwn(ALIASES, name)) return ALIASES[name];
  return findNearest(name.toLowerCase().replaceAll("-", "_"), PPROF_FLAGS.keys());
}

/** The last word may have been meant as the profile, and be the value of the flag before it. */
export function describeNoSource(args: readonly string[]): string[] {
  const [before = "", last = ""] = args.slice(-2);
  const name = before.includes("=") ? undefined : flagName(before);
  const kind = FLAG_KINDS.get(name ?? "");
  if (last === "" || kind === undefined || kind === "switch") return [];
  return [`-${name} has ${last} as its value: give -${name}=VALUE, and the profile behind it`];
}

/** A value that pprof does not take may be one that an option of ours of that name does. */
export function describeBadValue(args: readonly string[]): string[] {
  const [first = "", second = ""] = args;
  const [, name, value = second] = /^--?(timeout)(?:=(.*))?$/.exec(first) ?? [];
  return name === undefined || value === "" ? [] : [`heapblame's own is --request-timeout ${value}, after the command`];
}

/** The profiles that the rest of the words name; undefined where there are none. */
function askedWithout(args: readonly string[], name: string): Asked | undefined {
  try {
    const { values, rest }: ParsedFlags = parseGoFlags(
      args.filter((arg) => flagName(arg) !== name),
      FLAG_KINDS,
    );
    const base = values.get("base") || values.get("diff_base") || undefined;
    return rest.length === 0 ? undefined : { sources: rest, base: base as string | undefined };
  } catch {
    return undefined;
  }
}
