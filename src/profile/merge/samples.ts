/**
 * The sample side of a merge: samples found or made by their merged stacks and labels, in order of first appearance, with the sums of their
 * values. A stack is written behind the others first and stays there if it is new.
 */

import { toCheapest, type ValueColumn, zerosLike } from "../int64.ts";
import { chain, longer, RowIndex, spread } from "../row-index.ts";
import { NONE, type SampleTable } from "../tables.ts";
import type { MergedSymbols } from "./symbols.ts";

export class MergedSamples {
  readonly #index: RowIndex;
  /** One column a sample type; replaced by longer ones as rows are added. */
  sums: ValueColumn[];
  #start: Int32Array;
  #stack: Int32Array;
  #labelSet: Int32Array;
  /** Where the stack that is looked for ends. */
  #end = 0;
  /** The row behind the one that was found last. */
  #next = 0;

  /** `rows` and `depth`: how many samples and locations are expected; there may be more. `like`: columns of the kinds the sums are to be. */
  constructor(like: readonly ValueColumn[], rows: number, depth: number) {
    const capacity = Math.max(rows, 16);
    this.sums = like.map((column) => zerosLike(column, capacity));
    this.#start = new Int32Array(capacity + 1);
    this.#stack = new Int32Array(Math.max(depth, 16));
    this.#labelSet = new Int32Array(capacity);
    this.#index = new RowIndex(capacity);
  }

  get length(): number {
    return this.#index.length;
  }

  /** Whether there is such a row, with these labels. */
  hasLabelSet(row: number, labelSet: number): boolean {
    return row !== NONE && this.#labelSet[row] === labelSet;
  }

  /** Row of a sample of the profile that `symbols` is reading; a new one if there was none like it. `labelSet` is a merged one. */
  find(samples: SampleTable, sample: number, symbols: MergedSymbols, labelSet: number): number {
    // Profiles of one program list their samples in much the same order.
    const row = this.#isRow(this.#next, samples, sample, symbols.rowLocation, labelSet)
      ? this.#next
      : this.#findOrAppend(this.#write(samples, sample, symbols, labelSet | 0), labelSet);
    this.#next = row + 1;
    return row;
  }

  #isRow(
    row: number,
    { start, locations }: SampleTable,
    sample: number,
    rowLocation: Int32Array,
    set: number,
  ): boolean {
    if (row >= this.length || this.#labelSet[row] !== set) return false;
    const stack = this.#stack;
    const first = start[sample] as number;
    const end = start[sample + 1] as number;
    let at = this.#start[row] as number;
    if ((this.#start[row + 1] as number) - at !== end - first) return false;
    for (let source = first; source < end; source++, at++) {
      if (rowLocation[locations[source] as number] !== stack[at]) return false;
    }
    return true;
  }

  /** Writes the sample's stack behind the last row's; returns its hash. */
  #write({ start, locations }: SampleTable, sample: number, symbols: MergedSymbols, seed: number): number {
    const first = start[sample] as number;
    const end = start[sample + 1] as number;
    const from = this.#start[this.length] as number;
    this.#end = from + end - first;
    if (this.#end > this.#stack.length || this.length === this.#labelSet.length) this.#grow(this.#end);
    const merged = this.#stack;
    const { rowLocation } = symbols;
    let hash = seed;
    for (let source = first, at = from; source < end; source++, at++) {
      const location = locations[source] as number;
      let row = rowLocation[location] as number;
      if (row === NONE) row = symbols.addLocation(location);
      merged[at] = row;
      hash = chain(hash, row);
    }
    return spread(hash);
  }

  #findOrAppend(hash: number, labelSet: number): number {
    const index = this.#index;
    let row = index.first(hash);
    while (row !== NONE && !(this.#labelSet[row] === labelSet && this.#isSameStack(row))) row = index.next();
    if (row !== NONE) return row;
    this.#labelSet[index.length] = labelSet;
    this.#start[index.length + 1] = this.#end;
    return index.add();
  }

  #isSameStack(row: number): boolean {
    const stack = this.#stack;
    const from = this.#start[this.length] as number;
    const shift = from - (this.#start[row] as number);
    if ((this.#start[row + 1] as number) + shift !== this.#end) return false;
    for (let at = from; at < this.#end; at++) if (stack[at] !== stack[at - shift]) return false;
    return true;
  }

  /** Room for another row, and for a stack that ends at `to`. */
  #grow(to: number): void {
    if (to > this.#stack.length) this.#stack = longer(this.#stack, Math.max(to, this.#stack.length * 2));
    if (this.length < this.#labelSet.length) return;
    const capacity = this.#labelSet.length * 2;
    this.#start = longer(this.#start, capacity + 1);
    this.#labelSet = longer(this.#labelSet, capacity);
    this.sums = this.sums.map((column) => {
      const sums = zerosLike(column, capacity);
      (sums as Float64Array).set(column as Float64Array);
      return sums;
    });
  }

  finish(): SampleTable {
    return {
      length: this.length,
      start: fitting(this.#start, this.length + 1),
      locations: fitting(this.#stack, this.#start[this.length] as number),
      labelSet: fitting(this.#labelSet, this.length),
      values: this.sums.map((column) => toCheapest(fitting(column, this.length))),
    };
  }
}

/** The first items; in the same memory unless that would keep much more of it than they need. */
function fitting<T extends Int32Array | ValueColumn>(column: T, length: number): T {
  return (column.length > length * 1.25 ? column.slice(0, length) : column.subarray(0, length)) as T;
}
