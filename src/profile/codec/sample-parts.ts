/** Where the values of the samples of a file lie, for another one that may be the same around them. */
import type { Ranges } from "../ranges.ts";
import { NONE } from "../tables.ts";
import type { FilePair } from "./file-pair.ts";
import { endOfLocations } from "./known-samples.ts";
import type { ValueReader } from "./value-reader.ts";

/** Tags of a sample, and of its values. */
const SAMPLE = 18;
const VALUES = 18;

export class SampleParts {
  /** Whether each sample is shorter than 16 KiB and has all its values packed in one field, with nothing but locations before it. */
  readonly areUsual: boolean;
  readonly #ranges: Ranges;
  /** Where the values begin, behind their tag and length, and where they end. */
  readonly #from: Int32Array;
  readonly #to: Int32Array;

  constructor(bytes: Uint8Array, ranges: Ranges, valueCount: number) {
    this.#ranges = ranges;
    this.#from = new Int32Array(ranges.length);
    this.#to = new Int32Array(ranges.length);
    let areUsual = ranges.length > 0 && valueCount > 0;
    for (let row = 0; row < ranges.length && areUsual; row++) areUsual = this.#find(bytes, row, valueCount);
    this.areUsual = areUsual;
  }

  /** False if this sample is written otherwise. */
  #find(bytes: Uint8Array, row: number, valueCount: number): boolean {
    const end = this.#ranges.end(row);
    const tagAt = endOfLocations(bytes, this.#ranges.start(row), end);
    if (tagAt === NONE || tagAt + 2 > end || bytes[tagAt] !== VALUES || bytes[this.#tagAt(row)] !== SAMPLE)
      return false;
    const from = tagAt + 2;
    const to = from + (bytes[tagAt + 1] as number);
    this.#from[row] = from;
    this.#to[row] = to;
    return to < from + 0x80 && to <= end && countVarints(bytes, from, to) === valueCount;
  }

  /** Where the sample begins, with its tag and its length of up to two bytes. */
  #tagAt(row: number): number {
    const start = this.#ranges.start(row);
    return start - (this.#ranges.end(row) - start < 0x80 ? 2 : 3);
  }

  /** Where the first sample begins. */
  get start(): number {
    return this.#tagAt(0);
  }

  /** Reads the values that the samples have in the other file; false if something else differs. */
  read(pair: FilePair, reader: ValueReader): boolean {
    for (let row = 0; row < this.#ranges.length; row++) if (!this.#readSample(row, pair, reader)) return false;
    return true;
  }

  #readSample(row: number, pair: FilePair, reader: ValueReader): boolean {
    if (!pair.isSameUntil(this.#tagAt(row) + 1)) return false;
    const length = pair.readLength(this.#ranges.start(row));
    const end = pair.at + length;
    if (!pair.isSameUntil((this.#from[row] as number) - 1)) return false;
    const from = pair.at + 1;
    const to = from + (pair.bytes[pair.at] as number);
    const knownTo = this.#to[row] as number;
    if (to + this.#ranges.end(row) - knownTo !== end || !reader.read(row, from, to)) return false;
    pair.moveTo(to, knownTo);
    return true;
  }
}

function countVarints(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if ((bytes[at] as number) < 0x80) count++;
  return count;
}
