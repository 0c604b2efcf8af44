/** The graph as a picture shows it: nodes with their boxes of labels and sizes, and the calls between them. */
import { outgoingEdges, shownWeight } from "../../graph/edges/table.ts";
import { type Graph, infoOf, shownCum, shownFlat } from "../../graph/graph.ts";
import type { NodeInfo } from "../../graph/nodes.ts";
import { sortEdges } from "../../graph/trim/order.ts";
import { trimForPicture } from "../../graph/trim/trim.ts";
import { scaledLabel } from "../../measurement/scale.ts";
import type { Value } from "../../profile/int64.ts";
import { frameOf, type GraphQuery, type GraphReport, graphSource, shapeFor } from "../pictures/graph-report.ts";
import { type Nodelets, nodelets } from "./nodelets.ts";
import type { View } from "./view.ts";

export interface CallGraphReport extends GraphReport {
  readonly kind: "call-graph";
  /** Most telling first; a node's number is its place here, counted from 1. */
  readonly nodes: readonly CallGraphNode[];
  /** Heaviest first. */
  readonly edges: readonly CallGraphEdge[];
}

export interface CallGraphNode {
  readonly info: NodeInfo;
  readonly name: string;
  readonly flat: Value;
  readonly cum: Value;
  readonly nodelets: Nodelets;
}

export interface CallGraphEdge {
  /** Numbers of nodes. `to` is 0 if the callee is not shown, as happens to callees that cancel out in a diff. */
  readonly from: number;
  readonly to: number;
  readonly fromName: string;
  readonly toName: string;
  readonly weight: Value;
  readonly isInlined: boolean;
  /** Frames that are not shown lie between the two. */
  readonly isResidual: boolean;
}

export function callGraphReport(view: View, query: GraphQuery): CallGraphReport {
  const unit = view.numericUnits.get("bytes") ?? "";
  const format = (value: bigint): string => scaledLabel(value, unit, view.unit);
  const trimmed = trimForPicture(shapeFor(graphSource(view, false), query), query, { unit, format });
  const { graph, tags } = trimmed;
  const nodes = Array.from(graph.listed, (node) => ({
    info: infoOf(graph, node),
    name: graph.names.at(node),
    flat: shownFlat(graph.weights, node),
    cum: shownCum(graph.weights, node),
    nodelets: nodelets(tags.get(node) ?? { text: [], numeric: new Map() }, outgoingEdges(graph.edges, node).length > 0),
  }));
  return { kind: "call-graph", ...frameOf(view, trimmed, query, true), nodes, edges: shownEdges(graph) };
}

/** Edges that leave a listed node. */
function shownEdges(graph: Graph): CallGraphEdge[] {
  const { edges, names, listed } = graph;
  const numberOf = new Int32Array(graph.info.length);
  for (const [place, node] of listed.entries()) numberOf[node] = place + 1;
  const rows = Int32Array.from(edges.from.keys()).filter((edge) => numberOf[edges.from[edge] as number] !== 0);
  return Array.from(sortEdges(graph, edges, rows), (edge) => {
    const [from, to] = [edges.from[edge] as number, edges.to[edge] as number];
    return {
      from: numberOf[from] as number,
      to: numberOf[to] as number,
      fromName: names.at(from),
      toName: names.at(to),
      weight: shownWeight(edges, edge),
      isInlined: edges.isInline[edge] === 1,
      isResidual: edges.isResidual[edge] === 1,
    };
  });
}
