/** Which holders lead to some nodes: back along all pointers, nearest holders first. */
import type { Dominators } from "./dominators.ts";
import type { ObjectGraph } from "./object-graph.ts";

/** Nodes that are looked at: beyond, what leads to everything leads here too, and its name says nothing. */
const MOST_NODES = 200_000;

/** Holders, as rows of the holder table. `isWhole` is false where there may be more. */
interface Roots {
  readonly holders: readonly number[];
  readonly isWhole: boolean;
}

export function findRoots(
  { objectCount, root }: ObjectGraph,
  { order, number, predecessors: { firstOf, from } }: Dominators,
  nodes: readonly number[],
): Roots {
  const queue = nodes.map((node) => number[node] as number).filter((n) => n >= 0);
  const seen = new Set(queue);
  const holders: number[] = [];
  for (let at = 0; at < queue.length && queue.length < MOST_NODES; at++) {
    const n = queue[at] as number;
    const node = order[n] as number;
    if (node >= objectCount && node < root) holders.push(node - objectCount);
    if (node >= objectCount) continue;
    for (let edge = firstOf[n] as number; edge < (firstOf[n + 1] as number); edge++) {
      const before = from[edge] as number;
      if (seen.has(before)) continue;
      seen.add(before);
      queue.push(before);
    }
  }
  return { holders, isWhole: queue.length < MOST_NODES };
}
