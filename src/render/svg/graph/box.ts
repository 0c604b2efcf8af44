/** What a node of the call graph says, and how large it is: measured before the layout, drawn after it. */

import { type ColumnUnit, formatDelta, formatPercent, formatShare, formatValue } from "../../../measurement/delta.ts";
import { largestOf } from "../../../measurement/extremes.ts";
import type { PictureNode } from "../../../report/pictures/graph.ts";
import { measureText } from "../../font/typeface.ts";
import { breakName, displaySymbol } from "../break-name.ts";
import { printable } from "../canvas.ts";
import { dim, heightOfRows, ink, type Row, type Run, strong, widthOfRow } from "../text-rows.ts";

export interface NodeBox {
  readonly rows: readonly Row[];
  readonly width: number;
  readonly height: number;
  readonly padding: number;
  /** Mark in the upper right corner: `NEW`, `GONE` or none. */
  readonly badge: Badge | undefined;
  /** 1 for the smallest writing. */
  readonly scale: number;
}

export interface Badge {
  readonly text: string;
  readonly size: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels at scale 1: smallest writing that is legible when the picture is opened at full size. */
const NAME_SIZE = 13;
const NUMBER_SIZE = 11;
const SMALL_SIZE = 10.5;
/** Widest line of a name, in parts of its size: some thirty characters. */
const NAME_ROOM = 15;

export function nameSize(scale: number): number {
  return NAME_SIZE * scale;
}

export function nodeBox(node: PictureNode, scale: number, unit: ColumnUnit, isDiff: boolean): NodeBox {
  const padding = 6 * scale;
  const badge = badgeOf(node, scale);
  const rows = [...nameRows(node, scale, badge), ...numberRows(node, scale, unit, isDiff)];
  const beside = badge === undefined ? 0 : badge.width + padding;
  const width = largestOf(rows.map((row, i) => widthOfRow(row) + (i === 0 ? beside : 0))) + 2 * padding;
  return {
    rows,
    width: Math.ceil(width),
    height: Math.ceil(heightOfRows(rows) + 1.6 * padding),
    padding,
    badge,
    scale,
  };
}

/** The package in small, the symbol in bold. A mark needs a row to stand in. */
function nameRows(node: PictureNode, scale: number, badge: Badge | undefined): Row[] {
  const rows: Row[] = [];
  const small = SMALL_SIZE * scale;
  const room = NAME_ROOM * NAME_SIZE * scale;
  const inPackage = node.package === "" ? [] : breakName(printable(node.package), room, small, "regular");
  for (const line of inPackage) rows.push({ runs: [dim(line)], size: small });
  if (badge !== undefined && inPackage.length === 0) rows.push({ runs: [dim(" ")], size: small });
  const symbol = printable(displaySymbol(node.symbol, node.name));
  for (const line of breakName(symbol, room, NAME_SIZE * scale, "bold"))
    rows.push({ runs: [strong(line)], size: NAME_SIZE * scale });
  if (node.place !== "") {
    for (const line of breakName(printable(node.place), room, small, "regular"))
      rows.push({ runs: [dim(line)], size: small });
  }
  return rows;
}

function badgeOf({ change }: PictureNode, scale: number): Badge | undefined {
  return change === "new" || change === "gone" ? badge(change.toUpperCase(), scale) : undefined;
}

export function badge(text: string, scale: number): Badge {
  const size = 9 * scale;
  return { text, size, width: measureText(text, size, "bold") + size, height: size * 1.4 };
}

function numberRows(node: PictureNode, scale: number, unit: ColumnUnit, isDiff: boolean): Row[] {
  const size = NUMBER_SIZE * scale;
  if (!isDiff) {
    const flat = [dim("flat "), ink(formatValue(node.flat, unit)), dim(` ${formatPercent(node.flatShare)}`)];
    const cum = [dim("cum "), strong(formatValue(node.cum, unit)), dim(` ${formatPercent(node.cumShare)}`)];
    return [{ runs: [...flat, dim("   "), ...cum], size }];
  }
  const bare = { ...unit, suffix: "" };
  const changes: Run[] = [
    dim("flat "),
    ink(formatDelta(node.flat, bare)),
    dim("   cum "),
    strong(formatDelta(node.cum, unit)),
    dim("   "),
    ink(formatShare(node.cumShare)),
  ];
  const rows: Row[] = [{ runs: changes, size }];
  if (node.growth !== undefined) {
    const { baseCum, currentCum } = node.growth;
    rows.push({
      runs: [dim("cum "), dim(formatValue(baseCum, bare)), "arrow", dim(formatValue(currentCum, unit))],
      size,
    });
  }
  return rows;
}

/** Everything about a node in words: its tooltip. */
export function nodeTooltip(node: PictureNode, unit: ColumnUnit, isDiff: boolean, denominatorName: string): string {
  const format = isDiff ? formatDelta : formatValue;
  const share = isDiff ? formatShare : formatPercent;
  const { growth } = node;
  const lines = [node.name];
  const sides = (base: number | bigint, current: number | bigint): string =>
    ` (${formatValue(base, unit)} -> ${formatValue(current, unit)})`;
  const flatSides = growth === undefined ? "" : sides(growth.baseFlat, growth.currentFlat);
  const cumSides = growth === undefined ? "" : sides(growth.baseCum, growth.currentCum);
  lines.push(`flat ${format(node.flat, unit)}${flatSides}, ${share(node.flatShare)} of ${denominatorName}`);
  lines.push(`cum ${format(node.cum, unit)}${cumSides}, ${share(node.cumShare)} of ${denominatorName}`);
  if (growth?.deltaObjects)
    lines.push(`objects ${formatDelta(growth.deltaObjects, { suffix: "", divisor: 1, decimals: 0 })}`);
  if (growth !== undefined && growth.file !== "") lines.push(growth.file);
  if (node.change === "new" || node.change === "gone")
    lines.push(node.change === "new" ? "only in current" : "only in base");
  for (const tag of node.tags) lines.push(`${tag.text}: ${format(tag.value, unit)}`);
  return lines.join("\n");
}
