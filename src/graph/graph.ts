/**
 * A call graph as columns: nodes with their weights, edges between them, and which nodes a report lists in which order.
 *
 * Nodes are numbers. In a graph each frame identity is one node; in a call tree it is a node for every context it was called in, so that
 * several nodes share one info. Edges may touch nodes that are not listed: nodes whose values cancel out, or that drop_negative took away,
 * leave their edges behind, and pprof prints those.
 */
import type { Value, ValueColumn } from "../profile/int64.ts";
import type { Profile } from "../profile/tables.ts";
import type { EdgeTable } from "./edges/table.ts";
import { shown } from "./mean.ts";
import type { NodeNames } from "./node-names.ts";
import type { NodeInfo, NodeTable } from "./nodes.ts";

/** What a graph is made from. */
export interface GraphSource {
  readonly profile: Profile;
  readonly nodes: NodeTable;
  /** One entry a sample, as in `divisors`. */
  readonly values: ValueColumn;
  /** What values are divided by when they are shown (`-mean`); undefined otherwise. */
  readonly divisors: ValueColumn | undefined;
  /**
   * The same with file names trimmed once more, if that changes any. pprof trims them again whenever it rebuilds a graph, and no longer knows
   * the nodes it meant to keep if their names change by it: with `source_path=/x/pkg`, everything below two directories called "pkg".
   */
  readonly retrimmed?: (() => GraphSource) | undefined;
}

/** One entry a node. Divisors as in GraphSource. */
export interface NodeWeights {
  readonly flat: ValueColumn;
  readonly cum: ValueColumn;
  readonly flatDivisor: ValueColumn | undefined;
  readonly cumDivisor: ValueColumn | undefined;
}

export interface Graph {
  readonly infos: readonly NodeInfo[];
  /** Node to index into infos. */
  readonly info: Int32Array;
  readonly names: NodeNames;
  readonly weights: NodeWeights;
  readonly edges: EdgeTable;
  /** The nodes a report shows, in its order. */
  readonly listed: Int32Array;
}

export function infoOf(graph: Pick<Graph, "infos" | "info">, node: number): NodeInfo {
  return graph.infos[graph.info[node] as number] as NodeInfo;
}

/** Flat as it is shown: a mean where there is a divisor. */
export function shownFlat(weights: NodeWeights, node: number): Value {
  return shown(weights.flat, weights.flatDivisor, node);
}

export function shownCum(weights: NodeWeights, node: number): Value {
  return shown(weights.cum, weights.cumDivisor, node);
}
