/**
 * The samples of a decoded file, known again in a file with the same tables: where each has the same stack, nothing but values and labels is
 * decoded, and where each has the same labels too, as in the steady state of a program, nothing but values.
 */
import { MAX_EXACT } from "../int64.ts";
import type { Ranges } from "../ranges.ts";
import { type LabelSetTable, NONE, type SampleTable } from "../tables.ts";
import { areSameBytes, viewOf } from "./same-bytes.ts";

/** The stacks of a SampleTable. */
export type DecodedStacks = Pick<SampleTable, "start" | "locations">;

/** All of a SampleTable that may be the same in the next file. */
type StacksAndLabels = DecodedStacks & Pick<SampleTable, "labelSet">;

/** Samples as `decodeProfile` gives them. */
export interface RecalledSamples {
  readonly samples: SampleTable;
  readonly labelSets: LabelSetTable;
}

/** Tags of the locations of a sample. Go writes one or two of them unpacked. */
export const PACKED_LOCATIONS = 10;
const LOCATION = 8;
const PACKED_VALUES = 18;

/** Samples that another file is compared with. */
export class KnownSamples {
  readonly #view: DataView;
  readonly #ranges: Ranges;
  readonly #stacks: StacksAndLabels;
  readonly #labelSets: LabelSetTable;
  #parts: SampleParts | undefined;

  /** Of a file in which each sample has its locations before everything else. */
  constructor(bytes: Uint8Array, ranges: Ranges, { start, locations, labelSet }: SampleTable, labels: LabelSetTable) {
    this.#view = viewOf(bytes);
    this.#ranges = ranges;
    this.#stacks = { start, locations, labelSet };
    this.#labelSets = labels;
  }

  /** The stacks, if each sample starts with the same locations. */
  recallStacks(bytes: Uint8Array, ranges: Ranges): DecodedStacks | undefined {
    const known = this.#ranges;
    if (ranges.length !== known.length) return undefined;
    const view = viewOf(bytes);
    for (let row = 0; row < ranges.length; row++) {
      const start = ranges.start(row);
      const end = endOfLocations(bytes, start, ranges.end(row));
      const knownStart = known.start(row);
      const knownEnd = knownStart + end - start;
      if (end === NONE || knownEnd > known.end(row)) return undefined;
      if (!areSameBytes(view, start, end, this.#view, knownStart)) return undefined;
      if (knownEnd < known.end(row) && isLocations(this.#view.getUint8(knownEnd))) return undefined;
    }
    return this.#stacks;
  }

  /** The samples, if they are the same but for `valueCount` values each that are written in the usual way and exact in float64. */
  recallAll(bytes: Uint8Array, ranges: Ranges, valueCount: number): RecalledSamples | undefined {
    const { length } = ranges;
    if (length !== this.#ranges.length || valueCount === 0) return undefined;
    this.#parts ??= new SampleParts(this.#view, this.#ranges);
    const view = viewOf(bytes);
    const values = Array.from({ length: valueCount }, () => new Float64Array(length));
    const reader = new ValueReader(bytes, values);
    for (let row = 0; row < length; row++) {
      const [start, end] = [ranges.start(row), ranges.end(row)];
      const valuesAt = start + (this.#parts.stackSize[row] as number);
      const labelsAt = end - (this.#parts.labelsSize[row] as number);
      if (valuesAt + 2 > labelsAt || !areSameBytes(view, start, valuesAt, this.#view, this.#ranges.start(row)))
        return undefined;
      if (!areSameBytes(view, labelsAt, end, this.#view, this.#ranges.end(row) + labelsAt - end)) return undefined;
      if (bytes[valuesAt] !== PACKED_VALUES || bytes[valuesAt + 1] !== labelsAt - valuesAt - 2) return undefined;
      if (!reader.read(row, valuesAt + 2, labelsAt)) return undefined;
    }
    if (!reader.isExact) return undefined;
    return { samples: { length, ...this.#stacks, values }, labelSets: this.#labelSets };
  }
}

/** Where the values of each sample lie: bytes before and behind them. */
class SampleParts {
  readonly stackSize: Int32Array;
  readonly labelsSize: Int32Array;

  constructor(view: DataView, ranges: Ranges) {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    this.stackSize = new Int32Array(ranges.length);
    this.labelsSize = new Int32Array(ranges.length);
    for (let row = 0; row < ranges.length; row++) {
      const [start, end] = [ranges.start(row), ranges.end(row)];
      const valuesAt = endOfLocations(bytes, start, end);
      const isUsual = valuesAt !== NONE && valuesAt + 2 <= end && bytes[valuesAt] === PACKED_VALUES;
      const labelsAt = isUsual ? valuesAt + 2 + (bytes[valuesAt + 1] as number) : end + 1;
      // A sample of another kind is longer than itself, which no sample is found to be.
      this.stackSize[row] = labelsAt > end ? end - start + 1 : valuesAt - start;
      this.labelsSize[row] = labelsAt > end ? 0 : end - labelsAt;
    }
  }
}

/** Values of up to 49 bits; their magnitudes are added up. */
class ValueReader {
  readonly #bytes: Uint8Array;
  readonly #columns: readonly Float64Array[];
  readonly #sums: Float64Array;

  constructor(bytes: Uint8Array, columns: readonly Float64Array[]) {
    this.#bytes = bytes;
    this.#columns = columns;
    this.#sums = new Float64Array(columns.length);
  }

  /** False if `bytes[from .. end)` are not as many such values as there are columns. */
  read(row: number, from: number, end: number): boolean {
    const bytes = this.#bytes;
    let at = from;
    for (let type = 0; type < this.#columns.length; type++) {
      let byte = bytes[at++] as number;
      let value = byte & 0x7f;
      for (let unit = 0x80; byte >= 0x80; unit *= 0x80) {
        if (at >= end || unit > 2 ** 42) return false;
        byte = bytes[at++] as number;
        value += (byte & 0x7f) * unit;
      }
      if (at > end) return false;
      (this.#columns[type] as Float64Array)[row] = value;
      this.#sums[type] = (this.#sums[type] as number) + value;
    }
    return at === end;
  }

  get isExact(): boolean {
    return this.#sums.every((sum) => sum <= MAX_EXACT);
  }
}

function isLocations(tag: number): boolean {
  return tag === PACKED_LOCATIONS || tag === LOCATION;
}

/** Where the locations end that the sample message `bytes[at .. end)` starts with; NONE if they are written in no usual way. */
export function endOfLocations(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && isLocations(bytes[next] as number)) {
    const isPacked = bytes[next++] === PACKED_LOCATIONS;
    let value = 0;
    let shift = 0;
    let byte = 0x80;
    for (; byte >= 0x80 && shift < 21 && next < end; shift += 7) {
      byte = bytes[next++] as number;
      value |= (byte & 0x7f) << shift;
    }
    if (isPacked) next += value;
    if (byte >= 0x80 || next > end) return NONE;
  }
  return next;
}
