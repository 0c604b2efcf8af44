/**
 * Dominators by Lengauer and Tarjan (A Fast Algorithm for Finding Dominators in a Flowgraph, 1979), the simple variant, without recursion: near
 * linear whatever the graph, where the iterative one needs a pass for each step of the longest list.
 */
import { numberDepthFirst } from "./depth-first.ts";
import type { ObjectGraph } from "./object-graph.ts";
import { buildPredecessors, type Predecessors } from "./predecessors.ts";
import type { Reach } from "./reach.ts";

export interface Dominators {
  /** Nodes in depth-first order, the root first: a node comes behind all that dominate it. */
  readonly order: Int32Array;
  /** Of each node the one that all paths from the root lead through last; -1 for the root and garbage. */
  readonly dominator: Int32Array;
  /** Of each node its place in `order`; -1 for garbage. */
  readonly number: Int32Array;
  /** By these places. */
  readonly predecessors: Predecessors;
}

export function computeDominators(graph: ObjectGraph, reach: Reach): Dominators {
  const { order, number, parent } = numberDepthFirst(graph, reach.tier);
  const predecessors = buildPredecessors(graph, reach.tier, order, number);
  const byNumber = computeByNumber(order.length, parent, predecessors.firstOf, predecessors.from);
  const dominator = new Int32Array(graph.nodeCount).fill(-1);
  for (let n = 1; n < order.length; n++) dominator[order[n] as number] = order[byNumber[n] as number] as number;
  return { order, dominator, number, predecessors };
}

/** All in depth-first numbers. */
function computeByNumber(count: number, parent: Int32Array, firstOf: Uint32Array, from: Int32Array): Int32Array {
  const semi = Int32Array.from({ length: count }, (_, n) => n);
  const label = semi.slice();
  const ancestor = new Int32Array(count).fill(-1);
  const dominator = new Int32Array(count);
  const bucket = new Int32Array(count).fill(-1);
  const nextInBucket = new Int32Array(count).fill(-1);
  const path = new Int32Array(count);
  const evaluate = (node: number): number => {
    if ((ancestor[node] as number) < 0) return label[node] as number;
    compress(node, ancestor, label, semi, path);
    return label[node] as number;
  };
  for (let n = count - 1; n > 0; n--) {
    let best = n;
    for (let edge = firstOf[n] as number; edge < (firstOf[n + 1] as number); edge++) {
      best = Math.min(best, semi[evaluate(from[edge] as number)] as number);
    }
    semi[n] = best;
    nextInBucket[n] = bucket[best] as number;
    bucket[best] = n;
    const above = parent[n] as number;
    ancestor[n] = above;
    for (let v = bucket[above] as number; v >= 0; v = nextInBucket[v] as number) {
      const u = evaluate(v);
      dominator[v] = (semi[u] as number) < (semi[v] as number) ? u : above;
    }
    bucket[above] = -1;
  }
  for (let n = 1; n < count; n++) {
    if (dominator[n] !== semi[n]) dominator[n] = dominator[dominator[n] as number] as number;
  }
  return dominator;
}

/** Shortens the path from `node` upwards in the forest; labels become the best on it. `path` is scratch. */
function compress(node: number, ancestor: Int32Array, label: Int32Array, semi: Int32Array, path: Int32Array): void {
  let length = 0;
  let at = node;
  while ((ancestor[ancestor[at] as number] as number) >= 0) {
    path[length++] = at;
    at = ancestor[at] as number;
  }
  while (length > 0) {
    const lower = path[--length] as number;
    const upper = ancestor[lower] as number;
    const best = label[upper] as number;
    if ((semi[best] as number) < (semi[label[lower] as number] as number)) label[lower] = best;
    ancestor[lower] = ancestor[upper] as number;
  }
}
