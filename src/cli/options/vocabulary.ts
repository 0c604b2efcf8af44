/** Options that several commands have: each name has one meaning, one kind of value and the same words in all of them. */
import { InvalidArgumentError, Option } from "commander";
import { UsageError } from "../../errors.ts";
import { GRANULARITIES } from "../../graph/granularity.ts";
import { parseDuration } from "../../measurement/duration.ts";
import { parseMemoryLimit } from "../../measurement/quantity.ts";
import { FILTERS } from "../../profile/filter/options.ts";
import { positiveNumber } from "./values.ts";

interface Word {
  readonly flags: string;
  readonly help: string;
  /** `before`: what an earlier one came to. */
  readonly parse?: (text: string, before: unknown) => unknown;
  /** And what help says of it. */
  readonly usual?: readonly [value: unknown, shown: string];
  readonly choices?: readonly string[];
}

const FILTER_WORDS = Object.fromEntries(
  Object.values(FILTERS).map(({ name, help }): [string, Word] => {
    const value = name === "tagfocus" || name === "tagignore" ? "<expr>" : "<regexp>";
    return [name.replaceAll("_", "-"), { flags: `--${name.replaceAll("_", "-")} ${value}`, help }];
  }),
);

const VOCABULARY = {
  ...FILTER_WORDS,
  format: { flags: "-f, --format <format>", help: "how to write it (default: by the name of -o, else text)" },
  output: {
    flags: "-o, --output <path>",
    help: "where to write, whole or not at all; the name chooses the format",
    parse: outputName,
  },
  sort: { flags: "--sort <key>", help: "order of the rows", usual: ["flat", "flat"] },
  nodecount: {
    flags: "--nodecount <n>",
    help: "most rows or nodes; 0 for all, -1 for what is usual",
    parse: nodeCount,
  },
  granularity: {
    flags: "--granularity <level>",
    help: "what a row or a node is",
    usual: ["functions", "functions"],
    choices: GRANULARITIES,
  },
  source: {
    flags: "--source",
    help: "with -o report.html: put the source files into the page, where they are found",
  },
  noinlines: { flags: "--noinlines", help: "charge inlined functions to the one they were inlined into" },
  "sample-index": {
    flags: "--sample-index <type>",
    help: "which value: inuse_space, inuse_objects, alloc_space, alloc_objects or a number",
    usual: ["", "the profile's own"],
  },
  base: { flags: "--base <source>", help: "profile before, to subtract" },
  bases: {
    flags: "--base <source>",
    help: "profile before, to subtract",
    parse: collect,
  },
  "diff-base": { flags: "--diff-base <source>", help: "the same; in pprof's views percentages are of it" },
  module: {
    flags: "--module <path>",
    help: "a module of the program's own, main's first; may be repeated (default: by where its files lie)",
    parse: collect,
  },
  anonymize: {
    flags: "--anonymize",
    help: "replace the names of private packages, files and labels, the same way each time",
  },
  explain: { flags: "--explain", help: "all there is: every row, suspect and note, and what was left out (text)" },
  iterations: {
    flags: "--iterations <n>",
    help: "how often the work between the first capture and the last is done: counts are told by iteration",
    parse: positiveNumber,
  },
  merge: { flags: "--merge", help: "add several profiles up: those of replicas, not two of one process" },
  binary: {
    flags: "--binary <file>",
    help: "the program: says which module is its own; unstripped, names variables, fields and types of heap dumps",
  },
  query: {
    flags: "--query <selector>",
    help: 'of a pyroscope:// or parca:// source: which pods, as {namespace="linkerd"}',
  },
  from: { flags: "--from <moment>", help: "of such a source: where it starts: 24h, 7d, 2026-08-21T14:00 (UTC)" },
  to: { flags: "--to <moment>", help: "and ends: now if not given" },
  at: { flags: "--at <moment>", help: "one moment instead: of each pod the last profile of the hour before it" },
  compare: {
    flags: "--compare <duration>",
    help: "what of --from and --to is compared: the last profiles of so long before each (1h)",
    parse: stretchText,
  },
  limit: {
    flags: "--limit <quantity>",
    help: "the container's memory limit, as in the pod: 250Mi, 1Gi; 250M is decimal, as in Kubernetes",
    parse: memoryLimit,
  },
} as const satisfies Record<string, Word>;

export function shared(name: string, choices?: readonly string[]): Option {
  const {
    flags,
    help,
    parse,
    usual,
    choices: all,
  }: Word = (VOCABULARY as Readonly<Record<string, Word>>)[name] as Word;
  const option = new Option(flags, help);
  if (parse !== undefined) option.argParser(parse);
  const known = choices ?? all;
  if (known !== undefined) allowChoices(option, known);
  return usual === undefined ? option : option.default(...usual);
}

export function isShared(name: string): boolean {
  return Object.hasOwn(VOCABULARY, name);
}

/** As commander's choices, whose words may be typed in capitals, in the singular, or as names of files end. */
function allowChoices(option: Option, known: readonly string[]): Option {
  const check = option.choices(known).parseArg as (text: string, before: unknown) => string;
  return option.argParser((text, before) => check(chosenWord(text, known), before));
}

const SHORTER: Readonly<Record<string, string>> = { md: "markdown", txt: "text", htm: "html" };

function chosenWord(text: string, known: readonly string[]): string {
  const word = text.toLowerCase();
  const meant = Object.hasOwn(SHORTER, word) ? (SHORTER[word] as string) : word;
  return [meant, `${meant}s`].find((each) => known.includes(each)) ?? text;
}

const FORMAT_WORD = /^(?:te?xt|md|markdown|json|csv|html?|junit|sarif|ya?ml|svg|png|pdf|wide)$/i;

function outputName(text: string): string {
  if (text === "") throw new InvalidArgumentError("Give the name of a file, or - for standard output.");
  if (!FORMAT_WORD.test(text)) return text;
  const word = text.toLowerCase();
  throw new InvalidArgumentError(
    `That is a format: -f ${word} chooses one where there is such; a file is NAME.${word}, or ./${text}.`,
  );
}

/** Words of earlier releases, and what they are called now. */
export const RENAMED: Readonly<Record<string, string>> = {
  "--limit": "--nodecount",
  "--rows": "--nodecount",
  "--limit-bytes": "--limit",
  "--for": "--scope",
  "--timeout": "--request-timeout",
};

/** Of an option that may be repeated. */
export function collect(text: string, before: unknown): string[] {
  return [...(Array.isArray(before) ? before.map(String) : []), text];
}

/** As it was typed. */
function stretchText(text: string): string {
  if (parseDuration(text) === undefined) throw new InvalidArgumentError("Give a duration: 30m, 1h, 1d.");
  return text;
}

function nodeCount(text: string): number {
  if (!/^(\d+|-1)$/.test(text)) throw new InvalidArgumentError("Give a whole number, 0 for all.");
  return Number(text);
}

/** Rows that were asked for, else as many as are usual. */
export function rowsOr(usual: number, nodecount: number | undefined): number {
  return nodecount === undefined || nodecount < 0 ? usual : nodecount;
}

/** Of a container: its text, and bytes. */
export interface MemoryLimit {
  readonly text: string;
  readonly bytes: number;
}

/** No container has less; whoever types it means rows. */
const LEAST = 4096;

/** Throws UsageError "bad-option" for what Kubernetes would not take either. */
function memoryLimit(text: string): MemoryLimit {
  const bytes = parseMemoryLimit(text);
  if (bytes !== undefined && bytes > 0 && bytes < LEAST && /^\d+$/.test(text)) {
    throw new UsageError("bad-option", `--limit ${text} is the container's memory limit; rows are --nodecount ${text}`);
  }
  if (bytes !== undefined && bytes > 0) return { text, bytes };
  const forms = "give 250Mi, 1Gi or 500M as in the pod's limits";
  throw new UsageError("bad-option", `--limit ${text} is no amount of memory: ${forms}`);
}
