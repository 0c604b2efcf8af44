/** What the tab key offers in the shell: commands and options first, then the program's functions. */
import type { Profile } from "../../../profile/tables.ts";
import { PPROF_REPORTS } from "../options.ts";
import { OWN_COMMANDS } from "./own-commands.ts";
import { VARIABLES } from "./variables.ts";

/** Readline's: what may stand in place of the text that is handed back. */
type Completer = (line: string) => [offers: string[], text: string];

const WORDS: readonly string[] = [
  ...PPROF_REPORTS.map(({ name }) => name),
  ...OWN_COMMANDS.map(({ name }) => name),
  ...VARIABLES.keys(),
  ...["help", "options", "quit", "exit"],
].sort();

export function createCompleter(profile: Profile): Completer {
  let functions: readonly string[] | undefined;
  return (line) => {
    const [, before = "", last = ""] = /^(.*?)(\S*)$/s.exec(line) ?? [];
    if (before.trim() === "" || /^\s*help\s+$/.test(before)) return [startingWith(WORDS, last.toLowerCase()), last];
    functions ??= functionNames(profile);
    const [, dash = "", text = ""] = /^([-]?)(.*)$/s.exec(last) ?? [];
    return [text === "" ? [] : functions.filter((name) => name.includes(text)).map((name) => dash + name), last];
  };
}

function startingWith(words: readonly string[], start: string): string[] {
  return words.filter((word) => word.startsWith(start));
}

function functionNames({ functions, strings }: Profile): readonly string[] {
  const names = new Set<string>();
  for (let row = 0; row < functions.length; row++) names.add(strings.at(functions.name[row] as number));
  return [...names].sort();
}
