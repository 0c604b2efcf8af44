/** The series of snapshots as a stacked area chart: who holds how much, over time. */

import { area, line, stack, stackOrderNone } from "d3-shape";
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatValue } from "../../measurement/delta.ts";
import { formatDuration, formatTimestamp } from "../../measurement/time-text.ts";
import type { SeriesReport, SeriesRow } from "../../report/pictures/series.ts";
import { visibleData } from "../../visible.ts";
import { measureText } from "../font/typeface.ts";
import { draw, drawText, openCanvas, type Shape } from "./canvas.ts";
import { fitLabel } from "./fit-label.ts";
import { flow } from "./heading.ts";
import { darkStyle, LIGHT } from "./palette.ts";
import { LEFT, MARGIN, PLOT_HEIGHT, type Plot, planPlot, WIDTH } from "./series-plot.ts";
import { dim, drawRows, heightOfRows, ink, type Row, strong } from "./text-rows.ts";

const LABEL_SIZE = 11;

export async function renderSeriesSvg(drawn: SeriesReport): Promise<string> {
  const report = visibleData(drawn);
  const unit = chooseColumnUnit(report.totals, report.unit);
  const rows = titleRows(report, unit);
  const top = MARGIN + heightOfRows(rows) + 18;
  const height = top + PLOT_HEIGHT + 46;
  const plot = planPlot(report, unit, top);
  const title = titleOf(report, unit);
  const canvas = await openCanvas({ width: WIDTH, height, title, style: darkStyle(), script: "" });
  draw(canvas.root, "rect", { width: WIDTH, height, class: "page", fill: LIGHT.page });
  drawRows(draw(canvas.root, "g", { class: "heading" }), rows, MARGIN, MARGIN);
  drawAxes(canvas.root, plot);
  drawAreas(canvas.root, plot);
  drawLegend(canvas.root, plot);
  return canvas.finish();
}

function titleOf({ program, sampleType, totals }: SeriesReport, unit: ColumnUnit): string {
  const growth = (totals.at(-1) ?? 0) - (totals[0] ?? 0);
  return `${[program, sampleType].filter(Boolean).join(" ")}: ${formatDelta(growth, unit)} in ${totals.length} snapshots`;
}

function titleRows(report: SeriesReport, unit: ColumnUnit): Row[] {
  const { points, totals } = report;
  const [first, last] = [points[0], points.at(-1)];
  const phrases: Parameters<typeof flow>[0][number][] = [
    [ink(formatValue(totals[0] ?? 0, unit)), "arrow", ink(formatValue(totals.at(-1) ?? 0, unit))],
  ];
  if (first?.timeNanos != null && last?.timeNanos != null) {
    phrases.push([
      dim(`over ${formatDuration(last.timeNanos - first.timeNanos)} from ${formatTimestamp(first.timeNanos)}`),
    ]);
  }
  phrases.push([dim("flat, strongest growth first")]);
  const room = WIDTH - 2 * MARGIN;
  return [...flow([[strong(titleOf(report, unit))]], 19, room), ...flow(phrases, 12, room)];
}

function drawAxes(root: Shape, plot: Plot): void {
  const group = draw(root, "g", { class: "axes" });
  const isWhole = plot.ticks.every((tick) => Number.isInteger(tick / plot.unit.divisor));
  const tickUnit = isWhole ? { ...plot.unit, decimals: 0 } : plot.unit;
  for (const tick of plot.ticks) {
    const y = plot.y(tick);
    draw(group, "path", {
      d: `M${LEFT} ${round(y)}H${round(plot.right)}`,
      fill: "none",
      class: "rule",
      stroke: LIGHT.line,
      "stroke-width": 0.5,
      opacity: 0.6,
    });
    label(group, formatValue(tick, tickUnit), LEFT - 8, y + 4, "end");
  }
  const { points } = plot.report;
  let free = Number.NEGATIVE_INFINITY;
  for (const at of points.keys()) {
    const x = plot.x(at);
    const text = pointText(plot.report, at);
    draw(group, "path", {
      d: `M${round(x)} ${plot.top + PLOT_HEIGHT}v5`,
      fill: "none",
      class: "rule",
      stroke: LIGHT.line,
    });
    const half = measureText(text, LABEL_SIZE, "regular") / 2;
    if (x - half < free + 6) continue;
    free = x + half;
    label(group, text, x, plot.top + PLOT_HEIGHT + 19, "middle");
  }
}

/** Time since the first snapshot, or which snapshot it is. */
function pointText({ points }: SeriesReport, at: number): string {
  const [first, time] = [points[0]?.timeNanos ?? null, points[at]?.timeNanos ?? null];
  if (first === null || time === null) return `#${at + 1}`;
  return at === 0 ? "0" : `+${formatDuration(time - first)}`;
}

function label(parent: Shape, text: string, x: number, y: number, anchor: string): void {
  drawText(parent, "text", text, {
    x,
    y,
    "text-anchor": anchor,
    "font-size": LABEL_SIZE,
    class: "dim",
    fill: LIGHT.dim,
  });
}

function drawAreas(root: Shape, plot: Plot): void {
  const columns = [...plot.report.points.keys()];
  const layout = stack<unknown, number, number>()
    .keys([...plot.layers.keys()])
    .value((at, layer) => plot.layers[layer]?.row.values[at as number] ?? 0)
    .order(stackOrderNone);
  const outline = area<[number, number]>()
    .x((_, at) => round(plot.x(at)))
    .y0(([lower]) => round(plot.y(lower)))
    .y1(([, upper]) => round(plot.y(upper)));
  const group = draw(root, "g", { class: "areas" });
  for (const [at, series] of layout(columns).entries()) {
    const layer = plot.layers[at];
    if (layer === undefined) continue;
    const shape = draw(group, "path", {
      d: outline(series as unknown as [number, number][]) ?? "",
      fill: layer.color,
      stroke: LIGHT.page,
      class: "halo",
      "stroke-width": 0.8,
    });
    drawText(
      shape,
      "title",
      `${layer.row.name}\n${layer.row.values.map((value) => formatValue(value, plot.unit)).join(", ")}`,
      {},
    );
  }
  const total = line<number>()
    .x((_, at) => round(plot.x(at)))
    .y((value) => round(plot.y(value)));
  draw(group, "path", {
    d: total(plot.report.totals as number[]) ?? "",
    fill: "none",
    class: "total",
    stroke: LIGHT.ink,
    "stroke-width": 1.8,
  });
  for (const [at, value] of plot.report.totals.entries()) {
    draw(group, "circle", { cx: plot.x(at), cy: plot.y(value), r: 2.6, class: "ink", fill: LIGHT.ink });
  }
}

/** Top layer first, as in the chart, each with its change from the first snapshot to the last. */
function drawLegend(root: Shape, plot: Plot): void {
  const group = draw(root, "g", { class: "legend" });
  const left = plot.right + 22;
  let y = plot.top + 6;
  const entry = (row: Pick<SeriesRow, "name" | "package" | "symbol" | "values">, color: string | undefined): void => {
    const change = formatDelta((row.values.at(-1) ?? 0) - (row.values[0] ?? 0), plot.unit);
    const room = WIDTH - MARGIN - left - 18 - measureText(change, LABEL_SIZE, "bold") - 8;
    if (color !== undefined) draw(group, "rect", { x: left, y: y - 9, width: 11, height: 11, rx: 2, fill: color });
    else
      draw(group, "path", {
        d: `M${left} ${y - 4}h11`,
        fill: "none",
        class: "total",
        stroke: LIGHT.ink,
        "stroke-width": 1.8,
      });
    const name = fitLabel(row, room, LABEL_SIZE) || "\u2026";
    const text = drawText(group, "text", name, {
      x: left + 18,
      y,
      "font-size": LABEL_SIZE,
      class: "ink",
      fill: LIGHT.ink,
    });
    drawText(text, "title", row.name, {});
    drawText(group, "text", change, {
      x: WIDTH - MARGIN,
      y,
      "text-anchor": "end",
      "font-size": LABEL_SIZE,
      "font-weight": 700,
      class: "ink",
      fill: LIGHT.ink,
    });
    y += 20;
  };
  entry({ name: "total", package: "", symbol: "total", values: plot.report.totals }, undefined);
  for (const { row, color } of [...plot.layers].reverse()) entry(row, color);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
