/**
 * The call tree of a diff: one row for each call path from the roots, with how much it changed. A function that calls itself, at once or by way
 * of others, goes on in the row it already has on the path: however deep a recursion was, it is one row, and no sample counts twice.
 */
import { PairIndex } from "../graph/pair-index.ts";
import type { NodeTable } from "../graph/nodes.ts";
import type { Value, ValueColumn } from "../profile/int64.ts";
import { NONE, type Profile } from "../profile/tables.ts";

export interface GrowthTree {
  readonly length: number;
  /** Row of the caller, NONE for a root; always a smaller one. */
  readonly parent: Int32Array;
  /** Index into the infos of the NodeTable. */
  readonly node: Int32Array;
  /** Row in which each sample ends; NONE for one without frames. */
  readonly leafOf: Int32Array;
  /** Change of what the row itself allocated, and of all below it. */
  readonly flat: Float64Array;
  readonly delta: Float64Array;
}

export function buildGrowthTree(
  profile: Profile,
  nodes: NodeTable,
  base: ValueColumn,
  current: ValueColumn,
): GrowthTree {
  const paths = new FoldedPaths(profile, nodes);
  const { length } = profile.samples;
  const leafOf = new Int32Array(length);
  for (let sample = 0; sample < length; sample++) leafOf[sample] = paths.addStack(sample);
  const { parent, node } = paths.finish();
  const flat = new Float64Array(parent.length);
  for (let sample = 0; sample < length; sample++) {
    const row = leafOf[sample] as number;
    if (row !== NONE) flat[row] = (flat[row] as number) + changeAt(base, current, sample);
  }
  const delta = flat.slice();
  for (let row = parent.length - 1; row >= 0; row--) {
    const caller = parent[row] as number;
    if (caller !== NONE) delta[caller] = (delta[caller] as number) + (delta[row] as number);
  }
  return { length: parent.length, parent, node, leafOf, flat, delta };
}

function changeAt(base: ValueColumn, current: ValueColumn, sample: number): number {
  return Number(current[sample] as Value) - Number(base[sample] as Value);
}

/** Rows from `row` up to its root. */
export function pathToRoot({ parent }: GrowthTree, row: number): number[] {
  const path: number[] = [];
  for (let at = row; at !== NONE; at = parent[at] as number) path.push(at);
  return path;
}

/** Samples that follow each other mostly share the upper part of their stacks, so the path of the last one is kept. */
class FoldedPaths {
  readonly #profile: Profile;
  readonly #nodes: NodeTable;
  readonly #index = new PairIndex();
  /** Row of each node that is on the path, else NONE. */
  readonly #rowOn: Int32Array;
  /** The path: its locations from the root on, and after each of them the row and how many nodes were entered. */
  readonly #location: number[] = [];
  readonly #row: number[] = [];
  readonly #enteredBy: number[] = [];
  readonly #entered: number[] = [];

  constructor(profile: Profile, nodes: NodeTable) {
    this.#profile = profile;
    this.#nodes = nodes;
    this.#rowOn = new Int32Array(nodes.infos.length).fill(NONE);
  }

  addStack(sample: number): number {
    const { start, locations } = this.#profile.samples;
    const leaf = start[sample] as number;
    const root = (start[sample + 1] as number) - 1;
    const depth = root - leaf + 1;
    let known = 0;
    while (known < depth && known < this.#location.length && this.#location[known] === locations[root - known]) known++;
    this.#leave(known);
    let row = known === 0 ? NONE : (this.#row[known - 1] as number);
    for (let level = known; level < depth; level++) {
      const location = locations[root - level] as number;
      row = this.#enter(row, location);
      this.#location.push(location);
      this.#row.push(row);
      this.#enteredBy.push(this.#entered.length);
    }
    return row;
  }

  #leave(level: number): void {
    const keep = level === 0 ? 0 : (this.#enteredBy[level - 1] as number);
    while (this.#entered.length > keep) this.#rowOn[this.#entered.pop() as number] = NONE;
    this.#location.length = level;
    this.#row.length = level;
    this.#enteredBy.length = level;
  }

  #enter(caller: number, location: number): number {
    const first = this.#nodes.start[location] as number;
    let row = caller;
    for (let slot = (this.#nodes.start[location + 1] as number) - 1; slot >= first; slot--) {
      const node = this.#nodes.nodeOf[slot] as number;
      const known = this.#rowOn[node] as number;
      row = known === NONE ? this.#index.rowOf(row, node) : known;
      if (known !== NONE) continue;
      this.#rowOn[node] = row;
      this.#entered.push(node);
    }
    return row;
  }

  finish(): { readonly parent: Int32Array; readonly node: Int32Array } {
    const { first, second, length } = this.#index;
    return { parent: first.slice(0, length), node: second.slice(0, length) };
  }
}
