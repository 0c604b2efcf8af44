/** A graph taken apart into what hangs together: laid out each for itself, the parts can be packed closer than Graphviz would. */

import { pack } from "../pack.ts";
import type { Layout, LayoutBox, LayoutEdge, LayoutEngine, PlacedEdge, Point } from "./layout.ts";
import { readLayout, toDot } from "./layout.ts";

/** Pixels between the parts. */
const GAP = 36;

/** The part with node `first` comes first, in the upper left corner; then the largest. */
export async function layoutParts(
  boxes: readonly LayoutBox[],
  edges: readonly LayoutEdge[],
  query: { readonly first: number; readonly isDraft: boolean },
  engine: LayoutEngine,
): Promise<Layout | "timeout"> {
  const parts = componentsOf(boxes.length, edges);
  const layouts: Layout[] = [];
  for (const part of parts) {
    const own = part.map((row) => boxes[row] as LayoutBox);
    const json = await engine(toDot(own, renumber(edges, part), query.isDraft));
    if (json === "timeout") return "timeout";
    layouts.push(readLayout(json));
  }
  const area = (part: number): number =>
    parts[part]?.includes(query.first) ? Number.POSITIVE_INFINITY : areaOf(layouts[part]);
  const order = [...parts.keys()].sort((a, b) => (area(a) === area(b) ? a - b : area(b) - area(a)));
  return join(boxes.length, edges, parts, layouts, order);
}

function areaOf(layout: Layout | undefined): number {
  return layout === undefined ? 0 : layout.width * layout.height;
}

function join(
  count: number,
  edges: readonly LayoutEdge[],
  parts: readonly (readonly number[])[],
  layouts: readonly Layout[],
  order: readonly number[],
): Layout {
  const packing = pack(
    order.map((part) => layouts[part] as Layout),
    GAP,
  );
  const boxes = new Array<Point>(count);
  const placedEdges = new Array<PlacedEdge>(edges.length);
  for (const [place, part] of order.entries()) {
    const layout = layouts[part] as Layout;
    const { x, y } = packing.places[place] as Point;
    const move = (point: Point): Point => ({ x: point.x + x, y: point.y + y });
    const rows = parts[part] as readonly number[];
    const members = new Set(rows);
    for (const [i, row] of rows.entries()) boxes[row] = move(layout.boxes[i] as Point);
    const own = [...edges.keys()].filter((edge) => members.has((edges[edge] as LayoutEdge).from));
    for (const [i, edge] of own.entries()) {
      const { spline, tip, label } = layout.edges[i] as PlacedEdge;
      placedEdges[edge] = { spline: spline.map(move), tip: tip && move(tip), label: label && move(label) };
    }
  }
  return { width: packing.width, height: packing.height, boxes, edges: placedEdges };
}

function renumber(edges: readonly LayoutEdge[], part: readonly number[]): LayoutEdge[] {
  const places = new Map(part.map((row, place) => [row, place]));
  const own = edges.filter(({ from }) => places.has(from));
  return own.map((edge) => ({ ...edge, from: places.get(edge.from) as number, to: places.get(edge.to) as number }));
}

/** Rows of each connected part, ascending. */
function componentsOf(count: number, edges: readonly LayoutEdge[]): number[][] {
  const parent = Int32Array.from({ length: count }, (_, row) => row);
  const find = (row: number): number => {
    let top = row;
    while (parent[top] !== top) top = parent[top] as number;
    parent[row] = top;
    return top;
  };
  for (const { from, to } of edges) parent[find(to)] = find(from);
  const parts = new Map<number, number[]>();
  for (let row = 0; row < count; row++) {
    const top = find(row);
    const part = parts.get(top);
    if (part === undefined) parts.set(top, [row]);
    else part.push(row);
  }
  return [...parts.values()];
}
