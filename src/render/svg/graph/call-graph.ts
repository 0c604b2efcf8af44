/** The call graph of a profile or a diff as one SVG file, drawn to be read in an issue. */

import { type ColumnUnit, chooseColumnUnit, formatValue } from "../../../measurement/delta.ts";
import { largestOf } from "../../../measurement/extremes.ts";
import type { PictureGraph } from "../../../report/pictures/graph.ts";
import { visibleData } from "../../../visible.ts";
import { draw, drawText, openCanvas, type Shape } from "../canvas.ts";
import { headingRows, headingUnit, type Phrase, titleOf } from "../heading.ts";
import { darkStyle, LIGHT } from "../palette.ts";
import { dim, drawRows, heightOfRows, strong } from "../text-rows.ts";
import { drawEdge, drawEdgeLabel } from "./edge.ts";
import { drawKey, keyHeight } from "./key.ts";
import { type LayoutEngine, layoutHere } from "./layout.ts";
import { drawNode } from "./node.ts";
import { type GraphPlan, ISSUE_WIDTH, planGraph } from "./plan.ts";
import { graphScript, graphStyle } from "./script.ts";

export interface CallGraphOptions {
  /** Pan, zoom and search, by a script in the file. */
  readonly isInteractive: boolean;
  readonly layout?: LayoutEngine;
}

const MARGIN = 16;
const NARROWEST = 620;

export async function renderCallGraphSvg(drawn: PictureGraph, options: CallGraphOptions): Promise<string> {
  const graph = visibleData(drawn);
  const unit = boxUnit(graph);
  const totalsUnit = headingUnit(graph.header);
  const plan = await planGraph(graph, unit, options.layout ?? layoutHere);
  const width = Math.max(plan.layout.width, NARROWEST) + 2 * MARGIN;
  const scale = headingScale(width);
  const rows = headingRows(graph.header, totalsUnit, notesOf(plan), width - 2 * MARGIN, scale);
  const top = MARGIN + heightOfRows(rows) + keyHeight(scale);
  const height = top + Math.max(plan.layout.height, 60) + MARGIN;
  const canvas = await openCanvas({
    width,
    height,
    title: titleOf(graph.header, totalsUnit),
    style: [darkStyle(), options.isInteractive ? graphStyle() : ""].join("\n"),
    script: options.isInteractive ? graphScript() : "",
  });
  const { root } = canvas;
  draw(root, "rect", { width, height, class: "page", fill: LIGHT.page });
  drawRows(draw(root, "g", { class: "heading" }), rows, MARGIN, MARGIN);
  drawKey(root, graph, unit, { x: MARGIN, y: MARGIN + heightOfRows(rows), scale });
  const left = MARGIN + Math.max(0, (width - 2 * MARGIN - plan.layout.width) / 2);
  drawGraph(draw(root, "g", { class: "graph", transform: `translate(${round(left)} ${round(top)})` }), plan, unit);
  if (graph.nodes.length === 0) drawEmpty(root, graph, width, top);
  return canvas.finish();
}

/** So that heading and key are read at issue size as well. */
export function headingScale(width: number): number {
  return Math.min(Math.max(width / ISSUE_WIDTH / 1.15, 1), 3);
}

/** One unit for the numbers of all boxes, so that they compare at a glance; a small change in a large heap has a smaller one than the totals. */
function boxUnit({ header, nodes }: PictureGraph): ColumnUnit {
  return chooseColumnUnit(
    nodes.flatMap((node) => [node.flat, node.cum]),
    header.unit,
  );
}

function drawGraph(parent: Shape, plan: GraphPlan, unit: ColumnUnit): void {
  const { graph, layout } = plan;
  const isDiff = graph.header.totals !== undefined;
  const edges = draw(parent, "g", { class: "edges" });
  // Heaviest last, so that it lies on top.
  for (const [row, edgePlan] of [...plan.edges.entries()].reverse()) {
    const placed = layout.edges[row];
    if (placed !== undefined) drawEdge(edges, graph, edgePlan, placed, unit);
  }
  const labels = draw(parent, "g", { class: "labels" });
  for (const [row, edgePlan] of plan.edges.entries()) {
    const at = layout.edges[row]?.label;
    if (at !== undefined && edgePlan.label !== undefined) drawEdgeLabel(labels, edgePlan.label, at);
  }
  const nodes = draw(parent, "g", { class: "nodes" });
  const largest = largestOf(graph.nodes.map((node) => Math.abs(Number(node.cum))));
  for (const [row, node] of graph.nodes.entries()) {
    const [box, centre] = [plan.boxes[row], layout.boxes[row]];
    if (box !== undefined && centre !== undefined)
      drawNode(nodes, { node, box, centre, largest, unit, isDiff, of: graph.header.denominatorName });
  }
}

function notesOf({ graph, cutNodes }: GraphPlan): Phrase[] {
  const { omitted, nodes } = graph;
  const of = omitted.limit === undefined ? "" : ` of ${omitted.limit.of}`;
  const phrases: Phrase[] = [
    [strong(`${nodes.length}${of}`), dim(nodes.length === 1 && of === "" ? " node shown" : " nodes shown")],
  ];
  const least = (cutoff: number): string =>
    `below ${formatValue(cutoff, chooseColumnUnit([cutoff], graph.header.unit))}`;
  if (omitted.nodes !== undefined)
    phrases.push([dim(`dropped ${omitted.nodes.count} nodes ${least(omitted.nodes.cutoff)}`)]);
  if (omitted.edges !== undefined)
    phrases.push([dim(`dropped ${omitted.edges.count} edges ${least(omitted.edges.cutoff)}`)]);
  if (omitted.danglingEdges > 0)
    phrases.push([dim(`${omitted.danglingEdges} calls of frames whose changes cancel out left out`)]);
  if (cutNodes > 0) phrases.push([dim(`layout took too long: ${cutNodes} more nodes left out (--nodecount)`)]);
  return phrases;
}

function drawEmpty(root: Shape, graph: PictureGraph, width: number, top: number): void {
  const text =
    graph.header.totals === undefined
      ? "There is nothing to show: no node is left."
      : "The two profiles do not differ.";
  drawText(root, "text", text, {
    x: width / 2,
    y: top + 30,
    "text-anchor": "middle",
    "font-size": 16,
    class: "dim",
    fill: LIGHT.dim,
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
