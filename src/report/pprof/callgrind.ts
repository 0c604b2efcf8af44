/** The whole graph by address, as callgrind's viewers read it. */
import { outgoingEdges } from "../../graph/edges/table.ts";
import { type Graph, infoOf, shownFlat } from "../../graph/graph.ts";
import type { NodeInfo } from "../../graph/nodes.ts";
import { sortEdges } from "../../graph/trim/order.ts";
import { trimForText } from "../../graph/trim/trim.ts";
import type { Value } from "../../profile/int64.ts";
import { type GraphQuery, graphSource, shapeFor } from "../pictures/graph-report.ts";
import { type NumberStyle, selectOutputUnit } from "./output-unit.ts";
import { sampleTypeOf, type View } from "./view.ts";

export interface CallgrindReport {
  readonly kind: "callgrind";
  readonly type: string;
  readonly numbers: NumberStyle;
  readonly entries: readonly CallgrindEntry[];
}

export interface CallgrindEntry {
  readonly info: NodeInfo;
  readonly flat: Value;
  /** Heaviest first. */
  readonly calls: readonly CallgrindCall[];
}

export interface CallgrindCall {
  readonly callee: NodeInfo;
  /** With a suffix where several functions share file and name; "" if the callee has no entry. */
  readonly name: string;
  readonly weight: Value;
}

/** Nothing is left out, whatever the query says about counts and fractions. */
export function callgrindReport(view: View, query: GraphQuery): CallgrindReport {
  const whole = { ...query, nodeCount: 0, nodeFraction: 0, edgeFraction: 0 };
  const { graph } = trimForText(shapeFor(graphSource(view, true), query), whole);
  const names = distinctNames(graph, query.callTree);
  const entries = Array.from(graph.listed, (node) => ({
    info: infoOf(graph, node),
    flat: shownFlat(graph.weights, node),
    calls: callsOf(graph, node, names),
  }));
  return { kind: "callgrind", type: sampleTypeOf(view).type, numbers: selectOutputUnit(view, graph, true), entries };
}

function callsOf(graph: Graph, node: number, names: readonly string[]): CallgrindCall[] {
  const { edges } = graph;
  return Array.from(sortEdges(graph, edges, outgoingEdges(edges, node)), (edge) => {
    const callee = edges.to[edge] as number;
    return { callee: infoOf(graph, callee), name: names[callee] ?? "", weight: edges.weight[edge] as Value };
  });
}

/**
 * Callgrind takes functions of one file and name for one. Where they are several (from other binaries, or in a call tree in other contexts),
 * they are told apart as "name [1/3]". Sparse: only listed nodes have a name.
 */
function distinctNames(graph: Graph, isTree: boolean): string[] {
  const functionsOf = new Map<string, Map<string, number>>();
  const shared = (info: NodeInfo): string => `${info.file}\n${info.name}`;
  for (const node of graph.listed) {
    const functions = functionsOf.get(shared(infoOf(graph, node))) ?? new Map<string, number>();
    functionsOf.set(shared(infoOf(graph, node)), functions);
    const key = functionKey(graph, node, isTree);
    if (!functions.has(key)) functions.set(key, functions.size);
  }
  const names: string[] = [];
  for (const node of graph.listed) {
    const { name } = infoOf(graph, node);
    const functions = functionsOf.get(shared(infoOf(graph, node))) as Map<string, number>;
    const place = (functions.get(functionKey(graph, node, isTree)) as number) + 1;
    names[node] = functions.size > 1 ? `${name} [${place}/${functions.size}]` : name;
  }
  return names;
}

/** Nodes with the same key are addresses of one function; in a tree, of one function in one context. */
function functionKey(graph: Graph, node: number, isTree: boolean): string {
  const { startLine, objectFile } = infoOf(graph, node);
  const caller = isTree ? callerOf(graph, node) : undefined;
  return `${startLine}|${caller ?? ""}|${objectFile}`;
}

function callerOf({ edges }: Graph, node: number): number | undefined {
  const at = edges.incomingStart[node] as number;
  return at < (edges.incomingStart[node + 1] as number) ? edges.from[edges.incoming[at] as number] : undefined;
}
