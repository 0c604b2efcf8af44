/**
 * The call tree of what changed in a diff: a row for each call path from the roots, with how much it changed. Rows come into being when somebody
 * asks for the children of one, since growth is looked for in few places of a large tree.
 *
 * A function that calls itself, at once or by way of others, goes on from where it already is on the path: `a b c b d` is `a b d`. However deep a
 * recursion was, it is one row, and no sample counts twice.
 */
import type { NodeTable } from "../../graph/nodes.ts";
import type { Value, ValueColumn } from "../../profile/int64.ts";
import { NONE, type Profile } from "../../profile/tables.ts";

export interface GrowthRow {
  /** undefined for a root. */
  readonly caller: GrowthRow | undefined;
  /** Index into the infos of the NodeTable. */
  readonly node: number;
  /** Frames above. */
  readonly depth: number;
  /** Changed samples below, by their position among the paths. */
  readonly units: readonly number[];
  /** Their growth; whoever walks the tree takes away what is accounted for. */
  left: number;
}

/** Folded paths of the samples that changed. */
interface ChangedPaths {
  readonly sample: Int32Array;
  readonly change: Float64Array;
  /** Range start into `node` of each path, one longer than the paths. */
  readonly start: Int32Array;
  /** Root first. */
  readonly node: Int32Array;
}

export class GrowthTree {
  readonly paths: ChangedPaths;
  readonly roots: readonly GrowthRow[];
  readonly #children = new Map<GrowthRow, readonly GrowthRow[]>();
  #growthByNode: Float64Array | undefined;

  constructor(profile: Profile, nodes: NodeTable, base: ValueColumn, current: ValueColumn) {
    this.paths = foldChangedPaths(profile, nodes, base, current);
    this.roots = this.#group(Array.from(this.paths.sample.keys()), undefined);
  }

  childrenOf(row: GrowthRow): readonly GrowthRow[] {
    const known = this.#children.get(row);
    if (known !== undefined) return known;
    const children = this.#group(row.units, row);
    this.#children.set(row, children);
    return children;
  }

  /** What every function changed by on all paths, by node: a function that one path gains and another loses did not grow. */
  growthByNode(nodes: number): Float64Array {
    this.#growthByNode ??= this.#sumByNode(nodes);
    return this.#growthByNode;
  }

  #sumByNode(nodes: number): Float64Array {
    const { start, node, change } = this.paths;
    const growth = new Float64Array(nodes);
    for (let unit = 0; unit < change.length; unit++) {
      for (let at = start[unit] as number; at < (start[unit + 1] as number); at++) {
        const index = node[at] as number;
        growth[index] = (growth[index] as number) + (change[unit] as number);
      }
    }
    return growth;
  }

  #group(units: readonly number[], caller: GrowthRow | undefined): GrowthRow[] {
    const depth = caller === undefined ? 0 : caller.depth + 1;
    const { start, node, change } = this.paths;
    const byNode = new Map<number, { units: number[]; left: number }>();
    for (const unit of units) {
      const at = (start[unit] as number) + depth;
      if (at >= (start[unit + 1] as number)) continue;
      const key = node[at] as number;
      const group = byNode.get(key);
      if (group === undefined) byNode.set(key, { units: [unit], left: change[unit] as number });
      else {
        group.units.push(unit);
        group.left += change[unit] as number;
      }
    }
    return Array.from(byNode, ([key, group]) => ({ caller, node: key, depth, ...group }));
  }
}

/** The rows from `row` up to its root. */
export function pathToRoot(row: GrowthRow): GrowthRow[] {
  const path: GrowthRow[] = [];
  for (let at: GrowthRow | undefined = row; at !== undefined; at = at.caller) path.push(at);
  return path;
}

function foldChangedPaths(profile: Profile, nodes: NodeTable, base: ValueColumn, current: ValueColumn): ChangedPaths {
  const { length, start: stackStart, locations } = profile.samples;
  const { start: slotStart, nodeOf } = nodes;
  const changed: number[] = [];
  for (let sample = 0; sample < length; sample++) if (base[sample] !== current[sample]) changed.push(sample);
  const sample = Int32Array.from(changed);
  const change = Float64Array.from(changed, (at) => Number(current[at] as Value) - Number(base[at] as Value));
  const start = new Int32Array(sample.length + 1);
  let node = new Int32Array(Math.max(1024, sample.length * 32));
  /** Position + 1 of each node on the path, valid where the path has that node there. */
  const positionOf = new Int32Array(nodes.infos.length);
  let end = 0;
  for (let unit = 0; unit < sample.length; unit++) {
    const first = end;
    const row = sample[unit] as number;
    for (let at = (stackStart[row + 1] as number) - 1; at >= (stackStart[row] as number); at--) {
      const location = locations[at] as number;
      for (let slot = (slotStart[location + 1] as number) - 1; slot >= (slotStart[location] as number); slot--) {
        const next = nodeOf[slot] as number;
        const known = (positionOf[next] as number) - 1;
        if (known >= first && known < end && node[known] === next) {
          end = known + 1;
          continue;
        }
        if (end === node.length) node = doubled(node);
        node[end++] = next;
        positionOf[next] = end;
      }
    }
    start[unit + 1] = end;
  }
  return { sample, change, start, node: node.subarray(0, end) };
}

function doubled(column: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(column.length * 2);
  longer.set(column);
  return longer;
}

/**
 * For every sample of the profile, changed or not, the nearest of `points` that it runs through, as an index into them; NONE for none. Agrees with
 * the tree about changed ones: recursion is folded the same way.
 */
export function assignToPoints(profile: Profile, nodes: NodeTable, points: readonly GrowthRow[]): Int32Array {
  const { length, start, locations } = profile.samples;
  const pointOf = new Int32Array(length).fill(NONE);
  if (points.length === 0) return pointOf;
  const ways = buildWays(points);
  /** Position + 1 of each node on the path, valid where the path has that node there. */
  const positionOf = new Int32Array(nodes.infos.length);
  const node: number[] = [];
  const wayAt: Way[] = [];
  for (let sample = 0; sample < length; sample++) {
    let way = ways;
    let end = 0;
    for (let at = (start[sample + 1] as number) - 1; at >= (start[sample] as number); at--) {
      const location = locations[at] as number;
      for (let slot = (nodes.start[location + 1] as number) - 1; slot >= (nodes.start[location] as number); slot--) {
        const next = nodes.nodeOf[slot] as number;
        const known = (positionOf[next] as number) - 1;
        if (known >= 0 && known < end && node[known] === next) {
          end = known + 1;
          way = wayAt[known] as Way;
          continue;
        }
        way = way.next.get(next) ?? leave(way);
        node[end] = next;
        wayAt[end++] = way;
        positionOf[next] = end;
      }
    }
    pointOf[sample] = way.point;
  }
  return pointOf;
}

/** A row on the way to a point. */
interface Way {
  readonly next: Map<number, Way>;
  /** The nearest point at or above this row. */
  point: number;
  /** Where a frame off the ways leads: nowhere, but back to what is on the path. */
  off: Way | undefined;
}

function leave(way: Way): Way {
  if (way.off !== undefined) return way.off;
  const off: Way = { next: new Map(), point: way.point, off: undefined };
  off.off = off;
  way.off = off;
  return off;
}

function buildWays(points: readonly GrowthRow[]): Way {
  const start: Way = { next: new Map(), point: NONE, off: undefined };
  const ends = points.map((point) => {
    let way = start;
    for (const { node } of pathToRoot(point).reverse()) {
      let next = way.next.get(node);
      if (next === undefined) {
        next = { next: new Map(), point: NONE, off: undefined };
        way.next.set(node, next);
      }
      way = next;
    }
    return way;
  });
  for (const [point, way] of ends.entries()) way.point = point;
  spread(start);
  return start;
}

/** Below a point its number goes for every row that has none of its own. */
function spread(start: Way): void {
  const todo = [start];
  for (let way = todo.pop(); way !== undefined; way = todo.pop()) {
    for (const next of way.next.values()) {
      if (next.point === NONE) next.point = way.point;
      todo.push(next);
    }
  }
}
