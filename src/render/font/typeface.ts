/**
 * The typeface of all pictures, carried along so that a picture is the same on every machine: the SVG embeds it, the rasteriser and the
 * PDF writer are given it, and boxes are measured with its own advance widths. It has no kerning and no ligatures (see .ci/make-font.js),
 * so a text is as wide as its characters together.
 */
import { BOLD_TTF, REGULAR_TTF } from "./roboto-condensed.ts";

/** As it is called in an SVG. Programs that lack it fall back to the fonts behind it. */
export const FONT_FAMILY = "Roboto Condensed";

export type Weight = "regular" | "bold";

const ENCODED: Readonly<Record<Weight, string>> = { regular: REGULAR_TTF, bold: BOLD_TTF };

/** Base64, for a data URL. */
export function encodedFont(weight: Weight): string {
  return ENCODED[weight];
}

export function fontBytes(weight: Weight): Uint8Array {
  return decodeBase64(ENCODED[weight]);
}

function decodeBase64(encoded: string): Uint8Array {
  const text = atob(encoded);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** Letters of base64 that have all that says how wide characters are; outlines, most of a font, lie behind it. */
const WIDTHS_END = 8192;

/** Advance widths by code point, in parts of the font size. */
interface Widths {
  readonly byCodePoint: ReadonlyMap<number, number>;
}

const known = new Map<Weight, Widths>();

function widthsOf(weight: Weight): Widths {
  let widths = known.get(weight);
  if (widths === undefined) {
    widths = readWidths(decodeBase64(ENCODED[weight].slice(0, WIDTHS_END)));
    known.set(weight, widths);
  }
  return widths;
}

/** What a character that the font lacks takes in the font that stands in for it, at most: an em. */
const FOREIGN_WIDTH = 1;

/** Width of one line of text in pixels at `size` pixels. */
export function measureText(text: string, size: number, weight: Weight): number {
  const { byCodePoint } = widthsOf(weight);
  let width = 0;
  for (const character of text) width += byCodePoint.get(character.codePointAt(0) as number) ?? FOREIGN_WIDTH;
  return width * size;
}

/** Whether every character of the text is in the font. */
export function isCovered(text: string): boolean {
  const { byCodePoint } = widthsOf("regular");
  for (const character of text)
    if (!byCodePoint.has(character.codePointAt(0) as number) && character !== "\n") return false;
  return true;
}

/** The tables of a TrueType file that say how wide characters are: head, hhea, hmtx and the format 4 part of cmap. */
function readWidths(bytes: Uint8Array): Widths {
  const view = new DataView(bytes.buffer);
  const tables = readTables(view);
  const unitsPerEm = view.getUint16(tableAt(tables, "head") + 18);
  const metricCount = view.getUint16(tableAt(tables, "hhea") + 34);
  const metrics = tableAt(tables, "hmtx");
  const byCodePoint = new Map<number, number>();
  for (const [codePoint, glyph] of readCharacters(view, tableAt(tables, "cmap"))) {
    const advance = view.getUint16(metrics + 4 * Math.min(glyph, metricCount - 1));
    byCodePoint.set(codePoint, advance / unitsPerEm);
  }
  return { byCodePoint };
}

function readTables(view: DataView): Map<string, number> {
  const tables = new Map<string, number>();
  for (let table = 0; table < view.getUint16(4); table++) {
    const at = 12 + 16 * table;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
    tables.set(tag, view.getUint32(at + 8));
  }
  return tables;
}

function tableAt(tables: ReadonlyMap<string, number>, tag: string): number {
  const at = tables.get(tag);
  if (at === undefined) throw new Error(`the embedded font has no ${tag} table`);
  return at;
}

function* readCharacters(view: DataView, cmap: number): Generator<[codePoint: number, glyph: number]> {
  const subtable = cmap + unicodeSubtable(view, cmap);
  const segments = view.getUint16(subtable + 6) / 2;
  const ends = subtable + 14;
  const starts = ends + 2 * segments + 2;
  const deltas = starts + 2 * segments;
  const offsets = deltas + 2 * segments;
  for (let segment = 0; segment < segments; segment++) {
    const start = view.getUint16(starts + 2 * segment);
    const end = view.getUint16(ends + 2 * segment);
    const delta = view.getUint16(deltas + 2 * segment);
    const offset = view.getUint16(offsets + 2 * segment);
    for (let codePoint = start; codePoint <= end && codePoint !== 0xffff; codePoint++) {
      const at = offsets + 2 * segment + offset + 2 * (codePoint - start);
      const listed = offset === 0 ? codePoint : view.getUint16(at);
      const glyph = listed === 0 ? 0 : (listed + delta) & 0xffff;
      if (glyph !== 0) yield [codePoint, glyph];
    }
  }
}

function unicodeSubtable(view: DataView, cmap: number): number {
  for (let record = 0; record < view.getUint16(cmap + 2); record++) {
    const offset = view.getUint32(cmap + 4 + 8 * record + 4);
    if (view.getUint16(cmap + offset) === 4) return offset;
  }
  throw new Error("the embedded font has no character map of format 4");
}
