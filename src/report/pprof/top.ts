/** `top`: the functions that allocated most, one line each. */
import { incomingEdges } from "../../graph/edges/table.ts";
import { type Graph, shownCum, shownFlat } from "../../graph/graph.ts";
import { graphShape } from "../../graph/shape.ts";
import { trimForText } from "../../graph/trim/trim.ts";
import type { Value } from "../../profile/int64.ts";
import { frameOf, type GraphReport, graphSource, type TextQuery } from "../pictures/graph-report.ts";
import type { View } from "./view.ts";

export interface TopReport extends GraphReport {
  readonly kind: "top";
  readonly rows: readonly TopRow[];
}

export interface TopRow {
  readonly name: string;
  readonly flat: Value;
  readonly cum: Value;
  /** Whether calls to it were inlined: all of those that are shown, some, or none. */
  readonly inlined: "all" | "some" | "none";
}

export function topReport(view: View, query: TextQuery): TopReport {
  const trimmed = trimForText(
    graphShape(graphSource(view, false), { dropNegative: query.dropNegative, edges: "inline" }),
    query,
  );
  const { graph } = trimmed;
  const rows = Array.from(graph.listed, (node) => ({
    name: graph.names.at(node),
    flat: shownFlat(graph.weights, node),
    cum: shownCum(graph.weights, node),
    inlined: inlinedCalls(graph, node),
  }));
  return { kind: "top", ...frameOf(view, trimmed, query, false), rows };
}

function inlinedCalls({ edges }: Graph, node: number): TopRow["inlined"] {
  const calls = incomingEdges(edges, node);
  const inlined = calls.reduce((count, edge) => count + (edges.isInline[edge] as number), 0);
  if (inlined === 0) return "none";
  return inlined === calls.length ? "all" : "some";
}
