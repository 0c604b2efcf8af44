/** An SVG read by a real XML parser, and its texts measured by a font library that is not ours. */
import { create, type Font } from "fontkit";
import { SaxesParser } from "saxes";
import { fontBytes } from "../../../src/render/font/typeface.ts";

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  /** Text directly in it. */
  text: string;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Throws where the text is no well-formed XML. */
export function readSvg(svg: string): Element {
  const parser = new SaxesParser({ xmlns: true });
  const document: Element = { name: "", attributes: {}, children: [], text: "" };
  const open: Element[] = [document];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => {
    const attributes = Object.fromEntries(Object.values(tag.attributes).map(({ name, value }) => [name, value]));
    const element: Element = { name: tag.name, attributes, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => open.pop());
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.write(svg).close();
  return document.children[0] as Element;
}

export function* descendants(element: Element): Generator<Element> {
  for (const child of element.children) {
    yield child;
    yield* descendants(child);
  }
}

export function byClass(root: Element, name: string): Element[] {
  return [...descendants(root)].filter(({ attributes }) => attributes["class"]?.split(" ").includes(name));
}

export function child(element: Element, name: string): Element {
  const found = element.children.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`<${element.name}> has no <${name}>`);
  return found;
}

export function children(element: Element, name: string): Element[] {
  return element.children.filter((candidate) => candidate.name === name);
}

/** All its texts, without the tooltip. */
export function textOf(element: Element): string {
  return children(element, "text")
    .map(({ text }) => text)
    .join(" ");
}

export function boxOfRect({ attributes }: Element): Box {
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(attributes[name] ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  return { left: x, top: y, right: x + width, bottom: y + height };
}

const fonts = new Map<string, Font>();

function fontOf(weight: "regular" | "bold"): Font {
  const font = fonts.get(weight) ?? (create(Buffer.from(fontBytes(weight))) as Font);
  fonts.set(weight, font);
  return font;
}

/** What a text covers, from its ascenders to its descenders, laid out by fontkit. */
export function boxOfText({ attributes, text }: Element): Box {
  const size = Number(attributes["font-size"]);
  const font = fontOf(attributes["font-weight"] === "700" ? "bold" : "regular");
  const width = (font.layout(text).advanceWidth / font.unitsPerEm) * size;
  const [x, y] = [Number(attributes["x"]), Number(attributes["y"])];
  return { left: x, top: y - 0.75 * size, right: x + width, bottom: y + 0.2 * size };
}

export function contains(outer: Box, inner: Box, slack = 0.5): boolean {
  return (
    inner.left >= outer.left - slack &&
    inner.right <= outer.right + slack &&
    inner.top >= outer.top - slack &&
    inner.bottom <= outer.bottom + slack
  );
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
}
