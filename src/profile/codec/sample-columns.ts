/** The sample columns of a profile that is being decoded: stacks and values. Nearly all time of decoding goes into `addPackedLocations`. */

import { columnFromWords, HIGH, LOW, MAX_EXACT, type ValueColumn } from "../int64.ts";
import type { Ranges } from "../ranges.ts";
import type { RowById } from "../row-by-id.ts";
import { longer } from "../row-index.ts";
import { WireReader } from "./wire.ts";

/** Room for this many locations shows how deep the stacks are. */
const FIRST_DEPTH = 1 << 14;

/** The sample columns while they grow: stacks and values. */
export class SampleColumns {
  fault: string | undefined;
  readonly #bytes: Uint8Array;
  readonly #packed: WireReader;
  readonly #length: number;
  readonly #valueCount: number;
  readonly #rows: RowById;
  /** One column a sample type; none if the samples cannot have that many values anyway. */
  readonly #columns: readonly Float64Array<ArrayBuffer>[];
  /** Of each: the sum of its magnitudes. Beyond MAX_EXACT float64 is not enough, and all is read once more, as words. */
  readonly #magnitudes: Float64Array;
  readonly #words: readonly Uint32Array<ArrayBuffer>[] | undefined;
  #stack: Int32Array = new Int32Array();
  #depth = 0;
  /** Of all sample messages, and of those that were begun. */
  readonly #byteCount: number;
  #bytesBegun = 0;
  /** Of the current sample: how many values so far, and negative if a location was not found. */
  #values = 0;
  #found = 0;

  constructor(bytes: Uint8Array, ranges: Ranges, valueCount: number, locationRows: RowById, isWide: boolean) {
    const length = ranges.length;
    this.#bytes = bytes;
    this.#packed = new WireReader(bytes);
    this.#length = length;
    this.#valueCount = valueCount;
    this.#rows = locationRows;
    // A value or a location takes at least one byte, so this is what bounds the memory that a small file can ask for.
    const columnCount = length * valueCount <= ranges.size ? valueCount : 0;
    this.#columns = Array.from({ length: columnCount }, () => new Float64Array(length));
    this.#words = isWide ? this.#columns.map(({ buffer }) => new Uint32Array(buffer)) : undefined;
    this.#magnitudes = new Float64Array(columnCount);
    this.#byteCount = ranges.size;
  }

  /** Makes room for a sample whose message has this many bytes; none of them are locations if there are 0. */
  begin(messageLength: number): void {
    this.#values = 0;
    this.#found = 0;
    const needed = this.#depth + messageLength;
    if (needed > this.#stack.length) this.#grow(needed);
    this.#bytesBegun += messageLength;
  }

  /** To what all samples need if they are as deep, byte by byte, as those so far, and a little more. */
  #grow(needed: number): void {
    const expected = Math.ceil((this.#depth / (this.#bytesBegun + 1)) * this.#byteCount * 1.05);
    const least = Math.max(needed, Math.floor(this.#stack.length * 1.2), FIRST_DEPTH);
    this.#stack = longer(this.#stack, Math.min(Math.max(least, expected), this.#byteCount));
  }

  /** The hot loop of heapblame: ids of up to 21 bits are read in place, longer ones and rare ones by the reader. */
  addPackedLocations(from: number, to: number): void {
    const bytes = this.#bytes;
    const dense = this.#rows.dense;
    const denseLength = dense.length;
    const stack = this.#stack;
    let depth = this.#depth;
    let found = this.#found;
    let at = from;
    while (at < to) {
      let id = bytes[at] as number;
      let next = at + 1;
      if (id >= 0x80) {
        const second = bytes[next++] as number;
        id = (id & 0x7f) | ((second & 0x7f) << 7);
        if (second >= 0x80) {
          const third = bytes[next++] as number;
          id = third < 0x80 ? id | (third << 14) : denseLength;
        }
      }
      let location: number;
      if (id < denseLength && next <= to) location = dense[id] as number;
      else {
        location = this.#readLocation(at, to);
        next = this.#packed.pos;
      }
      found |= location;
      stack[depth++] = location;
      at = next;
    }
    this.#found = found;
    this.#depth = depth;
  }

  #readLocation(at: number, end: number): number {
    const packed = this.#packed;
    packed.pos = at;
    packed.end = end;
    packed.readVarint();
    return this.#rows.find(packed.low, packed.high);
  }

  /** Values of up to 28 bits are read in place, larger and negative ones by the reader. */
  addPackedValues(row: number, from: number, to: number): void {
    const bytes = this.#bytes;
    let at = from;
    while (at < to) {
      let low = bytes[at] as number;
      let next = at + 1;
      if (low >= 0x80) {
        low &= 0x7f;
        let byte = 0x80;
        for (let shift = 7; shift < 28 && byte >= 0x80 && next < to; shift += 7) {
          byte = bytes[next++] as number;
          low |= (byte & 0x7f) << shift;
        }
        if (byte >= 0x80) next = this.#readValue(row, at, to);
        else this.#storeValue(row, low, 0);
      } else this.#storeValue(row, low, 0);
      at = next;
    }
  }

  #readValue(row: number, at: number, end: number): number {
    const packed = this.#packed;
    packed.pos = at;
    packed.end = end;
    packed.readVarint();
    this.addValue(row, packed);
    return packed.pos;
  }

  addLocation(reader: WireReader): void {
    const location = this.#rows.find(reader.low, reader.high);
    this.#found |= location;
    this.#stack[this.#depth++] = location;
  }

  addValue(row: number, reader: WireReader): void {
    this.#storeValue(row, reader.low, reader.high);
  }

  #storeValue(row: number, low: number, high: number): void {
    const type = this.#values++;
    const column = this.#columns[type];
    if (column === undefined) return;
    const words = this.#words?.[type];
    if (words !== undefined) {
      words[2 * row + LOW] = low;
      words[2 * row + HIGH] = high;
      return;
    }
    const value = (high | 0) * 4294967296 + low;
    column[row] = value;
    this.#magnitudes[type] = (this.#magnitudes[type] as number) + Math.abs(value);
  }

  /** Whether there are values that were not kept exactly. */
  get isTooNarrow(): boolean {
    return this.#words === undefined && this.#magnitudes.some((magnitude) => magnitude > MAX_EXACT);
  }

  /** Checks the finished sample; returns where its stack ends. */
  end(): number {
    if (this.fault === undefined) {
      if (this.#valueCount === 0) this.fault = "missing sample type information";
      else if (this.#values !== this.#valueCount) {
        this.fault = `mismatch: sample has ${this.#values} values vs. ${this.#valueCount} types`;
      } else if (this.#found < 0) this.fault = "sample has nil location";
    }
    return this.#depth;
  }

  finish(): { locations: Int32Array; values: readonly ValueColumn[] } {
    const isLoose = this.#stack.length > this.#depth * 1.25;
    return {
      locations: isLoose ? this.#stack.slice(0, this.#depth) : this.#stack.subarray(0, this.#depth),
      values: this.#words?.map((column) => columnFromWords(column, this.#length)) ?? this.#columns,
    };
  }
}
