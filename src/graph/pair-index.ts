/**
 * Numbers rows by a pair of small integers: the same pair always gets the same row, a new pair the next one. Open addressing over typed
 * arrays, because a Map keyed by strings or bigints is ten times slower where it is asked millions of times.
 */

export class PairIndex {
  /** Rows given out so far. */
  length = 0;
  /** The pair of each row. Both arrays are `capacity` long, and replaced when they grow. */
  first: Int32Array;
  second: Int32Array;
  /** Row + 1; 0 for an empty slot. At most half of the slots are taken. */
  #slots: Int32Array;

  /** `capacity`: a power of two. */
  constructor(capacity = 2048) {
    this.first = new Int32Array(capacity);
    this.second = new Int32Array(capacity);
    this.#slots = new Int32Array(capacity * 2);
  }

  /** Columns kept beside the index must be this long before a new row is written to; it only ever doubles. */
  get capacity(): number {
    return this.first.length;
  }

  /** The pair's row; equals the old `length` if the pair is new. */
  rowOf(first: number, second: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashPair(first, second) & mask;
    for (;;) {
      const row = (this.#slots[slot] as number) - 1;
      if (row < 0) return this.#insert(first, second, slot);
      if (this.first[row] === first && this.second[row] === second) return row;
      slot = (slot + 1) & mask;
    }
  }

  #insert(first: number, second: number, slot: number): number {
    const row = this.length;
    const isFull = row === this.capacity;
    if (isFull) this.#grow();
    this.first[row] = first;
    this.second[row] = second;
    this.#slots[isFull ? this.#freeSlot(row) : slot] = row + 1;
    this.length++;
    return row;
  }

  #grow(): void {
    const size = this.capacity * 2;
    this.first = resized(this.first, new Int32Array(size));
    this.second = resized(this.second, new Int32Array(size));
    this.#slots = new Int32Array(size * 2);
    for (let row = 0; row < this.length; row++) this.#slots[this.#freeSlot(row)] = row + 1;
  }

  #freeSlot(row: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashPair(this.first[row] as number, this.second[row] as number) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    return slot;
  }
}

/** Copies a column into a longer one. */
export function resized<T extends Int32Array | Uint8Array>(column: T, longer: T): T {
  longer.set(column);
  return longer;
}

function hashPair(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
