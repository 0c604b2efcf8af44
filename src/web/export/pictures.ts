/** Pictures as files: the flame graph as it is drawn, with both parts of a sandwich, or the call graph. */
import type { Desk } from "../desk/desk.ts";
import { SVG_WANTED, type SvgRequest } from "../flame/canvas.tsx";
import { saveFile } from "./files.ts";

export async function savePicture(format: "png" | "svg", desk: Desk): Promise<void> {
  const canvases = [...document.querySelectorAll("canvas")];
  const graph = desk.facts.data.graph ?? desk.askedGraph?.svg ?? null;
  const isFlame = canvases.length > 0;
  if (!isFlame && graph === null) return;
  const name = `${isFlame ? "flame" : "graph"}.${format}`;
  const svg = (): string => (isFlame ? stackedSvg(canvases.map(svgOf)) : (graph as string));
  if (format === "svg") saveFile(name, [svg()], "image/svg+xml");
  else saveFile(name, [await (isFlame ? stackedPng(canvases) : pngOf(svg()))], "image/png");
}

/** The canvas answers at once. */
function svgOf(canvas: HTMLCanvasElement): string {
  let svg = "";
  const take = (text: string): void => {
    svg = text;
  };
  canvas.dispatchEvent(new CustomEvent(SVG_WANTED, { detail: take }) satisfies SvgRequest);
  return svg;
}

/** One above the other. */
function stackedSvg(pictures: readonly string[]): string {
  const [first = "", ...others] = pictures;
  if (others.length === 0) return first;
  const sizes = pictures.map((svg) => [sideOf(svg, "width"), sideOf(svg, "height")] as const);
  const [width, height] = stackedSize(sizes);
  const placed = pictures.map((svg, at) => svg.replace("<svg ", `<svg y="${topOf(sizes, at)}" `));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">\n${placed.join("")}</svg>\n`;
}

function sideOf(svg: string, side: "width" | "height"): number {
  return Number(new RegExp(`^<svg[^>]* ${side}="([\\d.]+)"`).exec(svg)?.[1] ?? 0);
}

type Size = readonly [width: number, height: number];

const GAP = 12;

function topOf(sizes: readonly Size[], at: number): number {
  return sizes.slice(0, at).reduce((sum, [, height]) => sum + height + GAP, 0);
}

function stackedSize(sizes: readonly Size[]): Size {
  return [sizes.reduce((most, [width]) => Math.max(most, width), 0), topOf(sizes, sizes.length) - GAP];
}

async function stackedPng(canvases: readonly HTMLCanvasElement[]): Promise<Blob> {
  const sizes = canvases.map(({ width, height }) => [width, height] as const);
  return await drawnPng(stackedSize(sizes), (context) => {
    for (const [at, canvas] of canvases.entries()) context.drawImage(canvas, 0, topOf(sizes, at));
  });
}

/** Twice as fine as it is written: its letters are small. */
async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const [width, height] = [image.naturalWidth, image.naturalHeight];
  const scale = Math.min(FINENESS, MOST_PIXELS / Math.max(width, height));
  const size: Size = [Math.round(width * scale), Math.round(height * scale)];
  return await drawnPng(size, (context) => context.drawImage(image, 0, 0, size[0], size[1]));
}

/** What a browser draws at most on a side. */
const [FINENESS, MOST_PIXELS] = [2, 16_000];

async function drawnPng([width, height]: Size, draw: (context: CanvasRenderingContext2D) => void): Promise<Blob> {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d");
  if (context !== null) draw(context);
  return await new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("the picture is too large")) : resolve(blob)),
      "image/png",
    );
  });
}
