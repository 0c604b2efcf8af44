/**
 * Rows by the hash of what they hold: the one open-addressing table. Over typed arrays, because a Map keyed by strings or bigints is ten times
 * slower where it is asked millions of times. It knows hashes only, which rows of different contents may share; whoever asks tells rows
 * apart by what they hold:
 *
 *     let row = index.first(hash);
 *     while (row !== NONE && !isSame(row)) row = index.next();
 *     if (row === NONE) row = index.add();
 *
 * What is added a thousand times a millisecond and never read back by row has a table of its own shape (graph/edges/sums.ts).
 */
import { NONE } from "./tables.ts";

export class RowIndex {
  /** Rows so far. */
  length = 0;
  #hashes: Int32Array<ArrayBuffer>;
  /** At most half of them are taken. */
  #slots: Int32Array<ArrayBuffer>;
  #mask: number;
  /** Where the question that was asked last stands. */
  #hash = 0;
  #slot = 0;

  /** `rows`: how many are expected; there may be more. */
  constructor(rows = 64) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(rows, 16)));
    this.#hashes = new Int32Array(capacity);
    this.#slots = new Int32Array(capacity * 2).fill(NONE);
    this.#mask = this.#slots.length - 1;
  }

  /** A row of this hash, NONE if there is none. */
  first(hash: number): number {
    this.#hash = hash | 0;
    this.#slot = hash & this.#mask;
    return this.#rowFromHere();
  }

  /** Another one of the same hash. */
  next(): number {
    this.#slot = (this.#slot + 1) & this.#mask;
    return this.#rowFromHere();
  }

  #rowFromHere(): number {
    const slots = this.#slots;
    const hashes = this.#hashes;
    const hash = this.#hash;
    const mask = this.#mask;
    let slot = this.#slot;
    let row = slots[slot] as number;
    while (row !== NONE && hashes[row] !== hash) {
      slot = (slot + 1) & mask;
      row = slots[slot] as number;
    }
    this.#slot = slot;
    return row;
  }

  /** A new row for the hash that was asked for last, and answered with NONE. */
  add(): number {
    const row = this.length++;
    this.#slots[this.#slot] = row;
    this.#hashes[row] = this.#hash;
    if (this.length === this.#hashes.length) this.#grow();
    return row;
  }

  #grow(): void {
    const capacity = this.length * 2;
    this.#hashes = longer(this.#hashes, capacity);
    const slots = new Int32Array(capacity * 2).fill(NONE);
    const mask = slots.length - 1;
    for (let row = 0; row < this.length; row++) {
      let slot = (this.#hashes[row] as number) & mask;
      while (slots[slot] !== NONE) slot = (slot + 1) & mask;
      slots[slot] = row;
    }
    this.#slots = slots;
    this.#mask = mask;
  }
}

/** A column with room for more rows; new ones hold `fill`. */
export function longer(column: Int32Array, length: number, fill = 0): Int32Array<ArrayBuffer> {
  const result = new Int32Array(length);
  result.set(column);
  if (fill !== 0) result.fill(fill, column.length);
  return result;
}

/** Hash of a sequence with one more item. */
export function chain(hash: number, item: number): number {
  return Math.imul(hash ^ item, 0x9e3779b1) ^ (hash >>> 15);
}

/** Spreads the last items' bits over the whole hash. */
export function spread(hash: number): number {
  const folded = hash ^ (hash >>> 16);
  return Math.imul(folded, 0x85ebca6b) ^ (folded >>> 13);
}

export function hashPair(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
