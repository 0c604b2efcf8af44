/** SVG to PNG, by resvg with the embedded font: the same pixels on every machine. */

import { FONT_FAMILY } from "./font/typeface.ts";
import { needsOtherFonts } from "./svg/canvas.ts";
import { sizeOf, withoutStyle } from "./svg/standalone.ts";

export interface PngOptions {
  /** The embedded font, written to files by the caller (font/typeface.ts has the bytes): resvg takes fonts from files only. */
  readonly fontFiles: readonly string[];
  /** Pixels of the file for one of the picture; undefined picks 2, or less where that would be too many. */
  readonly zoom?: number;
}

/** Wider pictures are legible at their own size; sharper ones would only be slower to open. */
const WIDEST_SHARP = 4000;
/** What browsers and image viewers open without complaint. */
const WIDEST = 16000;
const MOST_PIXELS = 60e6;

export async function svgToPng(svg: string, options: PngOptions): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js");
  const { width, height } = sizeOf(svg);
  const zoom = options.zoom ?? Math.min(2, Math.max(1, WIDEST_SHARP / width));
  const resvg = new Resvg(withoutStyle(svg), {
    font: {
      fontFiles: [...options.fontFiles],
      // Names in scripts that the font lacks are better drawn with some font of the machine than not at all.
      loadSystemFonts: needsOtherFonts(svg),
      defaultFontFamily: FONT_FAMILY,
    },
    fitTo: {
      mode: "zoom",
      value: Math.min(zoom, WIDEST / width, WIDEST / height, Math.sqrt(MOST_PIXELS / width / height)),
    },
  });
  return resvg.render().asPng();
}
