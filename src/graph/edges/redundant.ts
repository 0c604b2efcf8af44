/** Edges a picture can do without: those over hidden nodes, where another path still leads from the one end to the other. */

import type { Graph } from "../graph.ts";
import { sortEdges } from "../trim/order.ts";
import { type EdgeTable, incomingEdges, keepEdges } from "./table.ts";

/**
 * The graph without its redundant edges. Nodes from the last to the first, edges into each from the lightest up to the first that is not
 * residual: a heavier residual edge is never dropped where a lighter real one stays, which would puzzle the reader.
 */
export function dropRedundantEdges(graph: Graph): Graph {
  const { edges, listed } = graph;
  if (!edges.isResidual.includes(1)) return graph;
  const kept = new Uint8Array(edges.length).fill(1);
  const search = new PathSearch(edges, kept, graph.info.length);
  for (const node of listed.toReversed()) {
    for (const edge of sortEdges(graph, edges, incomingEdges(edges, node)).toReversed()) {
      if (edges.isResidual[edge] === 0) break;
      if (search.hasOtherPath(edge)) kept[edge] = 0;
    }
  }
  return { ...graph, edges: keepEdges(edges, kept) };
}

/** Walks from callee to callers over the edges that are still kept. */
class PathSearch {
  readonly #edges: EdgeTable;
  readonly #kept: Uint8Array;
  readonly #queue: Int32Array;
  /** The search that met the node last. */
  readonly #seenIn: Int32Array;
  #search = 0;

  constructor(edges: EdgeTable, kept: Uint8Array, nodeCount: number) {
    this.#edges = edges;
    this.#kept = kept;
    this.#queue = new Int32Array(nodeCount);
    this.#seenIn = new Int32Array(nodeCount);
  }

  hasOtherPath(avoided: number): boolean {
    const { from, to, incoming, incomingStart } = this.#edges;
    const source = from[avoided];
    const search = ++this.#search;
    this.#queue[0] = to[avoided] as number;
    this.#seenIn[to[avoided] as number] = search;
    let length = 1;
    for (let head = 0; head < length; head++) {
      const node = this.#queue[head] as number;
      const end = incomingStart[node + 1] as number;
      for (let at = incomingStart[node] as number; at < end; at++) {
        const edge = incoming[at] as number;
        const caller = from[edge] as number;
        if (edge === avoided || this.#kept[edge] === 0 || this.#seenIn[caller] === search) continue;
        if (caller === source) return true;
        this.#seenIn[caller] = search;
        this.#queue[length++] = caller;
      }
    }
    return false;
  }
}
