/** Edges backwards, in depth-first numbers. */
import { counts } from "./depth-first.ts";
import type { ObjectGraph } from "./object-graph.ts";

export interface Predecessors {
  /** Of number n: `from` has its predecessors at firstOf[n] to firstOf[n + 1]. */
  readonly firstOf: Uint32Array;
  readonly from: Int32Array;
}

export function buildPredecessors(
  { firstEdge, endEdge, target }: ObjectGraph,
  tier: Uint8Array,
  order: Int32Array,
  number: Int32Array,
): Predecessors {
  const firstOf = new Uint32Array(order.length + 2);
  const eachEdge = (visit: (from: number, to: number) => void): void => {
    for (let n = 0; n < order.length; n++) {
      const node = order[n] as number;
      const end = endEdge[node] as number;
      for (let edge = firstEdge[node] as number; edge < end; edge++) {
        const next = target[edge] as number;
        if (counts(tier, node, next)) visit(n, number[next] as number);
      }
    }
  };
  // Counted two places up, so that filling them in leaves every start where it belongs.
  eachEdge((_, to) => {
    firstOf[to + 2] = (firstOf[to + 2] as number) + 1;
  });
  for (let n = 2; n < firstOf.length; n++) firstOf[n] = (firstOf[n] as number) + (firstOf[n - 1] as number);
  const from = new Int32Array(firstOf[order.length + 1] as number);
  eachEdge((n, to) => {
    const place = firstOf[to + 1] as number;
    from[place] = n;
    firstOf[to + 1] = place + 1;
  });
  return { firstOf, from };
}
