/**
 * The source of functions with a value beside every line: what `-list` prints.
 *
 * Values hang on lines, so a function's cum is the sum of its lines' cums; a sample whose stack passes through it on two lines counts twice,
 * as in pprof. Sources come from a reader that is handed in, since where they lie is none of this layer's business.
 */

import { UsageError } from "../../errors.ts";
import { buildNodes, type NodeInfo } from "../../graph/nodes.ts";
import { trimPath } from "../../graph/trim-path.ts";
import { computeWeights } from "../../graph/weights.ts";
import { groupBy } from "../../measurement/group-by.ts";
import { add, type Value } from "../../profile/int64.ts";
import { compareText } from "../../profile/string-table.ts";
import { type NumberStyle, plainStyle } from "./output-unit.ts";
import { splitSourceLines } from "./source-lines.ts";
import { type View, valuesOf } from "./view.ts";

export interface ListQuery {
  /** Which functions, by their whole or part name; `source` is the pattern as the user gave it. */
  readonly pattern: { readonly source: string; readonly matches: (name: string) => boolean };
  readonly dropNegative: boolean;
  /** `file` as the profile has it, but for what trim_path cuts; the function helps to tell which file it can be. */
  readonly readSource: (file: string, functionName: string) => SourceContent;
}

/** Bytes of a source file, or why there are none, in pprof's words. */
export type SourceContent =
  | { readonly kind: "found"; readonly bytes: Uint8Array }
  | { readonly kind: "missing"; readonly error: string };

export interface ListReport {
  readonly kind: "list";
  readonly total: Value;
  readonly numbers: NumberStyle;
  /** By name. */
  readonly functions: readonly ListedFunction[];
}

export interface ListedFunction {
  readonly name: string;
  /** By file name; empty if the profile names none. */
  readonly files: readonly ListedFile[];
}

export interface ListedFile {
  readonly file: string;
  readonly flat: Value;
  readonly cum: Value;
  readonly source:
    | { readonly kind: "found"; readonly lines: readonly ListedLine[] }
    | { readonly kind: "missing"; readonly error: string };
}

export interface ListedLine {
  readonly number: number;
  readonly text: string;
  readonly flat: Value;
  readonly cum: Value;
}

interface Node {
  readonly info: NodeInfo;
  readonly flat: Value;
  readonly cum: Value;
}

/** Throws UsageError "no-match" if no function with a value matches. */
export function listReport(view: View, query: ListQuery): ListReport {
  const nodes = nodesOf(view, query).filter(({ info }) => query.pattern.matches(info.name));
  if (nodes.length === 0) {
    throw new UsageError("no-match", `no matches found for regexp: ${query.pattern.source}`);
  }
  const sources = new Sources(query.readSource);
  const functions = byText(nodes, ({ info }) => info.name).map(([name, ofName]) => {
    const inFiles = ofName.filter(({ info }) => info.file !== "");
    const files = byText(inFiles, ({ info }) => info.file).map(([file, ofFile]) =>
      listFile(file, name, ofFile, sources),
    );
    return { name, files };
  });
  return { kind: "list", total: view.total, numbers: plainStyle(view), functions };
}

type SourceLines =
  | { readonly kind: "found"; readonly lines: readonly string[] }
  | { readonly kind: "missing"; readonly error: string };

/** Each file is read once, and what became of it is remembered. */
class Sources {
  readonly #readSource: ListQuery["readSource"];
  readonly #files: Map<string, SourceLines> = new Map();

  constructor(readSource: ListQuery["readSource"]) {
    this.#readSource = readSource;
  }

  read(file: string, functionName: string): SourceLines {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const content = this.#readSource(file, functionName);
    const source: SourceLines =
      content.kind === "missing" ? content : { kind: "found", lines: splitSourceLines(content.bytes) };
    this.#files.set(file, source);
    return source;
  }

  known(file: string): SourceLines | undefined {
    return this.#files.get(file);
  }
}

/** One node per line of a function. Those that come to nothing are no nodes to pprof. */
function nodesOf(view: View, query: ListQuery): Node[] {
  const table = buildNodes(view.profile, {
    granularity: "lines",
    noInlines: view.noInlines,
    showColumns: view.showColumns,
    keepObjectFiles: true,
    trimFile: (file) => trimPath(file, view.trimPath, view.sourcePath),
    groupName: (name) => name,
  });
  const { flat, cum } = computeWeights(view.profile, table, valuesOf(view));
  return table.infos
    .map((info, row) => ({ info, flat: flat[row] as Value, cum: cum[row] as Value }))
    .filter((node) => node.flat || node.cum)
    .filter((node) => !query.dropNegative || !(node.flat < 0 || (!node.flat && node.cum < 0)));
}

/** In the order of the texts. */
function byText(nodes: readonly Node[], textOf: (node: Node) => string): [text: string, nodes: Node[]][] {
  return [...groupBy(nodes, textOf)].sort((a, b) => compareText(a[0], b[0]));
}

function listFile(file: string, functionName: string, nodes: readonly Node[], sources: Sources): ListedFile {
  const flat = nodes.map((node) => node.flat).reduce(add);
  const cum = nodes.map((node) => node.cum).reduce(add);
  const [first, last] = lineRange(nodes);
  // Where the function is said to start below its last line, no line is wanted, and pprof does not open the file for it.
  const source = first > last ? sources.known(file) : sources.read(file, functionName);
  if (source?.kind === "missing") return { file, flat, cum, source };
  return { file, flat, cum, source: { kind: "found", lines: listLines(source?.lines ?? [], nodes, first, last) } };
}

function listLines(source: readonly string[], nodes: readonly Node[], first: number, last: number): ListedLine[] {
  const values = new Map<Value, Node>();
  for (const node of nodes) {
    const { line } = node.info;
    const known = values.get(line);
    values.set(
      line,
      known === undefined ? node : { ...node, flat: add(known.flat, node.flat), cum: add(known.cum, node.cum) },
    );
  }
  const lines: ListedLine[] = [];
  for (let number = first; number <= Math.min(last, source.length); number++) {
    const node = values.get(number);
    lines.push({ number, text: source[number - 1] as string, flat: node?.flat ?? 0, cum: node?.cum ?? 0 });
  }
  return lines;
}

const MARGIN = 5;

/**
 * From where the function starts, or a margin above its first line, to a margin below its last line. pprof sees the nodes in no order, and one
 * that extends the range upwards never extends it downwards there: this is the range of the order that loses nothing.
 */
function lineRange(nodes: readonly Node[]): [first: number, last: number] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { info } of nodes) {
    first = Math.min(first, Number(info.startLine === 0 ? moved(info.line, -MARGIN) : info.startLine));
    last = Math.max(last, Number(moved(info.line, MARGIN)));
  }
  return [Math.max(first, 1), last];
}

/** As int64, which has an end. */
function moved(line: Value, by: number): Value {
  return typeof line === "bigint" ? BigInt.asIntN(64, line + BigInt(by)) : line + by;
}
