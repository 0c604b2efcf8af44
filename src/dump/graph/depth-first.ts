/** Nodes numbered depth first from the root. */
import type { ObjectGraph } from "./object-graph.ts";

interface DepthFirst {
  /** By number: the node. */
  readonly order: Int32Array;
  /** By node: its number, -1 if it is not reached. */
  readonly number: Int32Array;
  /** By number: the number of the node from which it was found. */
  readonly parent: Int32Array;
}

/** Whether an edge counts: nothing is held by what is less surely alive than it is itself. */
export function counts(tier: Uint8Array, from: number, to: number): boolean {
  return to >= 0 && (tier[to] as number) >= (tier[from] as number);
}

export function numberDepthFirst(
  { nodeCount, root, firstEdge, endEdge, target }: ObjectGraph,
  tier: Uint8Array,
): DepthFirst {
  const order = new Int32Array(nodeCount);
  const number = new Int32Array(nodeCount).fill(-1);
  const parent = new Int32Array(nodeCount);
  const stack = new Int32Array(nodeCount);
  const edges = firstEdge.slice();
  let count = 0;
  let depth = 0;
  const visit = (node: number, from: number): void => {
    number[node] = count;
    parent[count] = from;
    order[count++] = node;
    stack[depth++] = node;
  };
  visit(root, -1);
  while (depth > 0) {
    const node = stack[depth - 1] as number;
    const edge = edges[node] as number;
    if (edge >= (endEdge[node] as number)) {
      depth--;
      continue;
    }
    edges[node] = edge + 1;
    const next = target[edge] as number;
    if (counts(tier, node, next) && (number[next] as number) < 0) visit(next, number[node] as number);
  }
  return { order: order.subarray(0, count), number, parent: parent.subarray(0, count) };
}
