/**
 * The orders pprof prints things in: numbers by magnitude, largest first; names and places ascending. Where pprof leaves a tie to chance, names
 * and then row numbers decide, so that the same profile always gives the same text.
 */
import { absolute, type Value, type ValueColumn } from "../../profile/int64.ts";
import { compareText } from "../../profile/string-table.ts";
import type { EdgeTable } from "../edges/table.ts";
import { type Graph, infoOf } from "../graph.ts";
import type { NodeInfo } from "../nodes.ts";

type OrderedNodes = Pick<Graph, "infos" | "info" | "names" | "weights">;

export type SortKey = "flat" | "cum";

/** The nodes by flat or cum; then by name and by the other of the two. */
export function sortNodes(graph: OrderedNodes, nodes: Int32Array, key: SortKey): Int32Array {
  const { flat, cum } = graph.weights;
  const [first, second] = key === "flat" ? [flat, cum] : [cum, flat];
  return sortBy(graph, nodes, magnitudes(first, nodes), magnitudes(second, nodes));
}

/** The nodes by a score of each (`scores[i]` is that of `nodes[i]`); then by name and flat. */
export function sortByScore(graph: OrderedNodes, nodes: Int32Array, scores: BigInt64Array): Int32Array {
  return sortBy(graph, nodes, scores.map(magnitude), magnitudes(graph.weights.flat, nodes));
}

/** `first` and `second` are in the order of `nodes`. */
function sortBy(graph: OrderedNodes, nodes: Int32Array, first: ValueColumn, second: ValueColumn): Int32Array {
  const at = (place: number): number => nodes[place] as number;
  const places = nodes.map((_, place) => place);
  places.sort(
    (a, b) =>
      descending(first[a] as Value, first[b] as Value) ||
      compareNames(graph, at(a), at(b)) ||
      descending(second[a] as Value, second[b] as Value) ||
      compareText(identity(infoOf(graph, at(a))), identity(infoOf(graph, at(b)))) ||
      a - b,
  );
  return places.map(at);
}

function magnitudes(column: ValueColumn, rows: Int32Array): ValueColumn {
  if (column instanceof BigInt64Array) return BigInt64Array.from(rows, (row) => magnitude(column[row] as bigint));
  return Float64Array.from(rows, (row) => Math.abs(column[row] as number));
}

/** As pprof's abs64: the smallest int64 has no positive counterpart and stays, below everything else, in the columns that these go into. */
function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** By printed name, but two addresses compare as numbers. */
function compareNames(graph: OrderedNodes, a: number, b: number): number {
  const [left, right] = [infoOf(graph, a).address, infoOf(graph, b).address];
  if (left !== 0n && right !== 0n && left !== right) return left < right ? -1 : 1;
  return compareText(graph.names.at(a), graph.names.at(b));
}

/** All fields as one text, laid out as Go prints the struct they are in; pprof's last resort against ties. */
function identity(info: NodeInfo): string {
  const { name, address, file, startLine, line, column, objectFile } = info;
  return `{${name}  ${address} ${file} ${startLine} ${line} ${column} ${objectFile}}`;
}

/** Rows of an edge table by weight, then by caller and callee. */
export function sortEdges(graph: Pick<Graph, "names">, edges: EdgeTable, rows: Int32Array): Int32Array {
  const { weight, from, to } = edges;
  const { names } = graph;
  return rows
    .slice()
    .sort(
      (a, b) =>
        descending(absolute(weight[a] as Value), absolute(weight[b] as Value)) ||
        compareText(names.at(from[a] as number), names.at(from[b] as number)) ||
        compareText(names.at(to[a] as number), names.at(to[b] as number)) ||
        a - b,
    );
}

/** What the order of tags looks at. */
interface WeighedTag {
  readonly name: string;
  readonly flat: Value;
  readonly cum: Value;
}

/** Tags by flat, or by cum and then flat; then by name. */
export function sortTags<T extends WeighedTag>(tags: readonly T[], key: SortKey): T[] {
  return tags
    .slice()
    .sort(
      (a, b) =>
        (key === "cum" ? descending(absolute(a.cum), absolute(b.cum)) : 0) ||
        descending(absolute(a.flat), absolute(b.flat)) ||
        compareText(a.name, b.name),
    );
}

function descending(a: Value, b: Value): number {
  return a === b ? 0 : a > b ? -1 : 1;
}
