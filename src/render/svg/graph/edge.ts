/** One call of the call graph: a line as wide as its weight, an arrow, and the weight in words where the boxes do not tell it. */
import { type ColumnUnit, formatDelta, formatValue } from "../../../measurement/delta.ts";
import type { PictureGraph } from "../../../report/pictures/graph.ts";
import { draw, drawText, type Shape } from "../canvas.ts";
import { LIGHT, lineClass, lineOf } from "../palette.ts";
import type { PlacedEdge, Point } from "./layout.ts";
import type { EdgePlan } from "./plan.ts";

export function drawEdge(
  parent: Shape,
  graph: PictureGraph,
  { edge, thickness }: EdgePlan,
  placed: PlacedEdge,
  unit: ColumnUnit,
): void {
  const sign = Math.sign(Number(edge.weight));
  const group = draw(parent, "g", { class: "edge", "data-from": edge.from, "data-to": edge.to });
  const [from, to] = [graph.nodes[edge.from]?.name ?? "", graph.nodes[edge.to]?.name ?? ""];
  const format = graph.header.totals === undefined ? formatValue : formatDelta;
  const remarks = [edge.isInlined ? "inlined" : "", edge.isResidual ? "frames between them are not shown" : ""].filter(
    Boolean,
  );
  drawText(group, "title", [`${from} -> ${to}`, format(edge.weight, unit), ...remarks].join("\n"), {});
  draw(group, "path", {
    d: splinePath(placed.spline),
    fill: "none",
    class: lineClass(sign),
    stroke: lineOf(sign),
    "stroke-width": thickness,
    "stroke-dasharray": edge.isResidual ? `${round(thickness + 4)} ${round(thickness + 2)}` : undefined,
    opacity: 0.85,
  });
  if (placed.tip === undefined) return;
  const points = arrow(placed.spline.at(-1) as Point, placed.tip, thickness);
  draw(group, "path", { d: points, class: `${lineClass(sign)}f`, fill: lineOf(sign) });
}

/** A cubic spline as Graphviz gives it: a start, then three points a piece. */
function splinePath(points: readonly Point[]): string {
  const [start, ...rest] = points.map(({ x, y }) => `${round(x)} ${round(y)}`);
  return `M${start}C${rest.join(" ")}`;
}

function arrow(end: Point, tip: Point, thickness: number): string {
  const [dx, dy] = [tip.x - end.x, tip.y - end.y];
  const length = Math.hypot(dx, dy) || 1;
  const half = 2.6 + 0.75 * thickness;
  const [nx, ny] = [(-dy / length) * half, (dx / length) * half];
  // Starts a little within the line, so that no gap shows between the two.
  const [bx, by] = [end.x - dx / length, end.y - dy / length];
  return `M${round(tip.x)} ${round(tip.y)}L${round(bx + nx)} ${round(by + ny)}L${round(bx - nx)} ${round(by - ny)}Z`;
}

export function drawEdgeLabel(parent: Shape, label: NonNullable<EdgePlan["label"]>, centre: Point): void {
  const { width, height, text, size } = label;
  const [x, y] = [centre.x - width / 2, centre.y - height / 2];
  draw(parent, "rect", { x, y, width, height, rx: 3, class: "page", fill: LIGHT.page, opacity: 0.85 });
  drawText(parent, "text", text, {
    x: x + 0.3 * size,
    y: y + 1.05 * size,
    "font-size": size,
    class: "ink",
    fill: LIGHT.ink,
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
