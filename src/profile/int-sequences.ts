/**
 * Sequences of int32, each kept once and known by its row: what a Map from joined texts would be, without the texts. A candidate is written
 * behind the last row and stays there if it is new.
 */
import { chain, longer, RowIndex, spread } from "./row-index.ts";
import { NONE } from "./tables.ts";

export class IntSequences {
  readonly #index = new RowIndex();
  #items = new Int32Array(256);
  /** Row i is `items[start[i] .. start[i + 1])`. */
  #start = new Int32Array(65);
  /** Where the candidate ends. */
  #end = 0;

  get length(): number {
    return this.#index.length;
  }

  /** Starts a candidate of at most `size` items. */
  begin(size: number): void {
    this.#end = this.#start[this.length] as number;
    if (this.#end + size > this.#items.length) {
      this.#items = longer(this.#items, Math.max(this.#end + size, this.#items.length * 2));
    }
  }

  add(item: number): void {
    this.#items[this.#end++] = item;
  }

  /** Row of the candidate; it is new if it is the last. */
  end(): number {
    let row = this.#index.first(this.#hash());
    while (row !== NONE && !this.#isCandidate(row)) row = this.#index.next();
    return row === NONE ? this.#append() : row;
  }

  #hash(): number {
    const items = this.#items;
    let hash = 0;
    for (let at = this.#start[this.length] as number; at < this.#end; at++) hash = chain(hash, items[at] as number);
    return spread(hash);
  }

  #isCandidate(row: number): boolean {
    const items = this.#items;
    const from = this.#start[this.length] as number;
    const shift = from - (this.#start[row] as number);
    if ((this.#start[row + 1] as number) + shift !== this.#end) return false;
    for (let at = from; at < this.#end; at++) if (items[at] !== items[at - shift]) return false;
    return true;
  }

  #append(): number {
    const row = this.#index.add();
    if (row + 1 === this.#start.length) this.#start = longer(this.#start, row * 2);
    this.#start[row + 1] = this.#end;
    return row;
  }
}
