/**
 * Where growth gathers: from a root always on to the child that grew most, while that child has most of its caller's growth; where it drops,
 * growth fans out, and that row is the accumulation point (the walk of Eclipse MAT, here on changes of allocation stacks). It is taken out
 * with all below it and the walk starts anew, until little is left: so points are disjoint, and their growth adds up.
 */
import { NONE } from "../profile/tables.ts";
import type { GrowthTree } from "./growth-tree.ts";
import { isPlumbing, isTrunk } from "./roles.ts";

/** The heaviest child must have this part of its caller's growth for the walk to go on. */
const DROP = 0.7;

export interface Accumulations {
  /** The points, in the order they were found; what a point has is all below it but for what an earlier one has. */
  readonly rows: readonly number[];
  /** Places looked at that hold no point. */
  readonly others: number;
}

/** `names` are those of the nodes; growth below `least` is left alone. */
export function findAccumulations(tree: GrowthTree, names: readonly string[], least: number): Accumulations {
  const forest = plantForest(tree, names);
  const rows: number[] = [];
  const used = new Set<number>();
  for (;;) {
    const start = heaviest(forest.roots, forest.left);
    if (start === NONE || (forest.left[start] as number) < least || (forest.left[start] as number) <= 0) break;
    const point = walk(forest, tree, names, start);
    const growth = forest.left[point] as number;
    for (let row = point; row !== NONE; row = forest.parent[row] as number) {
      forest.left[row] = (forest.left[row] as number) - growth;
    }
    rows.push(point);
    used.add(start);
  }
  return { rows, others: forest.roots.length - used.size };
}

interface Forest {
  /** Callers, but NONE at the first frame below the trunk: handlers of one server are trees of their own. */
  readonly parent: Int32Array;
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  readonly roots: readonly number[];
  /** Growth of each row and all below it, less that of the points already found. */
  readonly left: Float64Array;
}

function plantForest(tree: GrowthTree, names: readonly string[]): Forest {
  const parent = tree.parent.slice();
  const left = tree.flat.slice();
  const firstChild = new Int32Array(tree.length).fill(NONE);
  const nextSibling = new Int32Array(tree.length).fill(NONE);
  const roots: number[] = [];
  const isTrunkNode = names.map(isTrunk);
  const isPlumbingNode = names.map(isPlumbing);
  const isTrunkRow = new Uint8Array(tree.length);
  for (let row = 0; row < tree.length; row++) {
    const caller = tree.parent[row] as number;
    const node = tree.node[row] as number;
    const isBelowTrunk = caller !== NONE && isTrunkRow[caller] === 1;
    isTrunkRow[row] = (caller === NONE || isBelowTrunk) && isTrunkNode[node] ? 1 : 0;
    if (isBelowTrunk && isTrunkRow[row] === 0 && !isPlumbingNode[node]) parent[row] = NONE;
    if (parent[row] === NONE) roots.push(row);
  }
  for (let row = tree.length - 1; row >= 0; row--) {
    const caller = parent[row] as number;
    if (caller === NONE) continue;
    left[caller] = (left[caller] as number) + (left[row] as number);
    nextSibling[row] = firstChild[caller] as number;
    firstChild[caller] = row;
  }
  return { parent, firstChild, nextSibling, roots, left };
}

function walk({ parent, firstChild, nextSibling, left }: Forest, tree: GrowthTree, names: readonly string[], start: number): number {
  let row = start;
  for (;;) {
    let next = NONE;
    for (let child = firstChild[row] as number; child !== NONE; child = nextSibling[child] as number) {
      if ((left[child] as number) > (next === NONE ? 0 : (left[next] as number))) next = child;
    }
    if (next === NONE || (left[next] as number) < DROP * (left[row] as number)) break;
    row = next;
  }
  // Of the callers that have hardly more growth, the nearest that is more than plumbing names the place better.
  const enough = (left[row] as number) / DROP;
  for (let at = row; at !== NONE && (left[at] as number) <= enough; at = parent[at] as number) {
    if (!isPlumbing(names[tree.node[at] as number] as string)) return at;
  }
  return row;
}

function heaviest(rows: readonly number[], left: Float64Array): number {
  let most = NONE;
  for (const row of rows) if (most === NONE || (left[row] as number) > (left[most] as number)) most = row;
  return most;
}
