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
}

/** `total`: width of everything, those boxes included that are not there. */
export function placeBoxes(boxes: FlameBoxes, total: number): FlameTree {
  const tree = hierarchy(buildTree(boxes, total), (node) => node.children) as PlacedBox;
  // The widths are sums already; hierarchy.sum() would add them up once more.
  tree.each((node) => Object.assign(node, { value: node.data.width }));
  partition<FlameNode>().size([1, tree.height + 1])(tree);
  return { boxes: tree.descendants(), levels: tree.height + 1 };
}

function buildTree(boxes: FlameBoxes, total: number): FlameNode {
  const nodes: FlameNode[] = [];
  const outermost: FlameNode[] = [];
  for (let row = 0; row < boxes.length; row++) {
    const node: FlameNode = { row, width: boxes.width[row] as number, children: [] };
    const caller = boxes.parent[row] as number;
    (nodes[caller]?.children ?? outermost).push(node);
    nodes.push(node);
  }
  const nameOf = (node: FlameNode): string => boxes.labels[boxes.label[node.row] as number]?.name ?? "";
  const order = (a: FlameNode, b: FlameNode): number => b.width - a.width || compareText(nameOf(a), nameOf(b));
  const root: FlameNode = { row: -1, width: total, children: outermost };
  for (const node of [root, ...nodes]) node.children.sort(order);
  return root;
}
