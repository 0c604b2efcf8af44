/** The curves of scale.ts as a picture, drawn with what heapblame's own pictures are drawn with: a panel a figure, both axes logarithmic, each curve named at its end. */
import { scaleLog } from "d3-scale";
import { line } from "d3-shape";
import { draw, drawText, openCanvas, type Shape } from "../../src/render/svg/canvas.ts";
import { darkStyle, LIGHT } from "../../src/render/svg/palette.ts";

export interface Curve {
  readonly name: string;
  readonly isPprof: boolean;
  /** What is measured; curves of one panel share it. */
  readonly panel: string;
  /** Of x. */
  readonly unit: string;
  readonly points: readonly Point[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const PANEL = { width: 460, height: 330 };
const PLOT = { left: 56, top: 40, right: 110, bottom: 44 };
const TEXT = 11;
/** Names of curves are this far apart, at least. */
const LEADING = 13;
/** Colours that stay apart for colour-blind eyes (Okabe and Ito). */
const COLORS: Readonly<Record<string, string>> = {
  top: "#d55e00",
  sum: "#d55e00",
  diff: "#0072b2",
  trend: "#0072b2",
  flame: "#009e73",
};
const PPROF_COLORS: readonly string[] = ["#5b6470", "#99a1ab"];

interface Scales {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export async function drawCurves(curves: readonly Curve[]): Promise<string> {
  const panels = [...new Set(curves.map(({ panel }) => panel))];
  const rows = Math.ceil(panels.length / 2);
  const size = { width: 2 * PANEL.width, height: rows * PANEL.height };
  const title = "heapblame and go tool pprof: cost by size";
  const { root, finish } = await openCanvas({ ...size, title, style: darkStyle(), script: "" });
  draw(root, "rect", { ...size, fill: LIGHT.page, class: "page" });
  for (const [at, panel] of panels.entries()) {
    const place = `translate(${(at % 2) * PANEL.width},${Math.floor(at / 2) * PANEL.height})`;
    drawPanel(
      draw(root, "g", { transform: place }),
      panel,
      curves.filter((curve) => curve.panel === panel),
    );
  }
  return finish();
}

function drawPanel(parent: Shape, title: string, curves: readonly Curve[]): void {
  const points = curves.flatMap((curve) => curve.points);
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right] = [PLOT.left, PANEL.width - PLOT.right];
  const [top, bottom] = [PLOT.top, PANEL.height - PLOT.bottom];
  const x = scaleLog([Math.min(...xs), Math.max(...xs)], [left, right]);
  const y = scaleLog([Math.min(...ys), Math.max(...ys)], [bottom, top]).nice();
  drawText(parent, "text", title, {
    x: left,
    y: 22,
    fill: LIGHT.ink,
    class: "ink",
    "font-size": 13,
    "font-weight": 700,
  });
  drawText(parent, "text", curves[0]?.unit ?? "", {
    ...{ x: right, y: bottom + 32, "text-anchor": "end", fill: LIGHT.dim, class: "dim", "font-size": TEXT },
  });
  drawTicks(parent, powersWithin(y.domain()), [...new Set(xs)], { x, y }, { left, right, bottom });
  for (const curve of curves) drawCurve(parent, curve, colorOf(curve, curves), { x, y });
  drawNames(parent, curves, { x, y }, right);
}

function powersWithin([low = 1, high = 1]: readonly number[]): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  return Array.from({ length: Math.floor(Math.log10(high) + 1e-9) - first + 1 }, (_, at) => 10 ** (first + at));
}

function drawTicks(
  parent: Shape,
  values: readonly number[],
  sizes: readonly number[],
  { x, y }: Scales,
  { left, right, bottom }: { readonly left: number; readonly right: number; readonly bottom: number },
): void {
  const text = { fill: LIGHT.dim, class: "dim", "font-size": TEXT };
  for (const value of values) {
    draw(parent, "line", { x1: left, x2: right, y1: y(value), y2: y(value), stroke: LIGHT.line, "stroke-width": 0.5 });
    drawText(parent, "text", shortNumber(value), { ...text, x: left - 6, y: y(value) + 4, "text-anchor": "end" });
  }
  for (const size of sizes) {
    draw(parent, "line", { x1: x(size), x2: x(size), y1: bottom, y2: bottom + 4, stroke: LIGHT.line });
    drawText(parent, "text", shortNumber(size), { ...text, x: x(size), y: bottom + 17, "text-anchor": "middle" });
  }
}

/** 20k for 20,000. */
function shortNumber(value: number): string {
  const rounded = Number(value.toPrecision(6));
  if (rounded >= 1e6) return `${rounded / 1e6}M`;
  return rounded >= 1e3 ? `${rounded / 1e3}k` : String(rounded);
}

function colorOf({ name, isPprof }: Curve, curves: readonly Curve[]): string {
  if (!isPprof) return COLORS[name] ?? LIGHT.ink;
  const others = curves.filter((curve) => curve.isPprof).map((curve) => curve.name);
  return PPROF_COLORS[others.indexOf(name) % PPROF_COLORS.length] ?? LIGHT.dim;
}

function drawCurve(parent: Shape, { points, isPprof }: Curve, color: string, { x, y }: Scales): void {
  const path = line<Point>(
    (point) => x(point.x),
    (point) => y(point.y),
  );
  const dash = isPprof ? "5 3" : undefined;
  draw(parent, "path", {
    d: path(points) ?? "",
    fill: "none",
    stroke: color,
    "stroke-width": 2,
    "stroke-dasharray": dash,
  });
  for (const point of points) draw(parent, "circle", { cx: x(point.x), cy: y(point.y), r: 2.5, fill: color });
}

/** In a column behind the plot, in the order of the last points, moved apart; a thin line leads to that of a curve that ends early. */
function drawNames(parent: Shape, curves: readonly Curve[], { x, y }: Scales, right: number): void {
  const ends = curves
    .map((curve) => ({ curve, end: curve.points.at(-1) ?? { x: 1, y: 1 } }))
    .map(({ curve, end }) => ({ curve, left: x(end.x), at: y(end.y) }))
    .sort((a, b) => a.at - b.at);
  let next = Number.NEGATIVE_INFINITY;
  for (const { curve, left, at } of ends) {
    const place = Math.max(at, next);
    next = place + LEADING;
    const fill = colorOf(curve, curves);
    if (left < right) {
      draw(parent, "line", {
        ...{ x1: left + 5, y1: at, x2: right + 5, y2: place },
        ...{ stroke: fill, "stroke-width": 0.5 },
      });
    }
    drawText(parent, "text", curve.name, { x: right + 8, y: place + 4, fill, "font-size": TEXT });
  }
}
