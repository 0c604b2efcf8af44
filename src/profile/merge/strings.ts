/** Strings of several tables in one, each once, compared as bytes: most are never decoded. */
import { RowIndex, spread } from "../row-index.ts";
import { encodeText, StringTable } from "../string-table.ts";
import { NONE } from "../tables.ts";

export class MergedStrings {
  readonly #index = new RowIndex();
  #bytes = new Uint8Array(1 << 12);
  /** String i is `bytes[offsets[i] .. offsets[i + 1])`. */
  #offsets = new Uint32Array(65);
  #source: StringTable | undefined;
  #merged: Int32Array = new Int32Array();

  constructor() {
    this.intern("");
  }

  get length(): number {
    return this.#index.length;
  }

  /** Starts on another table. `merged` is where its strings' merged numbers are noted; NONE for those not met yet. */
  begin(source: StringTable, merged: Int32Array): void {
    this.#source = source;
    this.#merged = merged;
  }

  /** Number of string `index` of the table that is being read. */
  take(index: number): number {
    const known = this.#merged[index] as number;
    if (known !== NONE) return known;
    const { bytes, offsets } = this.#source as StringTable;
    const merged = this.#find(bytes, offsets[index] as number, offsets[index + 1] as number);
    this.#merged[index] = merged;
    return merged;
  }

  intern(text: string): number {
    const bytes = encodeText(text);
    return this.#find(bytes, 0, bytes.length);
  }

  #find(bytes: Uint8Array, from: number, to: number): number {
    let hash = to - from;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193) ^ (hash >>> 15);
    let row = this.#index.first(spread(hash));
    while (row !== NONE && !this.#isSame(row, bytes, from, to)) row = this.#index.next();
    return row === NONE ? this.#append(bytes, from, to) : row;
  }

  #isSame(row: number, bytes: Uint8Array, from: number, to: number): boolean {
    const known = this.#bytes;
    let at = this.#offsets[row] as number;
    if ((this.#offsets[row + 1] as number) - at !== to - from) return false;
    for (let other = from; other < to; other++, at++) if (known[at] !== bytes[other]) return false;
    return true;
  }

  #append(bytes: Uint8Array, from: number, to: number): number {
    const row = this.#index.add();
    const start = this.#offsets[row] as number;
    const end = start + to - from;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(bytes.subarray(from, to), start);
    if (row + 1 === this.#offsets.length) this.#grow();
    this.#offsets[row + 1] = end;
    return row;
  }

  #grow(): void {
    const offsets = new Uint32Array(this.#offsets.length * 2);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
  }

  finish(): StringTable {
    const offsets = this.#offsets.slice(0, this.length + 1);
    return new StringTable(this.#bytes.slice(0, offsets[this.length]), offsets);
  }
}
