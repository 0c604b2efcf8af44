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
  for (const { rows, edgeRows } of parts) {
    const own = rows.map((row) => boxes[row] as LayoutBox);
    const json = await engine(toDot(own, renumber(edges, edgeRows, rows), query.isDraft));
    if (json === "timeout") return "timeout";
    layouts.push(readLayout(json));
  }
  const areas = parts.map((_, part) =>
    parts[part]?.rows.includes(query.first) ? Number.POSITIVE_INFINITY : areaOf(layouts[part]),
  );
  const order = [...parts.keys()].sort((a, b) => {
    const [left, right] = [areas[a] as number, areas[b] as number];
    return left === right ? a - b : right - left;
  });
  return join(boxes.length, edges, parts, layouts, order);
}

function areaOf(layout: Layout | undefined): number {
  return layout === undefined ? 0 : layout.width * layout.height;
}

function join(
  count: number,
  edges: readonly LayoutEdge[],
  parts: readonly Part[],
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
    const { rows, edgeRows } = parts[part] as Part;
    for (const [i, row] of rows.entries()) boxes[row] = move(layout.boxes[i] as Point);
    for (const [i, edge] of edgeRows.entries()) {
      const { spline, tip, label } = layout.edges[i] as PlacedEdge;
      placedEdges[edge] = { spline: spline.map(move), tip: tip && move(tip), label: label && move(label) };
    }
  }
  return { width: packing.width, height: packing.height, boxes, edges: placedEdges };
}

function renumber(edges: readonly LayoutEdge[], edgeRows: readonly number[], rows: readonly number[]): LayoutEdge[] {
  const places = new Map(rows.map((row, place) => [row, place]));
  const own = edgeRows.map((edge) => edges[edge] as LayoutEdge);
  return own.map((edge) => ({ ...edge, from: places.get(edge.from) as number, to: places.get(edge.to) as number }));
}

interface Part {
  /** Boxes, ascending. */
  readonly rows: number[];
  /** Edges between them, ascending. */
  readonly edgeRows: number[];
}

function componentsOf(count: number, edges: readonly LayoutEdge[]): Part[] {
  const parent = Int32Array.from({ length: count }, (_, row) => row);
  const find = (row: number): number => {
    let top = row;
    while (parent[top] !== top) {
      // Half of the way at a time, for those who come after.
      parent[top] = parent[parent[top] as number] as number;
      top = parent[top] as number;
    }
    return top;
  };
  for (const { from, to } of edges) parent[find(to)] = find(from);
  const parts = new Map<number, Part>();
  for (let row = 0; row < count; row++) {
    const part = parts.get(find(row)) ?? { rows: [], edgeRows: [] };
    parts.set(find(row), part);
    part.rows.push(row);
  }
  for (const [edge, { from }] of edges.entries()) parts.get(find(from))?.edgeRows.push(edge);
  return [...parts.values()];
}
