/** The path a reader follows first: through the heaviest call, up to where it comes from and down to where it was allocated. */
import type { PictureEdge, PictureGraph } from "../../../report/pictures/graph.ts";

/**
 * Rows of the nodes on it, callers first. Starting in the middle, at the heaviest call, finds the path also where the changes of a diff cancel
 * out towards the root.
 */
export function mainPath({ nodes, edges }: PictureGraph): ReadonlySet<number> {
  const calls = edges.filter(({ from, to }) => from !== to);
  const weight = (row: number): number => magnitude(nodes[row]?.cum);
  const heaviest = [...nodes.keys()].reduce((a, b) => (weight(b) > weight(a) ? b : a), 0);
  // Edges come heaviest first.
  const first = calls[0];
  const start = first === undefined || weight(heaviest) > 2 * magnitude(first.weight) ? heaviest : first.to;
  const path = new Set([start]);
  const up = follow(start, path, (row) => calls.find(({ from, to }) => to === row && !path.has(from))?.from);
  // Where the frame itself holds more than any one of its callees, the path has arrived.
  const isWorth = (edge: PictureEdge, row: number): boolean => magnitude(edge.weight) >= magnitude(nodes[row]?.flat);
  const down = follow(
    start,
    path,
    (row) => calls.find((edge) => edge.from === row && !path.has(edge.to) && isWorth(edge, row))?.to,
  );
  return new Set([...up.reverse(), start, ...down]);
}

/** The rows that `next` leads to, one after the other; they are added to `path`. */
function follow(start: number, path: Set<number>, next: (row: number) => number | undefined): number[] {
  const rows: number[] = [];
  for (let row = next(start); row !== undefined; row = next(row)) {
    path.add(row);
    rows.push(row);
  }
  return rows;
}

function magnitude(value: number | bigint | undefined): number {
  return Math.abs(Number(value ?? 0));
}
