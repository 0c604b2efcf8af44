/** What the tab key offers in the shell: commands, options and their values first, then the program's functions as patterns that match them. */
import type { Profile } from "../../../profile/tables.ts";
import type { Complete } from "../../terminal/lines.ts";
import { PPROF_REPORTS } from "../options.ts";
import { OWN_COMMANDS } from "./own-commands.ts";
import { VARIABLES } from "./variables.ts";

const WORDS: readonly string[] = [
  ...PPROF_REPORTS.map(({ name }) => name),
  ...OWN_COMMANDS.map(({ name }) => name),
  ...VARIABLES.keys(),
  ...["help", "options", "quit", "exit"],
].sort();

export function createCompleter(profile: Profile): Complete {
  let functions: readonly string[] | undefined;
  return (line) => {
    const [, before = "", last = ""] = /^(.*?)(\S*)$/s.exec(line) ?? [];
    if (before.trim() === "")
      return [[...startingWith(WORDS, last.toLowerCase()), ...assignments(last, profile)], last];
    if (/^\s*help\s+$/.test(before)) return [startingWith(WORDS, last.toLowerCase()), last];
    functions ??= functionNames(profile);
    return [offersFor(last, functions), last];
  };
}

function startingWith(words: readonly string[], start: string): string[] {
  return words.filter((word) => word.startsWith(start));
}

/** `sort=cum` for `sort=`. */
function assignments(text: string, { header }: Profile): string[] {
  const [, name = ""] = /^([a-z_]+)=/.exec(text) ?? [];
  const option = VARIABLES.get(name)?.option;
  const types = name === "sample_index" ? header.sampleTypes.map(({ type }) => type) : [];
  const values = option?.kind === "choice" && option.name === name ? option.choices : types;
  return startingWith(
    values.map((value) => `${name}=${value}`),
    text,
  );
}

/** More would scroll away what was asked. */
const MOST_OFFERS = 40;

/** Readline puts what all offers begin with in place of the text: where they have it in their middle, the count in front of them keeps the text. */
function offersFor(word: string, functions: readonly string[]): string[] {
  const [, dash = "", typed = ""] = /^([-]?)(.*)$/s.exec(word) ?? [];
  const text = typed.replaceAll(/\\([()*+?[\]{}|^$])/g, "$1");
  if (text === "") return [];
  const found = functions.filter((name) => name.includes(text));
  const offers = found.map((name) => dash + patternOf(name));
  if (found.length < 2 || found.every((name) => name.startsWith(text))) return offers;
  const shown = offers.slice(0, MOST_OFFERS);
  const rest = offers.length - shown.length;
  return [`${offers.length} functions${rest > 0 ? `, ${rest} not shown` : ""}:`, ...shown];
}

/** A pattern that matches the name; a dot matches itself. */
function patternOf(name: string): string {
  return name.replaceAll(/[()*+?[\]{}|^$\\]/g, "\\$&");
}

function functionNames({ functions, strings }: Profile): readonly string[] {
  const names = new Set<string>();
  for (let row = 0; row < functions.length; row++) names.add(strings.at(functions.name[row] as number));
  return [...names].sort();
}
