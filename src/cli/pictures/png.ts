/** SVG to the bytes of a PNG file, with the embedded font. */
import { svgToPng } from "../../render/png.ts";
import { withFontFiles } from "./fonts.ts";

export function svgToPngFile(svg: string): Promise<Uint8Array> {
  return withFontFiles((fontFiles) => svgToPng(svg, { fontFiles }));
}
