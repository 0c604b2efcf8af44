/**
 * Interns the label sets of samples while they are decoded. Most samples of a Go heap profile carry one label, `bytes`, and a few
 * hundred distinct ones serve them all; so sets are told apart by their raw bytes first and decoded once.
 *
 * A set comes out in the order in which pprof writes it (label-sets.ts): pprof keeps labels in maps, where the order of keys
 * does not survive, so two samples that differ in it only are the same to every reader.
 */
import { LabelSetIndex } from "../label-sets.ts";
import { chain, RowIndex, spread } from "../row-index.ts";
import type { StringTable } from "../string-table.ts";
import { type LabelSetTable, NONE } from "../tables.ts";
import { VARINT, WireReader } from "./wire.ts";

const FAST = 1 << 10;

export class LabelSetDecoder {
  readonly #bytes: Uint8Array;
  readonly #strings: StringTable;
  /** Samples whose labels have the same bytes: for each, which of `#seenRanges` are its labels, and its label set. */
  readonly #seen = new RowIndex();
  readonly #seenStart: number[] = [0];
  readonly #seenRanges: number[] = [];
  readonly #seenSet: number[] = [];
  /** Finds sets whose bytes differ and whose meaning does not. */
  readonly #sets = new LabelSetIndex();
  /** Samples with one label, the usual case: for each hash of a label's bytes where one such label lies, and its set. The fast path. */
  readonly #fastStart = new Uint32Array(FAST);
  readonly #fastEnd = new Uint32Array(FAST);
  /** At first, of the label of no bytes, which says nothing. */
  readonly #fastSet = new Int32Array(FAST).fill(NONE);
  /** Start and end of each label message of the current sample; `#count` entries count. */
  readonly #ranges: number[] = [];
  #count = 0;

  constructor(bytes: Uint8Array, strings: StringTable) {
    this.#bytes = bytes;
    this.#strings = strings;
  }

  begin(): void {
    this.#count = 0;
  }

  /** Notes one label message of the current sample. */
  add(start: number, end: number): void {
    this.#ranges[this.#count++] = start;
    this.#ranges[this.#count++] = end;
  }

  /** The current sample's label set, or NONE. */
  end(): number {
    const ranges = this.#ranges;
    if (this.#count === 0) return NONE;
    if (this.#count > 2) return this.#lookUp();
    const start = ranges[0] as number;
    const end = ranges[1] as number;
    let hash = end - start;
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (this.#bytes[at] as number)) | 0;
    const slot = (hash ^ (hash >>> 10)) & (FAST - 1);
    if (this.#isSameRange(this.#fastStart[slot] as number, this.#fastEnd[slot] as number, start, end))
      return this.#fastSet[slot] as number;
    this.#fastStart[slot] = start;
    this.#fastEnd[slot] = end;
    this.#fastSet[slot] = this.#lookUp();
    return this.#fastSet[slot] as number;
  }

  #lookUp(): number {
    let row = this.#seen.first(this.#hash());
    while (row !== NONE && !this.#isSeen(row)) row = this.#seen.next();
    if (row !== NONE) return this.#seenSet[row] as number;
    this.#seen.add();
    for (let at = 0; at < this.#count; at++) this.#seenRanges.push(this.#ranges[at] as number);
    this.#seenStart.push(this.#seenRanges.length);
    const set = this.#decode();
    this.#seenSet.push(set);
    return set;
  }

  #hash(): number {
    let hash = this.#count;
    for (let i = 0; i < this.#count; i += 2) {
      const end = this.#ranges[i + 1] as number;
      for (let at = this.#ranges[i] as number; at < end; at++) hash = chain(hash, this.#bytes[at] as number);
    }
    return spread(hash);
  }

  #isSeen(row: number): boolean {
    const from = this.#seenStart[row] as number;
    if ((this.#seenStart[row + 1] as number) - from !== this.#count) return false;
    for (let i = 0; i < this.#count; i += 2) {
      const [start, end] = [this.#seenRanges[from + i] as number, this.#seenRanges[from + i + 1] as number];
      if (!this.#isSameRange(start, end, this.#ranges[i] as number, this.#ranges[i + 1] as number)) return false;
    }
    return true;
  }

  #isSameRange(at: number, end: number, other: number, otherEnd: number): boolean {
    const bytes = this.#bytes;
    if (end - at !== otherEnd - other) return false;
    for (; at < end; at++, other++) if (bytes[at] !== bytes[other]) return false;
    return true;
  }

  #decode(): number {
    for (let i = 0; i < this.#count; i += 2) {
      this.#decodeLabel(this.#ranges[i] as number, this.#ranges[i + 1] as number);
    }
    if (this.#count > 2) this.#sets.arrange((a, b) => this.#strings.compare(a, b));
    return this.#sets.close();
  }

  /** A label with neither text nor number nor unit says nothing, and is dropped as pprof drops it. */
  #decodeLabel(start: number, end: number): void {
    const reader = new WireReader(this.#bytes, start, end);
    let key = 0;
    let text = 0;
    let number = 0n;
    let unit = 0;
    while (reader.nextField()) {
      if (reader.field < 1 || reader.field > 4) continue;
      reader.expect(VARINT);
      if (reader.field === 1) key = reader.number;
      else if (reader.field === 2) text = reader.number;
      else if (reader.field === 3) number = reader.int64;
      else unit = reader.number;
    }
    this.#strings.checked(key);
    if (text !== 0) this.#sets.push(key, this.#strings.checked(text), 0n, 0);
    else if (number !== 0n || unit !== 0) this.#sets.push(key, NONE, number, this.#strings.checked(unit));
  }

  finish(): LabelSetTable {
    return this.#sets.finish();
  }
}
