/**
 * An empty SVG document to draw on with d3: the only door to d3-node, which brings a DOM along and is therefore loaded when the first picture is
 * asked for. Everything is drawn through the two functions below, so that what cannot stand in XML never gets in.
 */
import type { BaseType, Selection } from "d3-selection";
import { visibleLines } from "../../visible.ts";
import { encodedFont, FONT_FAMILY, isCovered } from "../font/typeface.ts";

/** An element of the picture. */
export type Shape = Selection<BaseType, unknown, null, undefined>;

type Attributes = Readonly<Record<string, string | number | undefined>>;

interface Canvas {
  readonly root: Shape;
  /** The document as text, XML declaration included. */
  finish(): string;
}

interface CanvasOptions {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** Style sheet: what presentation attributes cannot say. Rasterisers are given the picture without it. */
  readonly style: string;
  /** Text of a script, "" for none. */
  readonly script: string;
}

/** Fonts that look much the same, for programs that do not take the embedded one. */
const FALLBACK_FONTS = "'Arial Narrow', 'Liberation Sans Narrow', 'Helvetica Neue', Arial, sans-serif";

export async function openCanvas({ width, height, title, style, script }: CanvasOptions): Promise<Canvas> {
  const { D3Node } = await import("d3-node");
  const node = new D3Node();
  const root = node.createSVG(undefined, undefined, {
    width: number(width),
    height: number(height),
    viewBox: `0 0 ${number(width)} ${number(height)}`,
    "font-family": `'${FONT_FAMILY}', ${FALLBACK_FONTS}`,
    role: "img",
  });
  root.append("title").text(printable(title));
  const finish = (): string => {
    const text = new node.window.XMLSerializer().serializeToString(root.node());
    return `<?xml version="1.0" encoding="UTF-8"?>\n${withStyle(text, style, script)}\n`;
  };
  return { root, finish };
}

/**
 * Style sheet and script are put into the finished text: in the document, the DOM would parse the one, font and all, and think of running the
 * other. Both are our own and hold nothing that XML minds.
 */
function withStyle(text: string, style: string, script: string): string {
  const at = text.indexOf("</title>") + "</title>".length;
  const sheet = `<style>\n${fontFaces()}\n${style}\n</style>`;
  const code = script === "" ? "" : `<script><![CDATA[\n${script}\n]]></script>`;
  return `${text.slice(0, at)}${sheet}${text.slice(at, -"</svg>".length)}${code}</svg>`;
}

function fontFaces(): string {
  return (["regular", "bold"] as const)
    .map((weight) => {
      const source = `url("data:font/ttf;base64,${encodedFont(weight)}") format("truetype")`;
      return `@font-face{font-family:"${FONT_FAMILY}";font-weight:${weight === "bold" ? 700 : 400};src:${source}}`;
    })
    .join("\n");
}

/** Appends an element with attributes; numbers are rounded to hundredths so that files stay small and comparable. */
export function draw(parent: Shape, element: string, attributes: Attributes): Shape {
  const shape = parent.append(element) as unknown as Shape;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    shape.attr(name, typeof value === "number" ? number(value) : printable(value));
  }
  return shape;
}

/** Appends an element that holds text: `text`, `tspan`, `title`. */
export function drawText(parent: Shape, element: string, text: string, attributes: Attributes): Shape {
  return draw(parent, element, attributes).text(printable(text));
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/** What XML cannot hold, and what turns or hides text, is spelled out; tooltips have lines of their own. */
export function printable(text: string): string {
  return visibleLines(text);
}

/** Whether a picture made of `svg` needs fonts of the machine it is drawn on, because names in it leave the embedded one. */
export function needsOtherFonts(svg: string): boolean {
  return !isCovered(svg.replace(/\s+/g, " "));
}
