/** Options that are not known here: what they are called now, and what does what other tools call so. */
import type { Command, CommanderError } from "commander";
import { RENAMED } from "../options/vocabulary.ts";

/** By kubectl, curl, benchstat and the like; of several the first that the command has. */
const MEANT: Readonly<Record<string, readonly string[]>> = {
  "--json": ["--format json"],
  "--markdown": ["--format markdown"],
  "--md": ["--format markdown"],
  "--html": ["--format html", "--output report.html"],
  "--csv": ["--format csv"],
  "--svg": ["--output NAME.svg"],
  "--png": ["--output NAME.png"],
  "--fmt": ["--format"],
  "--output-format": ["--format"],
  "--out": ["--output"],
  "--outfile": ["--output"],
  "--output-file": ["--output"],
  "--interval": ["--every"],
  "--period": ["--every"],
  "-i": ["--every"],
  "--duration": ["--for"],
  "--samples": ["--count"],
  "--snapshots": ["--count"],
  "--max": ["--max-growth", "--fail-above"],
  "--budget": ["--max-growth", "--fail-above"],
  "--threshold": ["--max-growth", "--fail-above"],
  "--fail-above": ["--max-growth"],
  "--max-growth": ["--fail-above"],
  "--type": ["--sample-index"],
  "--sample-type": ["--sample-index"],
  "--before": ["--base"],
  "--old": ["--base"],
  "--baseline": ["--base"],
  "--max-rows": ["--nodecount"],
  "--since": ["--from"],
  "--until": ["--to"],
  "--group-by": ["--granularity"],
  "--level": ["--granularity"],
  "--filter": ["--focus"],
  "--include": ["--focus"],
  "--match": ["--focus"],
  "--exclude": ["--ignore"],
  "--verbose": ["--explain"],
  "-v": ["--explain"],
  "--details": ["--explain"],
  "--no-color": ["--color never"],
  "--heap-dump": ["--held"],
  "--dump": ["--held"],
  "--heap": ["--held"],
  "--listen": ["--http HOST:PORT"],
  "--addr": ["--http HOST:PORT"],
  "--bind": ["--http HOST:PORT"],
  "-p": ["--http localhost:PORT", "--port"],
  "-A": ["-n NAMESPACE, one at a time"],
  "--all-namespaces": ["-n NAMESPACE, one at a time"],
  "-H": ["--header"],
  "-k": ["--insecure"],
  "--cacert": ["--tls-ca"],
  "--cert": ["--tls-cert"],
  "--key": ["--tls-key"],
  "--token": ["--bearer-token-file"],
};

/** Commands of pprof's shell, benchstat, Pyroscope's and Parca's tools and the like. */
const COMMANDS: Readonly<Record<string, string>> = {
  localhost: "localhost:PORT",
  compare: "diff",
  cmp: "diff",
  delta: "diff",
  benchstat: "diff",
  merge: "proto --merge",
  stats: "report",
  info: "report",
  show: "report",
  view: "report",
  analyze: "report",
  analyse: "report",
  inspect: "report",
  open: "serve",
  leak: "diff",
  leaks: "diff",
  interactive: "shell",
  tutorial: "guide",
  docs: "guide",
  print: "report",
  summary: "report",
  flamegraph: "flame",
  collapsed: "folded",
  graph: "svg",
  callgraph: "svg",
  ui: "serve",
  http: "serve",
  record: "capture",
  watch: "capture",
  monitor: "capture",
  get: "fetch",
  pull: "fetch",
  download: "fetch",
  holders: "held",
};

/** What does here what a command of that name does elsewhere. */
export function commandElsewhere(word: string): string | undefined {
  return Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
}

/**
 * What commander's error about an unknown option should say, also where it asks for what it must have before it has looked at all that was
 * typed; undefined where it is about something else, or nothing better is known.
 */
export function foreignWordFact(
  { code, message }: CommanderError,
  words: readonly string[],
  command: Command | undefined,
): string | undefined {
  const known = knownTo(command);
  const [, unknown] = /^error: unknown option '([^'=]+)/.exec(message) ?? [];
  if (unknown !== undefined) return factOf(unknown, known);
  if (code !== "commander.missingMandatoryOptionValue") return undefined;
  const end = words.indexOf("--");
  const typed = words.slice(0, end < 0 ? undefined : end).map((word) => word.split("=", 1)[0] as string);
  return typed
    .filter((word) => word.startsWith("-") && !known.has(word))
    .map((word) => factOf(word, known))
    .find((fact) => fact !== undefined);
}

function factOf(word: string, known: ReadonlySet<string>): string | undefined {
  const renamed = RENAMED[word];
  if (renamed !== undefined && known.has(renamed)) return `unknown option '${word}'; it is called ${renamed} now`;
  const meant = MEANT[word]?.find((ours) => known.has(ours.split(" ", 1)[0] as string));
  return meant === undefined ? undefined : `unknown option '${word}'; here it is ${meant}`;
}

function knownTo(command: Command | undefined): ReadonlySet<string> {
  const known = new Set<string>();
  for (let at: Command | null | undefined = command; at; at = at.parent)
    for (const { short, long } of at.options) for (const flag of [short, long]) if (flag != null) known.add(flag);
  return known;
}
