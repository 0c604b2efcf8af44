/** One box of the call graph. */
import type { ColumnUnit } from "../../../measurement/delta.ts";
import type { PictureNode } from "../../../report/pictures/graph.ts";
import { draw, drawText, type Shape } from "../canvas.ts";
import { borderOf, fillOf, LIGHT, stepClass, stepOf } from "../palette.ts";
import { drawRows } from "../text-rows.ts";
import { type Badge, type NodeBox, nodeTooltip } from "./box.ts";
import type { Point } from "./layout.ts";

interface DrawnNode {
  readonly node: PictureNode;
  readonly box: NodeBox;
  readonly centre: Point;
  /** Largest magnitude of cum in the picture. */
  readonly largest: number;
  readonly unit: ColumnUnit;
  readonly isDiff: boolean;
  /** Name of what percentages are of. */
  readonly of: string;
}

export function drawNode(parent: Shape, { node, box, centre, largest, unit, isDiff, of }: DrawnNode): void {
  const [x, y] = [centre.x - box.width / 2, centre.y - box.height / 2];
  const step = stepOf(Number(node.cum), largest);
  const group = draw(parent, "g", { class: "node" });
  drawText(group, "title", nodeTooltip(node, unit, isDiff, of), {});
  draw(group, "rect", {
    x,
    y,
    width: box.width,
    height: box.height,
    rx: 6 * box.scale,
    class: stepClass(step),
    fill: fillOf(step),
    stroke: borderOf(step),
    "stroke-width": node.change === "new" ? 2.5 : 1.2,
    "stroke-dasharray": node.change === "gone" ? "5 4" : undefined,
  });
  drawRows(group, box.rows, x + box.padding, y + 0.8 * box.padding);
  if (box.badge !== undefined)
    drawBadge(group, box.badge, x + box.width - box.padding - box.badge.width, y + box.padding);
}

/** Reversed writing: seen without colours. */
export function drawBadge(parent: Shape, badge: Badge, x: number, y: number): void {
  draw(parent, "rect", {
    x,
    y,
    width: badge.width,
    height: badge.height,
    rx: badge.height / 3,
    class: "ink",
    fill: LIGHT.ink,
  });
  drawText(parent, "text", badge.text, {
    x: x + badge.size / 2,
    y: y + badge.size * 1.06,
    "font-size": badge.size,
    "font-weight": 700,
    class: "page",
    fill: LIGHT.page,
  });
}
