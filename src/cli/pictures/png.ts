/** SVG to the bytes of a PNG file, with the embedded font; a picture that had to be made smaller says so. */
import { largestZoom, MOST_PIXELS, svgToPng } from "../../render/png.ts";
import { sizeOf } from "../../render/svg/standalone.ts";
import type { Io } from "../terminal/io.ts";
import { withFontFiles } from "./fonts.ts";

export async function svgToPngFile(svg: string, io: Io): Promise<Uint8Array> {
  const { maxPixels: most = MOST_PIXELS } = io.limits?.() ?? {};
  const zoom = largestZoom(svg, most);
  if (zoom < 1) {
    const { width, height } = sizeOf(svg);
    const size = `${Math.round(width)} x ${Math.round(height)}`;
    await io.stderr.write(
      `heapblame: the picture of ${size} is drawn at ${Math.max(1, Math.floor(zoom * 100))}%: a PNG has at most ${most} pixels here; --max-pixels raises that, -o NAME.svg has all of it\n`,
    );
  }
  return await withFontFiles((fontFiles) => svgToPng(svg, { fontFiles, most }));
}
