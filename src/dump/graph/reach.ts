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
  /** Objects as they were reached: each behind that from which it was. */
  readonly order: Int32Array;
}

export interface Ranks {
  /** Holders whose objects nobody else is to claim: what they point to, and what that points to, but no further. */
  readonly outset: readonly number[];
  /** Every other holder but goroutines once, those of one tier together, certain ones first. */
  readonly ranks: readonly (readonly number[])[];
  /** The rank that goes on from where `outset` stopped. */
  readonly continues: number;
}

export function computeReach(graph: ObjectGraph, { outset, ranks, continues }: Ranks): Reach {
  const { nodeCount, objectCount } = graph;
  const marks = { tier: holderTiers(graph), byEdge: new Int32Array(nodeCount).fill(-1), from: holderParents(graph) };
  const queue = new Int32Array(nodeCount);
  const order = new Int32Array(objectCount);
  let count = 0;
  const run = (start: readonly number[], deepest: number): number[] => {
    queue.set(start);
    const [end, rest] = spread(graph, start.length, deepest, marks, queue);
    order.set(queue.subarray(start.length, end), count);
    count += end - start.length;
    return Array.from(queue.subarray(rest, end));
  };
  const nodes = (holders: readonly number[]): number[] => holders.map((holder) => objectCount + holder);
  const rest = run(nodes(outset), OUTSET_DEPTH);
  for (const [rank, holders] of ranks.entries()) {
    run(rank === continues ? [...rest, ...nodes(holders)] : nodes(holders), Number.POSITIVE_INFINITY);
  }
  return { ...marks, order: order.subarray(0, count) };
}

/** A slice, and what is in it. */
const OUTSET_DEPTH = 2;

function holderTiers({ nodeCount, objectCount, holders }: ObjectGraph): Uint8Array {
  const tier = new Uint8Array(nodeCount);
  tier.fill(CERTAIN, objectCount);
  tier.set(holders.tier, objectCount);
  return tier;
}

function holderParents({ nodeCount, objectCount, holders, root }: ObjectGraph): Int32Array {
  const from = new Int32Array(nodeCount).fill(-1);
  from.set(
    Int32Array.from(holders.parent, (parent) => (parent < holders.length ? objectCount + parent : root)),
    objectCount,
  );
  return from;
}

/** From what is in `queue` up to `start`; returns how much of it is filled then, and from where on it was not followed. */
function spread(
  { firstEdge, endEdge, target }: ObjectGraph,
  start: number,
  deepest: number,
  { tier, byEdge, from }: Pick<Reach, "tier" | "byEdge" | "from">,
  queue: Int32Array,
): [end: number, rest: number] {
  let end = start;
  let level = 0;
  let levelEnd = start;
  let at = 0;
  for (; at < end; at++) {
    if (at === levelEnd) {
      level++;
      levelEnd = end;
      if (level === deepest) break;
    }
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
  return [end, at];
}
