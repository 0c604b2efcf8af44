/** `tree` and `peek`: functions with their callers above and their callees below. */
import { UsageError } from "../../errors.ts";
import { incomingEdges, outgoingEdges } from "../../graph/edges/table.ts";
import { type Graph, shownCum, shownFlat } from "../../graph/graph.ts";
import { graphShape } from "../../graph/shape.ts";
import { sortEdges } from "../../graph/trim/order.ts";
import { trimForText } from "../../graph/trim/trim.ts";
import type { Value } from "../../profile/int64.ts";
import { frameOf, type GraphReport, graphSource, type TextQuery } from "../pictures/graph-report.ts";
import type { View } from "./view.ts";

export interface TreeReport extends GraphReport {
  readonly kind: "tree";
  readonly entries: readonly TreeEntry[];
}

export interface TreeEntry {
  readonly name: string;
  readonly flat: Value;
  readonly cum: Value;
  /** Heaviest first, as are the callees. */
  readonly callers: readonly TreeCall[];
  readonly callees: readonly TreeCall[];
}

export interface TreeCall {
  /** The other end of the call. */
  readonly name: string;
  /** Of the call; a plain sum even in a mean. */
  readonly weight: Value;
  readonly isInlined: boolean;
}

/** Which functions `peek` shows. */
export interface PeekPattern {
  /** As the user typed it. */
  readonly text: string;
  readonly matches: (name: string) => boolean;
}

/** `tree`, or with a pattern `peek`. Throws UsageError "no-match" if no function matches. */
export function treeReport(view: View, query: TextQuery, pattern?: PeekPattern): TreeReport {
  const trimmed = trimForText(
    graphShape(graphSource(view, false), { dropNegative: query.dropNegative, edges: pattern?.matches ?? "all" }),
    query,
  );
  const { graph } = trimmed;
  const nodes = graph.listed.filter((node) => pattern === undefined || pattern.matches(graph.names.at(node)));
  if (pattern !== undefined && nodes.length === 0) {
    throw new UsageError("no-match", `no matches found for regexp: ${pattern.text}`);
  }
  const entries = Array.from(nodes, (node) => treeEntry(graph, node));
  return { kind: "tree", ...frameOf(view, trimmed, query, false), entries };
}

function treeEntry(graph: Graph, node: number): TreeEntry {
  const { edges, names, weights } = graph;
  const calls = (rows: Int32Array, ends: Int32Array): TreeCall[] =>
    Array.from(sortEdges(graph, edges, rows), (edge) => ({
      name: names.at(ends[edge] as number),
      weight: edges.weight[edge] as Value,
      isInlined: edges.isInline[edge] === 1,
    }));
  return {
    name: names.at(node),
    flat: shownFlat(weights, node),
    cum: shownCum(weights, node),
    callers: calls(incomingEdges(edges, node), edges.from),
    callees: calls(outgoingEdges(edges, node), edges.to),
  };
}
