/** Packed values read into columns, as long as they are written in the usual way: of up to 49 bits, none of them negative. */
import { MAX_EXACT } from "../int64.ts";

export class ValueReader {
  readonly #bytes: Uint8Array;
  readonly #length: number;
  /** One column behind the other: in a single array the loop below is fastest. */
  readonly #values: Float64Array;
  /** Of each column; they tell whether float64 holds every sum of its values. */
  readonly #sums: Float64Array;

  constructor(bytes: Uint8Array, columnCount: number, length: number) {
    this.#bytes = bytes;
    this.#length = length;
    this.#values = new Float64Array(columnCount * length);
    this.#sums = new Float64Array(columnCount);
  }

  /** False if `bytes[from .. end)` are not as many such values as there are columns. */
  read(row: number, from: number, end: number): boolean {
    const bytes = this.#bytes;
    const sums = this.#sums;
    let at = from;
    let to = row;
    for (let type = 0; type < sums.length; type++, to += this.#length) {
      let byte = bytes[at++] as number;
      let value = byte & 0x7f;
      for (let unit = 0x80; byte >= 0x80; unit *= 0x80) {
        if (at >= end || unit > 2 ** 42) return false;
        byte = bytes[at++] as number;
        value += (byte & 0x7f) * unit;
      }
      if (at > end) return false;
      this.#values[to] = value;
      sums[type] = (sums[type] as number) + value;
    }
    return at === end;
  }

  /** Undefined if float64 is not enough. */
  finish(): Float64Array[] | undefined {
    if (!this.#sums.every((sum) => sum <= MAX_EXACT)) return undefined;
    return Array.from(this.#sums, (_, type) => this.#values.subarray(type * this.#length, (type + 1) * this.#length));
  }
}
