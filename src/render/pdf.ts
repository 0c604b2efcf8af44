/** SVG to PDF: text stays text, in the embedded font. The same bytes for the same picture. */
import { fontBytes } from "./font/typeface.ts";
import { sizeOf, withoutStyle } from "./svg/standalone.ts";

/** PDF measures in points; a pixel of ours is three quarters of one, as in every browser that prints. */
const POINTS = 0.75;
/** The longest side a page may have, in points: more than that, readers refuse. */
const LONGEST = 14400;

export async function svgToPdf(svg: string, title: string): Promise<Uint8Array> {
  const [{ default: PdfDocument }, { default: drawSvg }] = await Promise.all([
    import("pdfkit"),
    import("svg-to-pdfkit"),
  ]);
  const { width, height } = sizeOf(svg);
  const scale = Math.min(POINTS, LONGEST / width, LONGEST / height);
  // A date of its own would make two files of one picture differ.
  const info = { Title: title, Creator: "heapblame", CreationDate: new Date(0) };
  const document = new PdfDocument({ size: [width * scale, height * scale], margin: 0, info, font: "" });
  document.registerFont("regular", fontBytes("regular") as unknown as ArrayBuffer);
  document.registerFont("bold", fontBytes("bold") as unknown as ArrayBuffer);
  const chunks: Uint8Array[] = [];
  const finished = new Promise<void>((resolve, reject) => {
    document.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    document.on("end", resolve);
    document.on("error", reject);
  });
  drawSvg(document, withoutStyle(svg), 0, 0, {
    width: width * scale,
    height: height * scale,
    fontCallback: (_family, isBold) => (isBold ? "bold" : "regular"),
  });
  document.end();
  await finished;
  return join(chunks);
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
