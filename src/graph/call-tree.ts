/**
 * The call tree: every call path of the samples is one node, so that a function appears once for each context it was called in.
 *
 *     main ─┬─ a ─── c      one row each; a parent's row comes before its children's,
 *           └─ b ─── c      so sums over subtrees are one loop from the last row to the first
 */
import { addInto, type ValueColumn, zerosLike } from "../profile/int64.ts";
import { longer } from "../profile/row-index.ts";
import { NONE, type SampleTable } from "../profile/tables.ts";
import { type EdgeTable, indexEdges } from "./edges/table.ts";
import type { GraphSource, NodeWeights } from "./graph.ts";
import { PairIndex } from "./pair-index.ts";
import { rowsWhere } from "./rows-where.ts";

export interface CallTree {
  readonly length: number;
  /** Row of the caller, NONE for a root. */
  readonly parent: Int32Array;
  /** Index into the infos of the NodeTable. */
  readonly info: Int32Array;
  /** 1 if the call was inlined into its caller on every stack. */
  readonly isInline: Uint8Array;
  /** Row in which each sample ends; NONE for a sample without frames, or without a value to count. */
  readonly leafOf: Int32Array;
  readonly weights: NodeWeights;
}

export function buildCallTree(source: GraphSource): CallTree {
  const rows = new TreeRows(source);
  const { samples } = source.profile;
  const leafOf = new Int32Array(samples.length).fill(NONE);
  for (let sample = 0; sample < samples.length; sample++) {
    if (source.values[sample] || source.divisors?.[sample]) leafOf[sample] = rows.addStack(sample);
  }
  const { parent, info, isInline } = rows.finish();
  const [flat, cum] = sumUp(source.values, leafOf, parent);
  const [flatDivisor, cumDivisor] = source.divisors === undefined ? [] : sumUp(source.divisors, leafOf, parent);
  return { length: parent.length, parent, info, isInline, leafOf, weights: { flat, cum, flatDivisor, cumDivisor } };
}

function sumUp(values: ValueColumn, leafOf: Int32Array, parent: Int32Array): [flat: ValueColumn, cum: ValueColumn] {
  const flat = zerosLike(values, parent.length);
  for (let sample = 0; sample < leafOf.length; sample++) {
    const leaf = leafOf[sample] as number;
    if (leaf !== NONE) addInto(flat, leaf, values, sample);
  }
  const cum = flat.slice();
  for (let row = parent.length - 1; row >= 0; row--) {
    const caller = parent[row] as number;
    if (caller !== NONE) addInto(cum, caller, cum, row);
  }
  return [flat, cum];
}

/**
 * The edges of the tree without the rows marked in `removed` (undefined: none): one into every row that still has a caller, as heavy as the row.
 * What a removed row called hangs on the nearest caller that is left, by an edge that is residual, and inline only if every call on the way is.
 */
export function treeEdges(tree: CallTree, removed: Uint8Array | undefined): EdgeTable {
  const { from, isInline, isResidual } = hangUp(tree, removed);
  const to = rowsWhere(tree.length, (row) => from[row] !== NONE && removed?.[row] !== 1);
  const { cum, cumDivisor } = tree.weights;
  const columns = {
    length: to.length,
    from: to.map((row) => from[row] as number),
    to,
    weight: pick(cum, to),
    divisor: cumDivisor === undefined ? undefined : pick(cumDivisor, to),
    isResidual: Uint8Array.from(to, (row) => isResidual[row] as number),
    isInline: Uint8Array.from(to, (row) => isInline[row] as number),
  };
  return indexEdges(columns, tree.length);
}

/** For each row, its nearest caller that is not removed, and what the way to it is like. Callers come first, so theirs is known. */
function hangUp(
  tree: CallTree,
  removed: Uint8Array | undefined,
): { from: Int32Array; isInline: Uint8Array; isResidual: Uint8Array } {
  const isResidual = new Uint8Array(tree.length);
  if (removed === undefined) return { from: tree.parent, isInline: tree.isInline, isResidual };
  const from = tree.parent.slice();
  const isInline = tree.isInline.slice();
  for (let row = 0; row < tree.length; row++) {
    const caller = from[row] as number;
    if (caller === NONE || removed[caller] === 0) continue;
    from[row] = from[caller] as number;
    isResidual[row] = 1;
    isInline[row] = (isInline[row] as number) & (isInline[caller] as number);
  }
  return { from, isInline, isResidual };
}

function pick(column: ValueColumn, rows: Int32Array): ValueColumn {
  const picked = zerosLike(column, rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = column[rows[i] as number] as number;
  return picked;
}

/**
 * Rows under construction, found by caller and info. Samples that follow each other mostly share the upper part of their stacks, so the path of
 * the last one is kept and only the part that differs is looked up.
 */
class TreeRows {
  readonly #samples: SampleTable;
  readonly #slotStart: Int32Array;
  readonly #nodeOf: Int32Array;
  readonly #index = new PairIndex();
  #isInline = new Uint8Array(this.#index.capacity).fill(1);
  /** Locations of the last stack, root first, and the row after each. */
  #pathLocation = new Int32Array(256);
  #pathRow = new Int32Array(256);
  #pathLength = 0;

  constructor(source: GraphSource) {
    this.#samples = source.profile.samples;
    this.#slotStart = source.nodes.start;
    this.#nodeOf = source.nodes.nodeOf;
  }

  /** Row of the sample's innermost frame; NONE if it has no frames. */
  addStack(sample: number): number {
    const { start, locations } = this.#samples;
    const leaf = start[sample] as number;
    const root = (start[sample + 1] as number) - 1;
    const depth = root - leaf + 1;
    if (depth > this.#pathLocation.length) this.#growPath(depth);
    let known = 0;
    while (known < depth && known < this.#pathLength && this.#pathLocation[known] === locations[root - known]) known++;
    let row = known === 0 ? NONE : (this.#pathRow[known - 1] as number);
    for (let level = known; level < depth; level++) {
      const location = locations[root - level] as number;
      row = this.#addLocation(row, location);
      this.#pathLocation[level] = location;
      this.#pathRow[level] = row;
    }
    this.#pathLength = depth;
    return row;
  }

  #addLocation(caller: number, location: number): number {
    const first = this.#slotStart[location] as number;
    const outermost = (this.#slotStart[location + 1] as number) - 1;
    let row = caller;
    for (let slot = outermost; slot >= first; slot--) {
      row = this.#index.rowOf(row, this.#nodeOf[slot] as number);
      if (row === this.#isInline.length) {
        const isInline = new Uint8Array(this.#index.capacity).fill(1);
        isInline.set(this.#isInline);
        this.#isInline = isInline;
      }
      if (slot === outermost) this.#isInline[row] = 0;
    }
    return row;
  }

  #growPath(depth: number): void {
    this.#pathLocation = longer(this.#pathLocation, depth * 2);
    this.#pathRow = longer(this.#pathRow, depth * 2);
  }

  finish(): Pick<CallTree, "parent" | "info" | "isInline"> {
    const { first, second, length } = this.#index;
    return { parent: first.slice(0, length), info: second.slice(0, length), isInline: this.#isInline.slice(0, length) };
  }
}
