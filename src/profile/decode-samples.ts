/**
 * The samples: stacks, values, labels. Nearly all bytes of a profile are here, and nearly all time goes into `addPackedLocations`.
 *
 * A sample that breaks a rule is noted, not refused: bytes further on may still show that this is no profile at all, which is the
 * more telling fault.
 */

import { type DecodedStacks, endOfLocations, PACKED_LOCATIONS } from "./decode-memory.ts";
import { longer } from "./int-sequences.ts";
import { columnFromWords, HIGH, LOW, type ValueColumn } from "./int64.ts";
import type { LabelSetDecoder } from "./label-set-decoder.ts";
import type { Ranges } from "./ranges.ts";
import type { RowById } from "./row-by-id.ts";
import type { SampleTable } from "./tables.ts";
import { BYTES, VARINT, WireReader } from "./wire.ts";

export interface DecodedSamples {
  readonly samples: SampleTable;
  /** Whether each sample has its locations before everything else. */
  readonly isRegular: boolean;
  /** The first rule that a sample breaks. */
  readonly fault: string | undefined;
}

/** Tags of the other fields of a sample whose length is given. */
const VALUES = 18;
const LABEL = 26;

/** With `known`, each sample starts with the locations it has there, and they are not decoded; should there be more, all are. */
export function decodeSamples(
  bytes: Uint8Array,
  ranges: Ranges,
  valueCount: number,
  locationRows: RowById,
  labels: LabelSetDecoder,
  known: DecodedStacks | undefined,
): DecodedSamples {
  const length = ranges.length;
  const columns = new SampleColumns(bytes, ranges, valueCount, locationRows);
  const start = new Int32Array(length + 1);
  const labelSet = new Int32Array(length);
  const reader = new WireReader(bytes);
  let isRegular = true;
  for (let row = 0; row < length; row++) {
    const end = ranges.end(row);
    let at = ranges.start(row);
    const locationsEnd = endOfLocations(bytes, at, end);
    columns.begin(known === undefined ? end - at : 0);
    if (known !== undefined) at = locationsEnd;
    labels.begin();
    while (at < end) {
      // Nearly all fields are these three and shorter than 128 bytes: told by their first two bytes. All others are the reader's.
      const tag = bytes[at] as number;
      const from = at + 2;
      const to = from + (bytes[at + 1] as number);
      if (to <= end && to < from + 0x80 && (tag === PACKED_LOCATIONS || tag === VALUES || tag === LABEL)) {
        if (tag === PACKED_LOCATIONS) {
          isRegular &&= at < locationsEnd;
          columns.addPackedLocations(from, to);
        } else if (tag === VALUES) columns.addPackedValues(row, from, to);
        else labels.add(from, to);
        at = to;
      } else {
        reader.pos = at;
        reader.end = end;
        decodeField(reader, row, columns, labels);
        if (reader.field === 1) isRegular &&= at < locationsEnd;
        at = reader.pos;
      }
    }
    start[row + 1] = columns.end();
    labelSet[row] = labels.end();
  }
  if (known !== undefined && !isRegular) {
    return decodeSamples(bytes, ranges, valueCount, locationRows, labels, undefined);
  }
  const { locations, values } = columns.finish();
  const stacks = known ?? { start, locations };
  return { samples: { length, ...stacks, values, labelSet }, isRegular, fault: columns.fault };
}

/** Whatever field the reader stands at. */
function decodeField(reader: WireReader, row: number, columns: SampleColumns, labels: LabelSetDecoder): void {
  reader.nextField();
  if (reader.field < 1 || reader.field > 3) return;
  if (reader.wireType === BYTES) {
    if (reader.field === 1) columns.addPackedLocations(reader.dataStart, reader.dataEnd);
    else if (reader.field === 2) columns.addPackedValues(row, reader.dataStart, reader.dataEnd);
    else labels.add(reader.dataStart, reader.dataEnd);
    return;
  }
  reader.expect(reader.field === 3 ? BYTES : VARINT);
  if (reader.field === 1) columns.addLocation(reader);
  else columns.addValue(row, reader);
}

/** Room for this many locations shows how deep the stacks are. */
const FIRST_DEPTH = 1 << 14;

/** The sample columns while they grow: stacks and values. */
class SampleColumns {
  fault: string | undefined;
  readonly #bytes: Uint8Array;
  readonly #packed: WireReader;
  readonly #length: number;
  readonly #valueCount: number;
  readonly #rows: RowById;
  /** One column a sample type, as words; none if the samples cannot have that many values anyway. */
  readonly #words: readonly Uint32Array<ArrayBuffer>[];
  #stack: Int32Array = new Int32Array();
  #depth = 0;
  /** Of all sample messages, and of those that were begun. */
  readonly #byteCount: number;
  #bytesBegun = 0;
  /** Of the current sample: how many values so far, and negative if a location was not found. */
  #values = 0;
  #found = 0;

  constructor(bytes: Uint8Array, ranges: Ranges, valueCount: number, locationRows: RowById) {
    const length = ranges.length;
    this.#bytes = bytes;
    this.#packed = new WireReader(bytes);
    this.#length = length;
    this.#valueCount = valueCount;
    this.#rows = locationRows;
    // A value or a location takes at least one byte, so this is what bounds the memory that a small file can ask for.
    const columnCount = length * valueCount <= ranges.size ? valueCount : 0;
    this.#words = Array.from({ length: columnCount }, () => new Uint32Array(2 * length));
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
    const column = this.#words[this.#values++];
    if (column === undefined) return;
    column[2 * row + LOW] = low;
    column[2 * row + HIGH] = high;
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
      values: this.#words.map((column) => columnFromWords(column, this.#length)),
    };
  }
}
