/** Lines of text made of runs in two tones and weights, placed below each other and measured before anything is drawn. */
import { measureText, type Weight } from "../font/typeface.ts";
import { draw, drawText, printable, type Shape } from "./canvas.ts";
import { LIGHT } from "./palette.ts";

type Tone = "ink" | "dim";

/** A stretch of text, or the arrow from base to current: a drawn one, because the font has none. */
export type Run = { readonly text: string; readonly tone: Tone; readonly weight: Weight } | "arrow";

export interface Row {
  readonly runs: readonly Run[];
  readonly size: number;
}

const LINE_HEIGHT = 1.3;
const ARROW_WIDTH = 1.25;
/** From the top of a line to its baseline. */
const BASELINE = 0.98;

export function ink(text: string): Run {
  return { text, tone: "ink", weight: "regular" };
}

export function strong(text: string): Run {
  return { text, tone: "ink", weight: "bold" };
}

export function dim(text: string): Run {
  return { text, tone: "dim", weight: "regular" };
}

export function widthOfRow({ runs, size }: Row): number {
  return runs.reduce((width, run) => width + widthOfRun(run, size), 0);
}

function widthOfRun(run: Run, size: number): number {
  return run === "arrow" ? ARROW_WIDTH * size : measureText(printable(run.text), size, run.weight);
}

export function heightOfRows(rows: readonly Row[]): number {
  return rows.reduce((height, row) => height + row.size * LINE_HEIGHT, 0);
}

/** Rows from `y` downwards, all starting at `x`. */
export function drawRows(parent: Shape, rows: readonly Row[], x: number, y: number): void {
  let top = y;
  for (const row of rows) {
    drawRow(parent, row, x, top + row.size * BASELINE);
    top += row.size * LINE_HEIGHT;
  }
}

function drawRow(parent: Shape, row: Row, x: number, baseline: number): void {
  let left = x;
  for (const run of row.runs) {
    if (run === "arrow") drawArrow(parent, left, baseline, row.size);
    else if (run.text.trim() !== "") drawRun(parent, run, left, baseline, row.size);
    left += widthOfRun(run, row.size);
  }
}

function drawRun(parent: Shape, run: Exclude<Run, "arrow">, left: number, baseline: number, size: number): void {
  // Spaces at the start would be dropped by the reader of the file, so they become distance.
  const text = run.text.trimStart();
  const indent = measureText(run.text.slice(0, run.text.length - text.length), size, run.weight);
  drawText(parent, "text", text.trimEnd(), {
    x: left + indent,
    y: baseline,
    "font-size": size,
    "font-weight": run.weight === "bold" ? 700 : undefined,
    class: run.tone,
    fill: run.tone === "ink" ? LIGHT.ink : LIGHT.dim,
  });
}

function drawArrow(parent: Shape, left: number, baseline: number, size: number): void {
  const [start, end, middle, tip] = [left + 0.2 * size, left + 1.05 * size, baseline - 0.34 * size, 0.2 * size];
  const point = (x: number, y: number): string => `${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100}`;
  draw(parent, "path", {
    d: `M${point(start, middle)}L${point(end, middle)}M${point(end - tip, middle - tip)}L${point(end, middle)}L${point(end - tip, middle + tip)}`,
    fill: "none",
    class: "rule",
    stroke: LIGHT.line,
    "stroke-width": 0.09 * size,
  });
}
