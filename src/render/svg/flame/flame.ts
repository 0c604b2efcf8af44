/**
 * The flame graph of a profile or a diff as one SVG file. Colour is the absolute change of a box against the largest one in the picture, never
 * its proportion: a function that went from one byte to ten is not the reddest.
 */

import {
  type ColumnUnit,
  chooseColumnUnit,
  formatDelta,
  formatPercent,
  formatShare,
  formatValue,
} from "../../../measurement/delta.ts";
import { largestOf } from "../../../measurement/extremes.ts";
import type { FlameReport } from "../../../report/pictures/flame.ts";
import { visibleData } from "../../../visible.ts";
import { draw, drawText, openCanvas, type Shape } from "../canvas.ts";
import { fitLabel } from "../fit-label.ts";
import { headingRows, headingUnit, titleOf } from "../heading.ts";
import { borderOf, darkStyle, fillOf, LIGHT, lineClass, lineOf, stepClass, stepOf } from "../palette.ts";
import { drawRows, heightOfRows } from "../text-rows.ts";
import { drawFlameKey, FLAME_KEY_HEIGHT, flameNotes } from "./key.ts";
import { flameScript, flameStyle } from "./script.ts";
import type { FlameTree, PlacedBox } from "./tree.ts";

interface FlameOptions {
  /** Pixels. */
  readonly width: number;
  /** `icicle` grows downwards from the outermost callers, `flame` upwards. */
  readonly direction: "icicle" | "flame";
  /** The script for zoom and search; the picture stands without it. */
  readonly isInteractive: boolean;
}

export const FLAME_DEFAULTS: FlameOptions = { width: 1200, direction: "icicle", isInteractive: true };

const MARGIN = 14;
const ROW_HEIGHT = 19;
const LABEL_SIZE = 12;
const LABEL_INDENT = 5;
/** Boxes narrower than this many pixels are not drawn. */
const NARROWEST = 0.4;

/** Part of the whole width of a picture so wide that is too narrow to be seen: what a report need not have. */
export function leastSeen(width: number): number {
  return NARROWEST / (width - 2 * MARGIN);
}
/** Height of the strip that splits a box into what grew and what shrank. */
const STRIP = 3;

interface Scene {
  readonly report: FlameReport;
  readonly options: FlameOptions;
  readonly tree: FlameTree;
  readonly unit: ColumnUnit;
  readonly isDiff: boolean;
  /** Largest change, or value, of a box other than the outermost. */
  readonly largest: number;
  readonly room: number;
}

export async function renderFlameSvg(drawn: FlameReport, options: FlameOptions = FLAME_DEFAULTS): Promise<string> {
  const report = visibleData(drawn);
  const { placeBoxes } = await import("./tree.ts");
  const room = options.width - 2 * MARGIN;
  const tree = placeBoxes(report.boxes, report.total);
  const isDiff = report.header.totals !== undefined;
  const unit = boxUnit(report, tree, isDiff);
  const totalsUnit = headingUnit(report.header);
  const largest = largestOf(
    tree.boxes.slice(1).map((box) => Math.abs(colourValue(report, box, isDiff))),
    0,
  );
  const scene: Scene = { report, options, tree, unit, isDiff, largest, room };
  const rows = headingRows(report.header, totalsUnit, flameNotes(report, room, options.isInteractive), room, 1);
  const top = MARGIN + heightOfRows(rows) + FLAME_KEY_HEIGHT;
  const isEmpty = tree.boxes.length === 1;
  const height = top + (isEmpty ? 60 : tree.levels * ROW_HEIGHT) + MARGIN;
  const canvas = await openCanvas({
    width: options.width,
    height,
    title: titleOf(report.header, totalsUnit),
    style: [darkStyle(), options.isInteractive ? flameStyle() : ""].join("\n"),
    script: options.isInteractive && !isEmpty ? flameScript({ room, labelSize: LABEL_SIZE, indent: LABEL_INDENT }) : "",
  });
  const { root } = canvas;
  draw(root, "rect", { width: options.width, height, class: "page", fill: LIGHT.page });
  drawRows(draw(root, "g", { class: "heading" }), rows, MARGIN, MARGIN);
  if (isEmpty) drawNothing(root, report, top);
  else {
    drawFlameKey(root, report, { unit, largest }, MARGIN, MARGIN + heightOfRows(rows));
    const boxes = draw(root, "g", { class: "boxes", transform: `translate(${MARGIN} ${Math.round(top)})` });
    for (const box of tree.boxes) drawBox(boxes, box, scene);
  }
  return canvas.finish();
}

/** Of the boxes: their changes, or their values where nothing is compared. */
function boxUnit(report: FlameReport, tree: FlameTree, isDiff: boolean): ColumnUnit {
  const wide = tree.boxes.filter((box) => box.x1 - box.x0 > 0.02);
  return chooseColumnUnit(
    wide.map((box) => colourValue(report, box, isDiff)),
    report.header.unit,
  );
}

/** The change of a box, or its value where nothing is compared; of everything, for the outermost box. */
function colourValue({ boxes, header }: FlameReport, box: PlacedBox, isDiff: boolean): number {
  const { row } = box.data;
  if (row < 0) return isDiff ? Number(header.totals?.net ?? 0) : header.denominator;
  return isDiff ? (boxes.current[row] as number) - (boxes.base[row] as number) : (boxes.current[row] as number);
}

function drawBox(parent: Shape, box: PlacedBox, scene: Scene): void {
  const { report, tree, options, isDiff, largest, room } = scene;
  const { row } = box.data;
  const { boxes } = report;
  const level = options.direction === "icicle" ? box.depth : tree.levels - 1 - box.depth;
  const [x, y, width] = [box.x0 * room, level * ROW_HEIGHT, (box.x1 - box.x0) * room];
  const step = stepOf(colourValue(report, box, isDiff), largest);
  const isGone = isDiff && row >= 0 && boxes.current[row] === 0;
  const isNew = isDiff && row >= 0 && boxes.base[row] === 0;
  const group = draw(parent, "g", {
    class: "box",
    "data-x": fraction(box.x0),
    "data-w": fraction(box.x1 - box.x0),
    "data-d": box.depth,
  });
  drawText(group, "title", tooltipOf(box, scene), {});
  draw(group, "rect", {
    x,
    y,
    width: Math.max(width - 0.5, 0.3),
    height: ROW_HEIGHT - 1,
    class: stepClass(step),
    fill: fillOf(step),
    stroke: borderOf(step),
    "stroke-width": width < 3 ? 0 : 0.8,
    "stroke-dasharray": isGone ? "4 3" : undefined,
  });
  if (isNew && width > 10)
    draw(group, "rect", { x, y, width: 2.5, height: ROW_HEIGHT - 1, class: "mark ink", fill: LIGHT.ink });
  if (row >= 0 && boxes.isInlined[row] === 1 && width > 9) drawInlinedMark(group, x + width - 0.5, y);
  if (isDiff && report.width === "change" && row >= 0)
    drawSplit(group, boxes.grown[row] as number, boxes.shrunk[row] as number, { x, y, width });
  const text = labelOf(box, scene, width - 2 * LABEL_INDENT);
  if (text !== "") {
    drawText(group, "text", text, {
      x: x + LABEL_INDENT,
      y: y + ROW_HEIGHT - 6,
      "font-size": LABEL_SIZE,
      class: "ink",
      fill: LIGHT.ink,
    });
  }
}

/** A triangle in the upper right corner. */
function drawInlinedMark(group: Shape, right: number, y: number): void {
  const at = (value: number): number => Math.round(value * 100) / 100;
  draw(group, "path", { d: `M${at(right - 6)} ${y}H${at(right)}V${y + 6}Z`, class: "mark dim", fill: LIGHT.dim });
}

function drawSplit(
  group: Shape,
  grown: number,
  shrunk: number,
  { x, y, width }: { x: number; y: number; width: number },
): void {
  if (grown + shrunk === 0 || width < 1) return;
  const part = (grown / (grown + shrunk)) * Math.max(width - 0.5, 0.3);
  const strip = { y: y + ROW_HEIGHT - 1 - STRIP, height: STRIP };
  if (grown > 0) draw(group, "rect", { x, width: part, ...strip, class: `split ${lineClass(1)}f`, fill: lineOf(1) });
  if (shrunk > 0) {
    draw(group, "rect", {
      x: x + part,
      width: Math.max(width - 0.5 - part, 0),
      ...strip,
      class: `split ${lineClass(-1)}f`,
      fill: lineOf(-1),
    });
  }
}

function labelOf(box: PlacedBox, { report, unit, isDiff }: Scene, room: number): string {
  const { row } = box.data;
  const { boxes, header } = report;
  if (row < 0)
    return (
      fitLabel({ name: titleOf(header, headingUnit(header)), package: "", symbol: "all" }, room, LABEL_SIZE) ||
      fitLabel({ name: "all", package: "", symbol: "all" }, room, LABEL_SIZE)
    );
  const label = boxes.labels[boxes.label[row] as number];
  if (label === undefined) return "";
  const value = isDiff
    ? formatDelta((boxes.current[row] as number) - (boxes.base[row] as number), unit)
    : formatValue(boxes.current[row] as number, unit);
  const name = fitLabel(label, room, LABEL_SIZE);
  const withValue = `${name}  ${value}`;
  return name !== "" && fitLabel({ name: withValue, package: "", symbol: withValue }, room, LABEL_SIZE) !== ""
    ? withValue
    : name;
}

function tooltipOf(box: PlacedBox, { report, unit, isDiff }: Scene): string {
  const { row } = box.data;
  const { boxes, header } = report;
  if (row < 0) return titleOf(header, headingUnit(header));
  const current = boxes.current[row] as number;
  const base = boxes.base[row] as number;
  const of = header.denominator === 0 ? 0 : (isDiff ? current - base : current) / header.denominator;
  const name = boxes.labels[boxes.label[row] as number]?.name ?? "";
  const lines = [name];
  if (!isDiff) lines.push(`${formatValue(current, unit)}, ${formatPercent(of)} of ${header.denominatorName}`);
  else {
    lines.push(
      `${formatDelta(current - base, unit)} (${formatValue(base, unit)} -> ${formatValue(current, unit)}), ${formatShare(of)} of ${header.denominatorName}`,
    );
    lines.push(
      `stacks through it: ${formatDelta(boxes.grown[row] as number, unit)} grown, ${formatDelta(-(boxes.shrunk[row] as number), unit)} shrunk`,
    );
    if (base === 0) lines.push("only in current");
    if (current === 0) lines.push("only in base");
  }
  if (boxes.isInlined[row] === 1) lines.push("inlined into its caller");
  return lines.join("\n");
}

function drawNothing(root: Shape, { header }: FlameReport, top: number): void {
  const text =
    header.totals === undefined
      ? "There is nothing to show: the profile has no values."
      : "The two profiles do not differ.";
  drawText(root, "text", text, { x: MARGIN, y: top + 20, "font-size": 16, class: "dim", fill: LIGHT.dim });
}

function fraction(value: number): string {
  return String(Number(value.toFixed(7)));
}
