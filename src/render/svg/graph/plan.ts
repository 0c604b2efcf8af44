/**
 * From a graph to a layout: how large each node is written and which edges get a label. Size follows flat: the box that allocated stands out.
 * The main path is written so large that it can be read when the whole picture is shown 900 pixels wide, as an issue shows it; since larger
 * boxes make a wider picture, that takes more than one layout.
 */

import { UsageError } from "../../../errors.ts";
import { type ColumnUnit, formatDelta, formatValue } from "../../../measurement/delta.ts";
import { largestOf } from "../../../measurement/extremes.ts";
import { keepFirstNodes, type PictureEdge, type PictureGraph } from "../../../report/pictures/graph.ts";
import { measureText } from "../../font/typeface.ts";
import { type NodeBox, nameSize, nodeBox } from "./box.ts";
import { layoutParts } from "./components.ts";
import type { Layout, LayoutBox, LayoutEdge, LayoutEngine } from "./layout.ts";
import { mainPath } from "./main-path.ts";

export interface GraphPlan {
  /** What is left of it where the whole was too much for the layout. */
  readonly graph: PictureGraph;
  readonly boxes: readonly NodeBox[];
  readonly edges: readonly EdgePlan[];
  readonly layout: Layout;
  /** Nodes that the layout had no time for. */
  readonly cutNodes: number;
}

export interface EdgePlan {
  readonly edge: PictureEdge;
  readonly thickness: number;
  readonly label: (LayoutBox & { readonly text: string; readonly size: number }) | undefined;
}

/** Width of a picture in an issue, and the smallest writing that is legible there, in pixels. */
export const ISSUE_WIDTH = 900;
const LEGIBLE = 9;

const LARGEST_SCALE = 2.2;
const LARGEST_MAIN_SCALE = 3;
const EDGE_LABEL_SIZE = 10.5;

export async function planGraph(graph: PictureGraph, unit: ColumnUnit, engine: LayoutEngine): Promise<GraphPlan> {
  let shown = graph;
  for (;;) {
    const plan = await planOnce(shown, unit, engine);
    if (plan !== undefined) return { ...plan, cutNodes: graph.nodes.length - shown.nodes.length };
    const fewer = Math.floor(Math.min(shown.nodes.length / 2, 400));
    if (fewer < 10)
      throw new UsageError(
        "unsupported",
        `the layout of ${graph.nodes.length} nodes took too long; draw fewer with --nodecount`,
      );
    shown = keepFirstNodes(graph, fewer);
  }
}

type Plan = Omit<GraphPlan, "cutNodes">;

/** A draft to learn the width, then the layout; once more if the larger boxes made it too wide after all. Undefined if there was no time. */
async function planOnce(graph: PictureGraph, unit: ColumnUnit, engine: LayoutEngine): Promise<Plan | undefined> {
  const path = mainPath(graph);
  const first = [...path][0] ?? 0;
  const planWith = async (floor: number, isDraft: boolean): Promise<Plan | undefined> => {
    const boxes = planBoxes(graph, unit, path, floor);
    const edges = planEdges(graph, unit, path, floor);
    const layout = await layoutParts(boxes, layoutEdges(graph, edges), { first, isDraft }, engine);
    return layout === "timeout" ? undefined : { graph, boxes, edges, layout };
  };
  const draft = await planWith(1, true);
  if (draft === undefined) return undefined;
  const floor = Math.min(Math.max(1, scaleFor(draft.layout) * FORESIGHT), LARGEST_MAIN_SCALE);
  const plan = await planWith(floor, false);
  if (plan === undefined) return undefined;
  const wanted = Math.min(scaleFor(plan.layout), LARGEST_MAIN_SCALE);
  return wanted <= floor * 1.06 ? plan : ((await planWith(wanted, false)) ?? plan);
}

/** A larger main path makes a wider picture, in which it has to be larger still. */
const FORESIGHT = 1.08;

/** How large the main path has to be written to be legible at issue size. */
function scaleFor(layout: Layout): number {
  return (layout.width * LEGIBLE) / ISSUE_WIDTH / nameSize(1);
}

function planBoxes(graph: PictureGraph, unit: ColumnUnit, path: ReadonlySet<number>, floor: number): NodeBox[] {
  const largest = largestOf(graph.nodes.map((node) => Math.abs(Number(node.flat))));
  const isDiff = graph.header.totals !== undefined;
  return graph.nodes.map((node, row) => {
    const part = largest === 0 ? 0 : Math.abs(Number(node.flat)) / largest;
    const scale = 1 + (LARGEST_SCALE - 1) * part ** 0.6;
    return nodeBox(node, path.has(row) ? Math.max(scale, floor) : scale, unit, isDiff);
  });
}

/** A label where the number is news: an edge that carries all of its callee's cum repeats what the box below says. */
function planEdges(graph: PictureGraph, unit: ColumnUnit, path: ReadonlySet<number>, floor: number): EdgePlan[] {
  const format = graph.header.totals === undefined ? formatValue : formatDelta;
  // Against the heaviest node, not the heaviest edge: where one lone node has it all, the calls between others are thin.
  const largest = largestOf(graph.nodes.map((node) => Math.abs(Number(node.cum))));
  return graph.edges.map((edge) => {
    const part = largest === 0 ? 0 : Math.min(1, Math.abs(Number(edge.weight)) / largest);
    const isNews = edge.weight !== graph.nodes[edge.to]?.cum && edge.weight !== graph.nodes[edge.from]?.cum;
    const onPath = path.has(edge.from) && path.has(edge.to);
    const text = format(edge.weight, unit);
    const size = EDGE_LABEL_SIZE * (onPath ? floor : 1 + (floor - 1) * part);
    const width = measureText(text, size, "regular") + 0.6 * size;
    const label = isNews ? { text, size, width, height: size * 1.4 } : undefined;
    return { edge, thickness: 1 + 5.5 * part * (0.5 + 0.5 * floor), label };
  });
}

/** Of many calls to leaves side by side, every other one goes a rank or two deeper: half as wide, and the lower ones are seen between. */
function layoutEdges(graph: PictureGraph, plans: readonly EdgePlan[]): LayoutEdge[] {
  const [callers, callees] = [new Array(graph.nodes.length).fill(0), new Array(graph.nodes.length).fill(0)] as [
    number[],
    number[],
  ];
  for (const { from, to } of graph.edges) {
    callees[from] = (callees[from] as number) + 1;
    callers[to] = (callers[to] as number) + 1;
  }
  const leavesSeen = new Array<number>(graph.nodes.length).fill(0);
  const heaviest = largestOf(
    plans.map(({ edge }) => Math.abs(Number(edge.weight))),
    1,
  );
  return plans.map(({ edge, thickness, label }) => {
    const isLeaf = callees[edge.to] === 0 && callers[edge.to] === 1 && (callees[edge.from] as number) > 2;
    const seen = leavesSeen[edge.from] as number;
    if (isLeaf) leavesSeen[edge.from] = seen + 1;
    const weight = 1 + Math.round((99 * Math.abs(Number(edge.weight))) / heaviest);
    return { from: edge.from, to: edge.to, weight, thickness, label, span: isLeaf ? 1 + (seen % 3) : 1 };
  });
}
