/**
 * Where growth gathers: from a root always on to the child that grew most, while that child has most of its caller's growth; where it drops,
 * growth fans out, and that row is the accumulation point (the walk of Eclipse MAT, here on changes of allocation stacks). It is taken out
 * with all below it and the walk starts anew, until little is left: so points are disjoint, and their growth adds up. What grew beside something
 * that shrank under the same caller is looked for last: there the caller's net hides it.
 */
import type { GrowthRow, GrowthTree } from "./growth-tree.ts";

/** The heaviest child must have this part of its caller's growth for the walk to go on. */
const DROP = 0.7;

/** Of each node. */
interface Plumbing {
  /** Carries growth rather than causes it. */
  readonly isPlumbing: readonly boolean[];
  /** So near the root that what it calls is looked at one by one. */
  readonly isTrunk: readonly boolean[];
}

interface Accumulations {
  /** The points, in the order they were found; what a point has is all below it but for what an earlier one has. */
  readonly points: readonly GrowthRow[];
  /** Places looked at that hold no point. */
  readonly others: number;
}

/** Growth below `least` is left alone; `isMasked`: also what the net of its caller hides is looked for. */
export function findAccumulations(
  tree: GrowthTree,
  plumbing: Plumbing,
  least: number,
  isMasked: boolean,
): Accumulations {
  const roots = findRoots(tree, plumbing);
  const rootSet = new Set(roots);
  const points: GrowthRow[] = [];
  const used = new Set<GrowthRow>();
  /** Roots are looked at by themselves; what a point has is accounted for. */
  const seen = new Set<GrowthRow>(roots);
  const growthOf = tree.growthByNode(plumbing.isPlumbing.length);
  for (;;) {
    const root = heaviest(roots);
    if (root === undefined || root.left < least || root.left <= 0) {
      const hidden = (isMasked ? roots : [])
        .filter((each) => !points.includes(each))
        .map((each) => hiddenBelow(tree, seen, each, growthOf, least))
        .find((row) => row !== undefined);
      if (hidden === undefined) break;
      for (const row of pathTo(rootSet, hidden).slice(1)) row.left -= hidden.left;
      roots.push(hidden);
      rootSet.add(hidden);
      seen.add(hidden);
      continue;
    }
    const point = walk(tree, plumbing, rootSet, root);
    const growth = point.left;
    for (const row of pathTo(rootSet, point)) row.left -= growth;
    points.push(point);
    seen.add(point);
    used.add(root);
  }
  return { points, others: roots.length - used.size };
}

/** The roots, and the first frames below the trunk, which are no longer part of it: handlers of one server are trees of their own. */
function findRoots(tree: GrowthTree, { isTrunk }: Plumbing): GrowthRow[] {
  const roots: GrowthRow[] = [];
  for (const root of tree.roots) {
    roots.push(root);
    if (isTrunk[root.node]) partTrunk(tree, isTrunk, root, roots);
  }
  return roots;
}

/** What hangs off the trunk below `root` becomes roots, and no longer counts for the trunk. */
function partTrunk(tree: GrowthTree, isTrunk: readonly boolean[], root: GrowthRow, roots: GrowthRow[]): void {
  const open = (row: GrowthRow) => ({ row, children: tree.childrenOf(row), at: 0, apart: 0 });
  const path = [open(root)];
  for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
    const child = last.children[last.at++];
    if (child === undefined) {
      last.row.left -= last.apart;
      path.pop();
      const caller = path.at(-1);
      if (caller !== undefined) caller.apart += last.apart;
    } else if (isTrunk[child.node]) path.push(open(child));
    else {
      roots.push(child);
      last.apart += child.left;
    }
  }
}

/** The nearest row below that grew by `least`, and whose function grew on all its stacks together; undefined for none. */
function hiddenBelow(
  tree: GrowthTree,
  seen: ReadonlySet<GrowthRow>,
  root: GrowthRow,
  growthOf: Float64Array,
  least: number,
): GrowthRow | undefined {
  const rows = [root];
  for (let row = rows.pop(); row !== undefined; row = rows.pop()) {
    if (gainOf(tree, row) < Math.max(least, Number.MIN_VALUE)) continue;
    for (const child of tree.childrenOf(row)) {
      if (seen.has(child)) continue;
      const isHidden = child.left >= Math.max(least, Number.MIN_VALUE);
      if (isHidden && (growthOf[child.node] as number) >= DROP * child.left) return child;
      rows.push(child);
    }
  }
  return undefined;
}

/** What the samples below that grew have grown by. */
function gainOf({ paths }: GrowthTree, { units }: GrowthRow): number {
  return units.reduce((sum, unit) => sum + Math.max(0, paths.change[unit] as number), 0);
}

/** Rows from `row` up to the root it is looked at under. */
function pathTo(roots: ReadonlySet<GrowthRow>, row: GrowthRow): GrowthRow[] {
  const path: GrowthRow[] = [];
  for (let at: GrowthRow | undefined = row; at !== undefined; at = at.caller) {
    path.push(at);
    if (roots.has(at)) break;
  }
  return path;
}

function walk(tree: GrowthTree, { isPlumbing }: Plumbing, roots: ReadonlySet<GrowthRow>, root: GrowthRow): GrowthRow {
  let row = root;
  for (;;) {
    const next = heaviest(tree.childrenOf(row).filter((child) => !roots.has(child)));
    if (next === undefined || next.left <= 0 || next.left < DROP * row.left) break;
    row = next;
  }
  // Of the callers that have hardly more growth, the nearest that is more than plumbing names the place better.
  const enough = row.left / DROP;
  const isHardlyMore = ({ left }: GrowthRow): boolean => left <= enough && left >= DROP * row.left;
  return pathTo(roots, row).find((at) => isHardlyMore(at) && !isPlumbing[at.node]) ?? row;
}

function heaviest(rows: readonly GrowthRow[]): GrowthRow | undefined {
  let most: GrowthRow | undefined;
  for (const row of rows) if (most === undefined || row.left > most.left) most = row;
  return most;
}
