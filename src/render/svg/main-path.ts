/** The path a reader follows first: from the heaviest caller along the heaviest calls to where most of it was allocated. */
import type { PictureEdge, PictureGraph } from "../../report/picture-graph.ts";

/** Rows of the nodes on it. */
export function mainPath({ nodes, edges }: PictureGraph): ReadonlySet<number> {
  const outgoing = new Map<number, PictureEdge[]>();
  const called = new Set<number>();
  // Edges come heaviest first.
  for (const edge of edges) {
    if (edge.from === edge.to) continue;
    called.add(edge.to);
    outgoing.set(edge.from, [...(outgoing.get(edge.from) ?? []), edge]);
  }
  const rows = [...nodes.keys()];
  const roots = rows.filter((row) => !called.has(row));
  const heavier = (a: number, b: number): number => (magnitude(nodes[b]?.cum) > magnitude(nodes[a]?.cum) ? b : a);
  const path = new Set<number>();
  let row: number | undefined = (roots.length > 0 ? roots : rows).reduce(heavier, roots[0] ?? 0);
  while (row !== undefined && nodes[row] !== undefined) {
    path.add(row);
    const flat = magnitude(nodes[row]?.flat);
    // Where the frame itself holds more than any one of its callees, the path has arrived.
    row = outgoing.get(row)?.find((edge) => !path.has(edge.to) && magnitude(edge.weight) >= flat)?.to;
  }
  return path;
}

function magnitude(value: number | bigint | undefined): number {
  return Math.abs(Number(value ?? 0));
}
