/** Where the boxes of a flame graph lie: a caller above what it calls, the widest first, all that is wider than half a pixel. */
import { buildStackTree, type StackTree } from "../../graph/stack-tree.ts";
import { NONE } from "../../profile/tables.ts";
import { type StackSet, sumOf, widthsOf } from "../desk/stacks.ts";
import type { Width } from "../page-state.ts";

/** One entry a box. */
export interface Boxes {
  readonly length: number;
  readonly parent: Int32Array;
  /** Index into the names of the stacks. */
  readonly info: Int32Array;
  readonly isInline: Uint8Array;
  /** Level that it is drawn in, the uppermost is 0. */
  readonly depth: Int32Array;
  /** Whether what is outermost lies lowest. */
  readonly isUpward: boolean;
  /** Left edge and width, in parts of the whole. */
  readonly left: Float64Array;
  readonly part: Float64Array;
  readonly current: Float64Array;
  readonly base: Float64Array;
  readonly grew: Float64Array;
  readonly shrank: Float64Array;
  /** Number of levels. */
  readonly levels: number;
  /** Too narrow to be drawn. */
  readonly cut: number;
  /** The whole, in the unit of the values. */
  readonly total: number;
}

/** Those of the last few pictures: going back to one is at once. */
const known = new WeakMap<StackSet["paths"], Map<string, Boxes>>();

/** As layOutBoxes, each once for the same stacks. */
export function boxesOf(stacks: StackSet, infos: number, width: Width, pixels: number): Boxes {
  const ofStacks = known.get(stacks.paths) ?? new Map<string, Boxes>();
  known.set(stacks.paths, ofStacks);
  const key = `${width} ${pixels}`;
  const boxes = ofStacks.get(key) ?? layOutBoxes(stacks, infos, width, pixels);
  if (!ofStacks.has(key) && ofStacks.size >= MOST_KEPT) ofStacks.delete(ofStacks.keys().next().value as string);
  ofStacks.set(key, boxes);
  return boxes;
}

const MOST_KEPT = 6;

function layOutBoxes({ paths, values }: StackSet, infos: number, width: Width, pixels: number): Boxes {
  const widths = widthsOf(values, width);
  const total = sumOf(widths);
  const { current, base, grew, shrank } = values;
  const narrowest = total / Math.max(1, 2 * pixels);
  const tree = buildStackTree(paths, widths, [current, base, grew, shrank], infos, narrowest);
  const { left, depth, levels } = place(tree);
  const [currents, bases, grown, shrunk] = tree.sums as [Float64Array, Float64Array, Float64Array, Float64Array];
  return {
    ...{ length: tree.length, parent: tree.parent, info: tree.info, isInline: tree.isInline, depth, levels, total },
    isUpward: false,
    left: left.map((value) => (total === 0 ? 0 : value / total)),
    part: tree.width.map((value) => (total === 0 ? 0 : value / total)),
    ...{ current: currents, base: bases, grew: grown, shrank: shrunk, cut: tree.cut },
  };
}

/** What lies on others stands on them. */
export function upward(boxes: Boxes): Boxes {
  const { depth, levels } = boxes;
  return { ...boxes, depth: depth.map((level) => levels - 1 - level), isUpward: true };
}

function place({ length, parent, width }: StackTree): { left: Float64Array; depth: Int32Array; levels: number } {
  const left = new Float64Array(length);
  const depth = new Int32Array(length);
  let levels = 0;
  // Rows of one caller lie side by side.
  for (let row = 0; row < length; ) {
    const caller = parent[row] as number;
    let end = row;
    while (end < length && parent[end] === caller) end++;
    const siblings = Array.from({ length: end - row }, (_, index) => row + index);
    siblings.sort((a, b) => (width[b] as number) - (width[a] as number));
    let at = caller === NONE ? 0 : (left[caller] as number);
    const level = caller === NONE ? 0 : (depth[caller] as number) + 1;
    for (const sibling of siblings) {
      left[sibling] = at;
      depth[sibling] = level;
      at += width[sibling] as number;
    }
    levels = Math.max(levels, level + 1);
    row = end;
  }
  return { left, depth, levels };
}

/** The box at a place, `x` in parts of the whole; NONE where there is none. */
export function boxAt({ length, depth, left, part }: Boxes, x: number, level: number): number {
  for (let row = 0; row < length; row++) {
    if (depth[row] !== level) continue;
    const from = left[row] as number;
    if (x >= from && x < from + (part[row] as number)) return row;
  }
  return NONE;
}

/** Infos from the root down to the box. */
export function pathTo({ parent, info }: Boxes, row: number): number[] {
  const path: number[] = [];
  for (let at = row; at !== NONE; at = parent[at] as number) path.push(info[at] as number);
  return path.reverse();
}
