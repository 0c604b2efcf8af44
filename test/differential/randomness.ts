/**
 * Where pprof's own output is random. It ranges over Go maps, whose order changes from run to run, and some of its sorts then find two
 * things equal that are not. Each rule here names one such place, says for which command lines it can matter, and which lines it may
 * reorder; whatever else differs is a difference.
 */
import type { Difference } from "./compare.ts";

export interface Rule {
  readonly name: string;
  readonly why: string;
  readonly part: Difference["part"];
  readonly applies: (report: string, args: readonly string[]) => boolean;
  /** The text with what may come in any order put into one order. */
  readonly normalize: (text: string) => string;
}

export const RULES: readonly Rule[] = [
  {
    name: "opposite edges",
    why: "edges are sorted by the size of their weight, and 5 and -5 count as equal before names are looked at",
    part: "stdout",
    applies: (report) => ["tree", "peek", "dot"].includes(report),
    normalize: (text) => sortRuns(text, edgeSize),
  },
  {
    name: "opposite edges in callgrind",
    why: "as above; and files and functions get their numbers as they are first named",
    part: "stdout",
    applies: (report) => report === "callgrind",
    normalize: sortCalls,
  },
  {
    name: "order of unit notices",
    why: "keys whose values have several units are kept in a map",
    part: "stderr",
    applies: () => true,
    normalize: (text) => sortRuns(text, (line) => (line.startsWith("For tag ") ? "unit" : undefined)),
  },
  {
    name: "sources beside bases",
    why: "the sources and the bases are fetched at the same time, and each group speaks as it goes",
    part: "stderr",
    applies: (_, args) => args.some((word) => /^-(diff_)?base=/.test(word)),
    normalize: (text) => sortRuns(text, (line) => (/: (parsing|decompressing) profile|: malformed|^open |: open /.test(line) ? "fetch" : undefined)),
  },
  {
    name: "order of conflicting options",
    why: "the choices of one option are kept in a map",
    part: "stderr",
    applies: () => true,
    normalize: (text) =>
      text.replace(/conflicting options set: \[(.*)\]/, (_, words: string) => words.split(" ").sort().join(" ")),
  },
];

/** Where chance decides more than an order: our output must be one of pprof's, in some number of runs. */
export interface RerunRule {
  readonly name: string;
  readonly why: string;
  readonly applies: (report: string, args: readonly string[]) => boolean;
  readonly runs: number;
}

export const RERUN_RULES: readonly RerunRule[] = [
  {
    name: "extent of a listing",
    why: "the lines of a function come in the order of a map, and one that extends the listing upwards does not extend it downwards",
    applies: (report) => report === "list",
    runs: 12,
  },
];

/** The rule by which both are outputs of the same run but for the order that pprof leaves to chance. */
export function explainingRule(difference: Difference, report: string, args: readonly string[]): Rule | undefined {
  const expected = difference.expected.toString("latin1");
  const actual = difference.actual.toString("latin1");
  return RULES.find(
    (rule) =>
      rule.part === difference.part &&
      rule.applies(report, args) &&
      rule.normalize(expected) === rule.normalize(actual),
  );
}

/** Sorts neighbouring lines for which `keyOf` says the same; undefined stands for itself. */
function sortRuns(text: string, keyOf: (line: string) => string | undefined): string {
  const lines = text.split("\n");
  const sorted: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const key = keyOf(lines[at] as string);
    let end = at + 1;
    if (key !== undefined) while (end < lines.length && keyOf(lines[end] as string) === key) end++;
    sorted.push(...lines.slice(at, end).sort());
    at = end;
  }
  return sorted.join("\n");
}

/** The size of the weight on the line of an edge: `      -5MB 10.00% |   name` in a tree, `N1 -> N2 [label=" -5MB"` in a graph. */
function edgeSize(line: string): string | undefined {
  return /^ *-?([\d.]+\S*) +[\d.e+-]+% \| {3}/.exec(line)?.[1] ?? /^N\d+ -> N\d+ \[label=" -?([^"\\]*)/.exec(line)?.[1];
}

/** Numbers replaced by what they stand for, and the calls of each function put in order where their costs are equal but for the sign. */
function sortCalls(text: string): string {
  const calls = namesInFull(text).replace(/^(cfl=.*)\n(cfn=.*)\n(calls=.*)\n(\* \* .*)$/gm, "$4\t$3\t$1\t$2");
  return sortRuns(calls, (line) => /^\* \* -?(\d+)/.exec(line)?.[1]);
}

/** Callgrind names a file or function once as `fn=(3) name` and from then on as `fn=(3)`. */
function namesInFull(text: string): string {
  const names = new Map<string, string>();
  return text.replace(/^(c?)(fn|fl|ob)=\((\d+)\)(?: (.*))?$/gm, (_, call: string, kind: string, id: string, name?: string) => {
    if (name !== undefined) names.set(kind + id, name);
    return `${call}${kind}=${names.get(kind + id)}`;
  });
}
