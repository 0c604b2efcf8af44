/**
 * Where the boxes and edges of a call graph go: Graphviz' dot, compiled to WebAssembly. It is given boxes of fixed size, measured by us, and
 * asked for positions only; what it would draw does not matter.
 */

import type { Format } from "@hpcc-js/wasm-graphviz";

/** Turns DOT into Graphviz' JSON. May run elsewhere, in a worker, say; "timeout" if that took too long. */
export type LayoutEngine = (dot: string) => Promise<string | "timeout">;

export interface LayoutBox {
  readonly width: number;
  readonly height: number;
}

export interface LayoutEdge {
  readonly from: number;
  readonly to: number;
  /** Heavier edges are shorter and straighter: 1 to 100. */
  readonly weight: number;
  readonly thickness: number;
  /** Room for a label in the middle of the edge, if it has one. */
  readonly label: LayoutBox | undefined;
  /** Ranks between caller and callee, at least 1. */
  readonly span: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Centres of the boxes. */
  readonly boxes: readonly Point[];
  readonly edges: readonly PlacedEdge[];
}

export interface PlacedEdge {
  /** Start and control points of a cubic spline; it ends where the arrow begins. */
  readonly spline: readonly Point[];
  readonly tip: Point | undefined;
  /** Centre of the label. */
  readonly label: Point | undefined;
}

/** Graphviz measures in points, 72 to the inch; one of them is a pixel of ours. */
const DOTS_PER_INCH = 72;

/** Graphviz' JSON of places, without what it would draw: a fourth of the time of a layout. The package's types do not name it. */
export const PLACES = "json0" as string as Format;

/** In this thread. Cannot be interrupted. */
export async function layoutHere(dot: string): Promise<string> {
  const { Graphviz } = await import("@hpcc-js/wasm-graphviz");
  return (await Graphviz.load()).layout(dot, PLACES, "dot");
}

/** `isDraft`: only the places of the boxes are wanted; the edges, half the work, come without splines. */
export function toDot(boxes: readonly LayoutBox[], edges: readonly LayoutEdge[], isDraft: boolean): string {
  const lines = [
    "digraph {",
    `graph [nodesep=0.16 ranksep=0.34 nslimit=4 nslimit1=4${isDraft ? " splines=none" : ""}]`,
    'node [shape=box fixedsize=true label=""]',
  ];
  for (const [row, box] of boxes.entries())
    lines.push(`n${row} [width=${inches(box.width)} height=${inches(box.height)}]`);
  for (const edge of edges) {
    const label = edge.label === undefined ? "" : ` label=<${blankTable(edge.label)}>`;
    const span = edge.span > 1 ? ` minlen=${edge.span}` : "";
    lines.push(
      `n${edge.from} -> n${edge.to} [weight=${edge.weight} arrowsize=${(0.5 + 0.1 * edge.thickness).toFixed(2)}${span}${label}]`,
    );
  }
  return `${lines.join("\n")}\n}\n`;
}

/** Text whose size Graphviz need not guess. */
function blankTable({ width, height }: LayoutBox): string {
  const size = `fixedsize="true" width="${Math.ceil(width)}" height="${Math.ceil(height)}"`;
  return `<table border="0" cellborder="0" cellpadding="0" cellspacing="0" ${size}><tr><td></td></tr></table>`;
}

function inches(pixels: number): string {
  return (pixels / DOTS_PER_INCH).toFixed(4);
}

interface GraphvizJson {
  readonly bb: string;
  readonly objects?: readonly { readonly name: string; readonly pos: string }[];
  readonly edges?: readonly { readonly pos?: string; readonly lp?: string }[];
}

/** Graphviz counts upwards from the bottom; pictures downwards from the top. Objects and edges come in the order they were given. */
export function readLayout(json: string): Layout {
  const { bb, objects = [], edges = [] } = JSON.parse(json) as GraphvizJson;
  const [, , width = 0, height = 0] = bb.split(",").map(Number);
  const toPoint = (text: string): Point => {
    const [x = 0, y = 0] = text.split(",").map(Number);
    return { x, y: height - y };
  };
  return {
    width,
    height,
    boxes: objects.map(({ pos }) => toPoint(pos)),
    edges: edges.map(({ pos, lp }) => {
      const points = pos === undefined ? [] : pos.split(" ");
      const tip = points.find((point) => point.startsWith("e,"));
      return {
        spline: points.filter((point) => !/^[es],/.test(point)).map(toPoint),
        tip: tip === undefined ? undefined : toPoint(tip.slice(2)),
        label: lp === undefined ? undefined : toPoint(lp),
      };
    }),
  };
}
