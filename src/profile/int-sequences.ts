/**
 * Sequences of int32, each kept once and known by its row: what a Map from joined texts would be, without the texts. Open addressing; a
 * candidate is written behind the last row and stays there if it is new. Rows are told apart by their items, never by a hash alone.
 */
import { NONE } from "./tables.ts";

export class IntSequences {
  length = 0;
  #items = new Int32Array(256);
  /** Row i is `items[start[i] .. start[i + 1])`. */
  #start = new Int32Array(65);
  #hashes = new Int32Array(64);
  #slots = new Int32Array(128).fill(NONE);
  /** Where the candidate ends. */
  #end = 0;

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
    const hash = this.#hash();
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let row = this.#slots[slot] as number; row !== NONE; row = this.#slots[slot] as number) {
      if (this.#hashes[row] === hash && this.#isCandidate(row)) return row;
      slot = (slot + 1) & mask;
    }
    return this.#append(slot, hash);
  }

  #hash(): number {
    const items = this.#items;
    let hash = 0;
    for (let at = this.#start[this.length] as number; at < this.#end; at++) {
      hash = Math.imul(hash ^ (items[at] as number), 0x9e3779b1) ^ (hash >>> 15);
    }
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

  #append(slot: number, hash: number): number {
    const row = this.length++;
    this.#slots[slot] = row;
    this.#hashes[row] = hash;
    this.#start[row + 1] = this.#end;
    if (this.length === this.#hashes.length) this.#grow();
    return row;
  }

  #grow(): void {
    const capacity = this.length * 2;
    this.#start = longer(this.#start, capacity + 1);
    this.#hashes = longer(this.#hashes, capacity);
    this.#slots = slotsOf(this.#hashes, this.length, capacity);
  }
}

export function longer(column: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const result = new Int32Array(length);
  result.set(column);
  return result;
}

/** A hash table for `capacity` rows, at most half full, that has the first `length` rows in it. */
export function slotsOf(hashes: Int32Array, length: number, capacity: number): Int32Array<ArrayBuffer> {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(capacity * 2))).fill(NONE);
  const mask = slots.length - 1;
  for (let row = 0; row < length; row++) {
    let slot = (hashes[row] as number) & mask;
    while (slots[slot] !== NONE) slot = (slot + 1) & mask;
    slots[slot] = row;
  }
  return slots;
}

/** Spreads the last items' bits over the whole hash. */
export function spread(hash: number): number {
  const folded = hash ^ (hash >>> 16);
  return Math.imul(folded, 0x85ebca6b) ^ (folded >>> 13);
}
