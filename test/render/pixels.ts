/** The pixels of a picture. */
import { Resvg } from "@resvg/resvg-js";

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of each. */
  readonly data: Uint8Array;
}

export async function readPng(png: Uint8Array): Promise<Pixels> {
  const view = new DataView(png.buffer, png.byteOffset);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const href = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  return pixelsOf(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="${href}"/></svg>`,
    [],
  );
}

export async function pixelsOf(svg: string, fontFiles: readonly string[]): Promise<Pixels> {
  const image = new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: [...fontFiles] } }).render();
  return { width: image.width, height: image.height, data: new Uint8Array(image.pixels) };
}
