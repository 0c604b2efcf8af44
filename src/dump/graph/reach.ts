/**
 * What is reached from where, breadth first: of each object how sure it is that it is alive, and the shortest path to it. Holders are given in
 * ranks: a path from a holder of a later rank is taken only for what none of an earlier rank reaches.
 */
import { CERTAIN } from "./holders.ts";
import type { ObjectGraph } from "./object-graph.ts";

export interface Reach {
  /** Of each node: CERTAIN, POSSIBLE, FINALIZED; 0 is garbage that was not collected yet. */
  readonly tier: Uint8Array;
  /** The edge by which the shortest path comes to a node; -1 for holders and garbage. */
  readonly byEdge: Int32Array;
  /** The node that this edge leaves; -1 for the root and garbage. */
  readonly from: Int32Array;
}

/** `ranks` hold every holder but goroutines once, those of one tier together, certain ones first. */
export function computeReach(graph: ObjectGraph, ranks: readonly (readonly number[])[]): Reach {
  const { nodeCount, objectCount, holders, root } = graph;
  const reach: Reach = {
    tier: new Uint8Array(nodeCount),
    byEdge: new Int32Array(nodeCount).fill(-1),
    from: new Int32Array(nodeCount).fill(-1),
  };
  reach.tier.fill(CERTAIN, objectCount);
  for (let holder = 0; holder < holders.length; holder++) {
    const parent = holders.parent[holder] as number;
    reach.tier[objectCount + holder] = holders.tier[holder] as number;
    reach.from[objectCount + holder] = parent < holders.length ? objectCount + parent : root;
  }
  const queue = new Int32Array(nodeCount);
  for (const rank of ranks) spread(graph, rank, reach, queue);
  return reach;
}

function spread(graph: ObjectGraph, rank: readonly number[], { tier, byEdge, from }: Reach, queue: Int32Array): void {
  const { firstEdge, endEdge, target, objectCount } = graph;
  let end = 0;
  for (const holder of rank) queue[end++] = objectCount + holder;
  for (let at = 0; at < end; at++) {
    const node = queue[at] as number;
    const last = endEdge[node] as number;
    for (let edge = firstEdge[node] as number; edge < last; edge++) {
      const next = target[edge] as number;
      if (next < 0 || tier[next] !== 0) continue;
      tier[next] = tier[node] as number;
      byEdge[next] = edge;
      from[next] = node;
      queue[end++] = next;
    }
  }
}
