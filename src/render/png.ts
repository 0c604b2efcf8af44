/** SVG to PNG, by resvg with the embedded font: the same pixels on every machine. */

import { FONT_FAMILY } from "./font/typeface.ts";
import { needsOtherFonts } from "./svg/canvas.ts";
import { sizeOf, withoutStyle } from "./svg/standalone.ts";

interface PngOptions {
  /** The embedded font, written to files by the caller (font/typeface.ts has the bytes): resvg takes fonts from files only. */
  readonly fontFiles: readonly string[];
  /** Pixels of the file for one of the picture; undefined picks 2, or less where that would be too many. */
  readonly zoom?: number;
  /** Pixels of the file at most; undefined is what browsers and image viewers open without complaint. */
  readonly most?: number | undefined;
}

/** Wider pictures are legible at their own size; sharper ones would only be slower to open. */
const WIDEST_SHARP = 4000;
/** Pixels of a side, and of all, that browsers and image viewers open without complaint. */
const WIDEST = 16000;
export const MOST_PIXELS = 60e6;

/** Pixels of the file for one of the picture, at most; less than 1 where the picture itself is too large. A side may have more as all of it may. */
export function largestZoom(svg: string, most: number = MOST_PIXELS): number {
  const { width, height } = sizeOf(svg);
  const widest = WIDEST * Math.sqrt(most / MOST_PIXELS);
  return Math.min(widest / width, widest / height, Math.sqrt(most / width / height));
}

export async function svgToPng(svg: string, options: PngOptions): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js");
  const { width } = sizeOf(svg);
  const zoom = options.zoom ?? Math.min(2, Math.max(1, WIDEST_SHARP / width));
  const resvg = new Resvg(withoutStyle(svg), {
    font: {
      fontFiles: [...options.fontFiles],
      // Names in scripts that the font lacks are better drawn with some font of the machine than not at all.
      loadSystemFonts: needsOtherFonts(svg),
      defaultFontFamily: FONT_FAMILY,
    },
    fitTo: { mode: "zoom", value: Math.min(zoom, largestZoom(svg, options.most)) },
  });
  return resvg.render().asPng();
}
