/** A file walked beside one that is known, as far as both go on alike. */
import { areSameRuns, type BytesEqual, viewOf } from "./same-bytes.ts";

/** The walk, and where it stands. */
export class FilePair {
  readonly bytes: Uint8Array;
  /** Where the walk stands in `bytes`. */
  at = 0;
  /** Where it stands in the known file. */
  #knownAt = 0;
  readonly #view: DataView;
  readonly #known: DataView;
  readonly #isEqual: BytesEqual;

  constructor(known: Uint8Array, bytes: Uint8Array, isEqual: BytesEqual) {
    this.bytes = bytes;
    this.#view = viewOf(bytes);
    this.#known = viewOf(known);
    this.#isEqual = isEqual;
  }

  /** Walks to `end` of the known file; false if the other one has something else. */
  isSameUntil(end: number): boolean {
    const from = this.#knownAt;
    const at = this.at;
    const next = at + end - from;
    if (end < from || next > this.bytes.length) return false;
    if (!areSameRuns(this.#known, from, end, this.#view, at, this.#isEqual)) return false;
    this.moveTo(next, end);
    return true;
  }

  moveTo(at: number, knownAt: number): void {
    this.at = at;
    this.#knownAt = knownAt;
  }

  isSameToEnd(): boolean {
    return this.isSameUntil(this.#known.byteLength) && this.at === this.bytes.length;
  }

  /** The length of a message shorter than 16 KiB, which the known file has up to `knownEnd`; NaN for a longer one. */
  readLength(knownEnd: number): number {
    const first = this.bytes[this.at++] as number;
    const second = first < 0x80 ? 0 : (this.bytes[this.at++] as number);
    this.#knownAt = knownEnd;
    return second < 0x80 ? (first & 0x7f) | (second << 7) : Number.NaN;
  }

  /** A number of at most 63 bits, which the known file has up to `knownEnd`. */
  readNumber(knownEnd: number): bigint | undefined {
    let value = 0n;
    for (let shift = 0n; shift < 63n; shift += 7n) {
      const byte = this.bytes[this.at++] ?? 0x80;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      this.#knownAt = knownEnd;
      return value;
    }
    return undefined;
  }
}
