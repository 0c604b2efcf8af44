/**
 * Where pprof's own output is random. It ranges over Go maps, whose order changes from run to run, and some of its sorts then find two
 * things equal that are not. Each rule here names one such place, says for which command lines it can matter, and which lines it may
 * reorder; whatever else differs is a difference.
 */
import type { Difference } from "./compare.ts";
import { profileLines } from "./message.ts";
import { graphForm } from "./same-graph.ts";

export interface Rule {
  readonly name: string;
  readonly why: string;
  readonly part: Difference["part"];
  readonly applies: (report: string, args: readonly string[]) => boolean;
  /** The text with what may come in any order put into one order. */
  readonly normalize: (text: string, args: readonly string[]) => string;
}

export const RULES: readonly Rule[] = [
  {
    name: "opposite edges",
    why: "edges are sorted by the size of their weight, and 5 and -5 count as equal before names are looked at",
    part: "stdout",
    applies: (report) => ["tree", "peek"].includes(report),
    normalize: (text) => sortRuns(text.split("\n"), treeEdgeSize).join("\n"),
  },
  {
    name: "namesakes",
    why: "nodes of one printed name and weight, such as two functions of a file under -files, are not told apart when sorted",
    part: "stdout",
    applies: (report) => ["top", "text", "tree", "peek"].includes(report),
    normalize: sortNamesakes,
  },
  {
    name: "opposite edges and namesakes in a graph",
    why: "as above; nodes are numbered as they come",
    part: "stdout",
    applies: (report) => report === "dot",
    normalize: graphForm,
  },
  {
    name: "opposite edges and namesakes in callgrind",
    why: "as above; files and functions get numbers as they are first named, and addresses are relative to the node before",
    part: "stdout",
    applies: (report) => report === "callgrind",
    normalize: callgrindForm,
  },
  {
    name: "namesakes in topproto",
    why: "as above; each node is a sample",
    part: "stdout",
    applies: (report) => report === "topproto",
    normalize: (text) => sortRuns(profileLines(Buffer.from(text, "latin1")), frameName).join("\n"),
  },
  {
    name: "opposite tags",
    why: "values of a label are sorted by size, and 5 and -5 count as equal before names are looked at",
    part: "stdout",
    applies: (report) => report === "tags",
    normalize: (text) => sortRuns(text.split("\n"), tagSize).join("\n"),
  },
  {
    name: "order of unit notices",
    why: "keys whose values have several units are kept in a map",
    part: "stderr",
    applies: () => true,
    normalize: (text) =>
      sortRuns(text.split("\n"), (line) => (line.startsWith("For tag ") ? "unit" : undefined)).join("\n"),
  },
  {
    name: "sources beside bases",
    why: "the sources and the bases are fetched at the same time, and each group speaks as it goes",
    part: "stderr",
    applies: (_, args) => args.some((word) => /^-(diff_)?base=/.test(word)),
    normalize: (text) => sortRuns(text.split("\n"), (line) => (/^\/\S+: /.test(line) ? "fetch" : undefined)).join("\n"),
  },
  {
    name: "memory addresses",
    why: "pprof prints where its lists of sample types lie in memory, heapblame what is in them",
    part: "stderr",
    applies: (_, args) => args.includes("-normalize"),
    normalize: (text) => text.replace(/^incompatible sample types \[.*\] and \[.*\]$/m, "incompatible sample types"),
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
  {
    name: "boxes cut among equals",
    why: "a node shows its four heaviest labels and sizes; of 5 and -5 either may be the fourth",
    applies: (report) => report === "dot",
    runs: 24,
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
      rule.normalize(expected, args) === rule.normalize(actual, args),
  );
}

/** Sorts neighbours for which `keyOf` says the same; undefined stands for itself. */
function sortRuns(items: readonly string[], keyOf: (item: string) => string | undefined): string[] {
  const sorted: string[] = [];
  for (let at = 0; at < items.length; ) {
    const key = keyOf(items[at] as string);
    let end = at + 1;
    if (key !== undefined) while (end < items.length && keyOf(items[end] as string) === key) end++;
    sorted.push(...items.slice(at, end).sort());
    at = end;
  }
  return sorted;
}

/** The size of the weight on the line of an edge: `      -5MB 10.00% |   name`. */
function treeEdgeSize(line: string): string | undefined {
  return /^ *-?([\d.]+\S*) +[\d.e+-]+% \| {3}/.exec(line)?.[1];
}

/** The size of the value on a line of -tags: `   -5MB (10.00%): value`; a tab in some value shifts the columns. */
function tagSize(line: string): string | undefined {
  return /^\s+-?([\d.]+\S*) (?:\([ \d.e+-]+%\))?:\s/.exec(line)?.[1];
}

/** The one frame of a sample of topproto, without what is not part of its printed name. */
function frameName(line: string): string | undefined {
  return /^sample \S+ \S+ \{\} (.*) s=\w+$/.exec(line)?.[1];
}

/** A row of a node: flat, its percentage, the sum's, cum, its percentage, and the name after two spaces or a bar. */
const ROW = /^ *(-?[\d.]+\S*) +(\S+%) +(\S+%) +(-?[\d.]+\S*) +(\S+%)(?: {2}| +\| )(.*?)(?: \((?:partial-)?inline\))?$/;

/** In a tree a node is a block between two separators, in a top table a line. Running sums differ only inside a run of opposite values. */
function sortNamesakes(text: string, args: readonly string[]): string {
  const separator = /^-{58}\+-{13}$/m;
  const isTree = separator.test(text);
  const blocks = isTree ? text.split(separator) : text.split("\n");
  const rowOf = (block: string): RegExpExecArray | null => firstMatch(block.split("\n"), ROW);
  const sortedBy = args.includes("-cum") ? 4 : 1;
  const keyOf = (block: string): string | undefined => {
    const row = rowOf(block);
    return row === null ? undefined : `${row[sortedBy]?.replace("-", "")} ${row[6]}`;
  };
  const plain = blocks.map((block) => sortRuns(block.split("\n"), treeEdgeSize).join("\n"));
  const isInRun = plain.map((block, at) => {
    const key = keyOf(block);
    return (
      key !== undefined && [plain[at - 1], plain[at + 1]].some((other) => other !== undefined && keyOf(other) === key)
    );
  });
  const withoutSums = plain.map((block, at) => {
    const sum = rowOf(block)?.[3];
    return isInRun[at] && sum !== undefined ? block.replace(sum, "sum%") : block;
  });
  return sortRuns(withoutSums, keyOf).join(isTree ? "separator" : "\n");
}

function firstMatch(lines: readonly string[], pattern: RegExp): RegExpExecArray | null {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match !== null) return match;
  }
  return null;
}

/** Nodes with their calls, names and addresses in full, in order where they differ in more than their weight. */
function callgrindForm(text: string): string {
  const names = new Map<string, string>();
  const [place, calls]: [Map<string, string>, string[]] = [new Map(), []];
  const blocks: string[] = [];
  let previous = 0n;
  let current = 0n;
  const addressOf = (word: string): bigint =>
    word === "*" ? previous : BigInt.asUintN(64, /^[+-]/.test(word) ? previous + BigInt(word) : BigInt(word));
  const closeBlock = (): void => {
    const last = blocks.length - 1;
    if (last >= 0) blocks[last] += sortRuns(calls.splice(0), (call) => /^-?(\d+)/.exec(call)?.[1]).join("");
  };
  for (const line of text.split("\n")) {
    const [, kind = "", id = "", name] = /^(c?(?:fn|fl)|ob)=(?:\((\d+)\)(?: (.*))?)?$/.exec(line) ?? [];
    const [, addressWord, rest] = /^(?:calls=0 )?(\*|[+-]?\w+) (-?\d+(?: -?\d+)?)$/.exec(line) ?? [];
    if (kind !== "") {
      const table = kind.replace(/^c/, "");
      if (name !== undefined) names.set(table + id, name.replace(/ \[\d+\/\d+\]$/, ""));
      place.set(kind, names.get(table + id) ?? "");
    } else if (line.startsWith("* * ")) {
      calls.push(`${line.slice(4)} ${place.get("cfl")} ${place.get("cfn")} ${place.get("call")}\n`);
    } else if (line.startsWith("calls=")) place.set("call", `${addressOf(addressWord ?? "0")} ${rest}`);
    else if (addressWord !== undefined) {
      closeBlock();
      previous = current;
      current = addressOf(addressWord);
      blocks.push(
        `${place.get("ob")} ${place.get("fl")} ${place.get("fn")} ${current} ${rest?.split(" ")[0]}\t${rest}\n`,
      );
    } else if (line !== "") blocks.push(`${line}\n`);
  }
  closeBlock();
  return sortRuns(blocks, (block) => block.split("\t")[0]).join("");
}
