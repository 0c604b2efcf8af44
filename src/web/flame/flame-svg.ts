/** The flame graph that is seen as an SVG of its own: boxes and text, each box with its whole name and values to hover over. */
import { escapeText } from "../../render/html/page.ts";
import type { Boxes } from "./boxes.ts";
import {
  edgeOf,
  edgeWidth,
  fillOf,
  heapFill,
  LEVEL_HEIGHT,
  type Looks,
  labelIn,
  largestChange,
  type Palette,
  strengthOf,
} from "./paint.ts";

interface FlamePicture {
  readonly boxes: Boxes;
  readonly looks: Looks;
  /** Whole name and values. */
  readonly textOf: (row: number) => string;
  readonly width: number;
}

const CHAR_WIDTH = 7.2;

/** `palette` resolved: what opens the file knows nothing of the page's variables. */
export function flameSvg({ boxes, looks, textOf, width }: FlamePicture, palette: Palette): string {
  const height = Math.max(1, boxes.levels) * LEVEL_HEIGHT;
  const largest = largestChange(boxes);
  const rows = Array.from({ length: boxes.length }, (_, row) =>
    boxes.part[row] === 0 ? "" : boxText(row, { boxes, looks, textOf, width }, palette, largest),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace,Menlo,Consolas,monospace" font-size="12" role="img">`,
    `<defs><pattern id="noise" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path d="M0 0h8" stroke="${palette.page}" stroke-width="4" stroke-opacity=".75"/></pattern></defs>`,
    `<rect width="100%" height="100%" fill="${palette.page}"/>`,
    ...rows.filter((row) => row !== ""),
    "</svg>\n",
  ].join("\n");
}

function boxText(
  row: number,
  { boxes, looks, textOf, width }: FlamePicture,
  palette: Palette,
  largest: number,
): string {
  const x = (boxes.left[row] as number) * width;
  const w = Math.max((boxes.part[row] as number) * width - 0.5, 0.5);
  const y = (boxes.depth[row] as number) * LEVEL_HEIGHT;
  const fill = mixed(looks.isDiff ? fillOf(strengthOf(boxes, row, largest), palette) : heapFill(row, looks, palette));
  const rect = (fill: string, width: number, top = 0, height = LEVEL_HEIGHT - 1): string =>
    `<rect x="${round(x)}" y="${y + top}" width="${round(width)}" height="${height}" fill="${fill}"/>`;
  const edge = edgeOf(row, w, looks, palette);
  const label = w > 3 * CHAR_WIDTH ? labelIn(looks.labelOf(row), w, CHAR_WIDTH) : "";
  return [
    `<g><title>${textOf(row).split("\n").map(escapeText).join("\n")}</title>${rect(fill, w)}`,
    looks.isDiff && looks.isNoise(row) ? rect("url(#noise)", w) : "",
    looks.isHit(row) ? rect(palette.hit, w, LEVEL_HEIGHT - 4, 3) : "",
    edge === undefined ? "" : rect(edge, edgeWidth(w)),
    label === "" ? "" : `<text x="${round(x + 6)}" y="${y + 13}" fill="${palette.ink}">${escapeText(label)}</text>`,
    row === looks.selected
      ? `<rect x="${round(x + 1)}" y="${y + 1}" width="${round(Math.max(w - 2, 1))}" height="${LEVEL_HEIGHT - 3}" fill="none" stroke="${palette.selected}" stroke-width="2"/>`
      : "",
    "</g>",
  ].join("");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

const MIX = /^color-mix\(in srgb, (rgb\([^)]*\)) (\d+)%, (rgb\([^)]*\))\)$/;

/** What programs that know no mixing of colours can draw. */
function mixed(color: string): string {
  const [, one = "", part = "", other = ""] = MIX.exec(color) ?? [];
  if (part === "") return color;
  const [a, b] = [channelsOf(one), channelsOf(other)];
  const weight = Number(part) / 100;
  return `rgb(${a.map((value, at) => Math.round(value * weight + (b[at] ?? 0) * (1 - weight))).join(", ")})`;
}

function channelsOf(color: string): number[] {
  return Array.from(color.matchAll(/[\d.]+/g), ([text]) => Number(text)).slice(0, 3);
}
