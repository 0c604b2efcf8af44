/**
 * The word before a pointer, if it may be what an interface keeps there: the address of a type or of an itab. Both are outside the heap,
 * types in the program's read-only data, so that 32 bits are enough for one.
 */

/** How far from the types of the itabs others may lie: a program's read-only data is smaller. */
const REACH = 2 ** 28;
/** Codes from here on are itabs that were made at run time, which lie anywhere. */
const FIRST_ITAB = 0xc0000000;

export class TypeWords {
  readonly #base: number;
  readonly #end: number;
  readonly #itabRows: ReadonlyMap<number, number>;
  readonly #itabs: readonly number[];
  #lowestItab = Number.POSITIVE_INFINITY;
  #highestItab = 0;

  constructor(types: ReadonlyMap<number, unknown>, itabs: ReadonlyMap<number, number>) {
    let lowest = Number.POSITIVE_INFINITY;
    let highest = 0;
    for (const address of types.keys()) {
      lowest = Math.min(lowest, address);
      highest = Math.max(highest, address);
    }
    this.#base = Math.max(0, lowest - REACH);
    this.#end = Math.min(highest + REACH, this.#base + FIRST_ITAB);
    this.#itabs = [...itabs.keys()];
    this.#itabRows = new Map(this.#itabs.map((address, row) => [address, row]));
    for (const address of this.#itabs) {
      this.#lowestItab = Math.min(this.#lowestItab, address);
      this.#highestItab = Math.max(this.#highestItab, address);
    }
  }

  /** 0 if `word` is no such address. */
  encode(word: number): number {
    if (word > this.#base && word < this.#end) return word - this.#base;
    if (word < this.#lowestItab || word > this.#highestItab) return 0;
    const row = this.#itabRows.get(word);
    return row === undefined ? 0 : FIRST_ITAB + row;
  }

  /** The address that was encoded, or 0. */
  decode(code: number): number {
    if (code === 0) return 0;
    return code >= FIRST_ITAB ? (this.#itabs[code - FIRST_ITAB] as number) : this.#base + code;
  }
}
