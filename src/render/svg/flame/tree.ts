/** The boxes of a flame graph that are wide enough to be seen, placed by d3-hierarchy. */
import { type HierarchyRectangularNode, hierarchy, partition } from "d3-hierarchy";
import { compareText } from "../../../profile/string-table.ts";
import type { FlameBoxes } from "../../../report/pictures/flame.ts";

/** `row` of the boxes; -1 for the box below all others, which stands for everything. */
export interface FlameNode {
  readonly row: number;
  readonly width: number;
  readonly children: FlameNode[];
}

/** x0 and x1 run from 0 to 1. */
export type PlacedBox = HierarchyRectangularNode<FlameNode>;

export interface FlameTree {
  /** Caller before callee. */
  readonly boxes: readonly PlacedBox[];
  /** Rows of boxes, the outermost included. */
  readonly levels: number;
  /** Boxes that are too narrow to be drawn, and the part of the whole width that was too narrow. */
  readonly hidden: number;
  readonly least: number;
}

/** More boxes make a file that browsers are slow to open, and nobody sees them. */
const MOST_BOXES = 4000;

/** `least` is the part of the whole width below which a box is left out. */
export function placeBoxes(boxes: FlameBoxes, least: number): FlameTree {
  const total = boxes.width.reduce((sum, width, row) => sum + ((boxes.parent[row] as number) < 0 ? width : 0), 0);
  const narrowest = Math.max(least * total, widthOfNth(boxes.width, MOST_BOXES));
  const { root, hidden } = buildTree(boxes, total, narrowest);
  const tree = hierarchy(root, (node) => node.children) as PlacedBox;
  // The widths are sums already; hierarchy.sum() would add them up once more.
  tree.each((node) => Object.assign(node, { value: node.data.width }));
  partition<FlameNode>().size([1, tree.height + 1])(tree);
  return { boxes: tree.descendants(), levels: tree.height + 1, hidden, least: total === 0 ? 0 : narrowest / total };
}

/** Width of the box that is the `n`th widest; 0 if there are fewer. */
function widthOfNth(widths: Float64Array, n: number): number {
  return n < widths.length ? (widths.slice().sort()[widths.length - n] as number) : 0;
}

function buildTree(boxes: FlameBoxes, total: number, narrowest: number): { root: FlameNode; hidden: number } {
  const root: FlameNode = { row: -1, width: total, children: [] };
  const nodes = new Map<number, FlameNode>();
  let hidden = 0;
  for (let row = 0; row < boxes.length; row++) {
    const width = boxes.width[row] as number;
    if (width === 0) continue;
    const caller = boxes.parent[row] as number;
    const parent = caller < 0 ? root : nodes.get(caller);
    if (parent === undefined || width < narrowest) {
      hidden++;
      continue;
    }
    const node: FlameNode = { row, width, children: [] };
    nodes.set(row, node);
    parent.children.push(node);
  }
  const nameOf = (node: FlameNode): string => boxes.labels[boxes.label[node.row] as number]?.name ?? "";
  const order = (a: FlameNode, b: FlameNode): number => b.width - a.width || compareText(nameOf(a), nameOf(b));
  for (const node of [root, ...nodes.values()]) node.children.sort(order);
  return { root, hidden };
}
