/** What the colours, marks and lines of a call graph mean; what the picture does not contain is not explained. */

import { type ColumnUnit, formatDelta, formatValue } from "../../../measurement/delta.ts";
import { largestOf } from "../../../measurement/extremes.ts";
import type { PictureGraph } from "../../../report/pictures/graph.ts";
import { draw, type Shape } from "../canvas.ts";
import { drawSwatches, KeyLine } from "../key-line.ts";
import { LIGHT } from "../palette.ts";
import { badge } from "./box.ts";
import { drawBadge } from "./node.ts";

interface KeyPlace {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export function keyHeight(scale: number): number {
  return 34 * scale;
}

export function drawKey(parent: Shape, graph: PictureGraph, unit: ColumnUnit, { x, y, scale }: KeyPlace): void {
  const { nodes } = graph;
  if (nodes.length === 0) return;
  const line = new KeyLine(draw(parent, "g", { class: "key" }), x, y + 14 * scale, scale);
  const format = graph.header.totals === undefined ? formatValue : formatDelta;
  const largest = largestOf(nodes.map((node) => Math.abs(Number(node.cum))));
  line.say("colour: cum");
  drawSwatches(
    line,
    nodes.some(({ cum }) => cum < 0) ? format(-largest, unit) : "",
    nodes.some(({ cum }) => cum > 0) ? format(largest, unit) : "",
  );
  line.gap();
  line.say("size: flat");
  for (const change of ["new", "gone"] as const) {
    if (!nodes.some((node) => node.change === change)) continue;
    line.gap();
    const sign = badge(change.toUpperCase(), scale);
    line.mark(sign.width, (left, middle) => drawBadge(line.shape, sign, left, middle - sign.height / 2));
    line.say(change === "new" ? "only in current" : "only in base");
  }
  if (graph.edges.some((edge) => edge.isResidual)) {
    line.gap();
    line.mark(30 * scale, (left, middle) => {
      const attributes = {
        stroke: LIGHT.line,
        class: "rule",
        "stroke-width": 1.5 * scale,
        "stroke-dasharray": `${5 * scale} ${3 * scale}`,
      };
      draw(line.shape, "path", {
        d: `M${Math.round(left)} ${Math.round(middle)}h${Math.round(30 * scale)}`,
        fill: "none",
        ...attributes,
      });
    });
    line.say("frames between are not shown");
  }
}
