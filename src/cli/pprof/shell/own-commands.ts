/** What heapblame has beside pprof's commands in the shell: each is a command line of ours about the same profiles. */
import { UsageError } from "../../../errors.ts";
import { FILTERS, listFilters } from "../../../profile/filter/options.ts";
import type { Io } from "../../terminal/io.ts";
import type { PprofRequest } from "../flags.ts";
import type { PprofSettings } from "../options.ts";

/** Runs a command line of ours. */
export type RunOwn = (words: readonly string[], io: Io) => Promise<number>;

interface OwnCommand {
  readonly name: string;
  readonly help: string;
  readonly usage: string;
}

export const OWN_COMMANDS: readonly OwnCommand[] = [
  { name: "diff", help: "what grew since the base, which is given with -base", usage: "diff [n] [>file]" },
  { name: "heap", help: "what the heap is made of", usage: "heap [n] [>file]" },
  {
    name: "flame",
    help: "flame graph, of the growth if there is a base",
    usage: "flame [>file.svg|file.png|file.html]",
  },
];

export function isOwnCommand(name: string): boolean {
  return OWN_COMMANDS.some((command) => command.name === name);
}

/** The command line of ours for such a command. Throws UsageError "bad-option". */
export function ownWords(
  tokens: readonly string[],
  { sources, base }: PprofRequest,
  settings: PprofSettings,
): string[] {
  const [name = "", ...words] = tokens;
  const [source = "", ...others] = sources;
  if (others.length > 0) throw new UsageError("bad-option", `${name} is about one profile, and these are a sum`);
  const rows = words.find((word) => /^\d+$/.test(word));
  const output = outputOf(words);
  const shared = [
    ...filterWords(settings),
    ...(settings.sampleIndex === "" ? [] : [`--sample-index=${settings.sampleIndex}`]),
  ];
  const file = output === undefined ? [] : [`--output=${output}`];
  switch (name) {
    case "diff":
      if (base === undefined)
        throw new UsageError("bad-option", "diff needs a base: heapblame shell -base BEFORE AFTER");
      return ["diff", ...shared, ...countWords(rows), ...file, "--", base, source];
    case "heap":
      return ["report", ...shared, ...countWords(rows), ...file, "--", source];
    default:
      return [
        ...["flame", ...shared, ...(base === undefined ? [] : [`--base=${base}`])],
        ...[`--output=${output ?? "flame.html"}`, "--", source],
      ];
  }
}

function countWords(rows: string | undefined): string[] {
  return rows === undefined ? [] : [`--nodecount=${rows}`];
}

function outputOf(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => word.startsWith(">"));
  const file = at < 0 ? undefined : words[at] === ">" ? words[at + 1] : words[at]?.slice(1);
  if (at >= 0 && !file) throw new UsageError("bad-option", "unexpected end of line after >");
  return file;
}

/** Reports of ours show no labels. */
function filterWords(settings: PprofSettings): string[] {
  return listFilters(settings)
    .filter(({ name }) => name !== FILTERS.tagshow.name && name !== FILTERS.taghide.name)
    .map(({ name, value }) => `--${name.replaceAll("_", "-")}=${value}`);
}
