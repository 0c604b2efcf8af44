/**
 * The samples: stacks, values, labels. Nearly all bytes of a profile are here, and nearly all time goes into `addPackedLocations`.
 *
 * A sample that breaks a rule is noted, not refused: bytes further on may still show that this is no profile at all, which is the
 * more telling fault.
 */

import { storeWords } from "./decode-tables.ts";
import { columnFromWords, type ValueColumn } from "./int64.ts";
import type { LabelSetDecoder } from "./label-set-decoder.ts";
import type { Ranges } from "./ranges.ts";
import { RowById } from "./row-by-id.ts";
import type { LocationTable, SampleTable } from "./tables.ts";
import { BYTES, VARINT, WireReader } from "./wire.ts";

export interface DecodedSamples {
  readonly samples: SampleTable;
  /** The first rule that a sample breaks. */
  readonly fault: string | undefined;
}

export function decodeSamples(
  bytes: Uint8Array,
  ranges: Ranges,
  valueCount: number,
  locations: LocationTable,
  labels: LabelSetDecoder,
): DecodedSamples {
  const length = ranges.length;
  const columns = new SampleColumns(ranges, valueCount, locations);
  const start = new Int32Array(length + 1);
  const labelSet = new Int32Array(length);
  const reader = new WireReader(bytes);
  const packed = new WireReader(bytes);
  for (let row = 0; row < length; row++) {
    reader.pos = ranges.start(row);
    reader.end = ranges.end(row);
    columns.begin(reader.end - reader.pos);
    labels.begin();
    while (reader.nextField()) {
      if (reader.field < 1 || reader.field > 3) continue;
      if (reader.wireType === BYTES) {
        packed.pos = reader.dataStart;
        packed.end = reader.dataEnd;
        if (reader.field === 1) columns.addPackedLocations(packed);
        else if (reader.field === 2) columns.addPackedValues(row, packed);
        else labels.add(reader.dataStart, reader.dataEnd);
      } else {
        reader.expect(reader.field === 3 ? BYTES : VARINT);
        if (reader.field === 1) columns.addLocation(reader);
        else columns.addValue(row, reader);
      }
    }
    start[row + 1] = columns.end();
    labelSet[row] = labels.end();
  }
  const { locations: stacks, values } = columns.finish();
  return { samples: { length, start, locations: stacks, values, labelSet }, fault: columns.fault };
}

/** The sample columns while they grow: stacks and values. */
class SampleColumns {
  fault: string | undefined;
  readonly #length: number;
  readonly #valueCount: number;
  readonly #rows: RowById;
  /** One column a sample type, as words; none if the samples cannot have that many values anyway. */
  readonly #words: readonly Uint32Array<ArrayBuffer>[];
  #stack: Int32Array;
  #depth = 0;
  /** Of the current sample: how many values so far, and negative if a location was not found. */
  #values = 0;
  #found = 0;

  constructor(ranges: Ranges, valueCount: number, locations: LocationTable) {
    const length = ranges.length;
    this.#length = length;
    this.#valueCount = valueCount;
    this.#rows = new RowById(locations.id);
    // A value or a location takes at least one byte, so this is what bounds the memory that a small file can ask for.
    const columnCount = length * valueCount <= ranges.size ? valueCount : 0;
    this.#words = Array.from({ length: columnCount }, () => new Uint32Array(2 * length));
    this.#stack = new Int32Array(Math.min(ranges.size, length * 16));
  }

  /** Makes room for a sample whose message has this many bytes. */
  begin(messageLength: number): void {
    this.#values = 0;
    this.#found = 0;
    const needed = this.#depth + messageLength;
    if (needed <= this.#stack.length) return;
    const larger = new Int32Array(Math.max(needed, Math.floor(this.#stack.length * 1.5)));
    larger.set(this.#stack);
    this.#stack = larger;
  }

  /** The hot loop of heapblame: ids of up to 14 bits are read in place, longer ones by the reader. */
  addPackedLocations(packed: WireReader): void {
    const bytes = packed.bytes;
    const rows = this.#rows;
    const dense = rows.dense;
    const stack = this.#stack;
    let depth = this.#depth;
    let found = this.#found;
    while (packed.pos < packed.end) {
      const at = packed.pos;
      const first = bytes[at] as number;
      let location: number;
      if (first < 0x80) {
        packed.pos = at + 1;
        location = dense[first] as number;
      } else if (at + 1 < packed.end && (bytes[at + 1] as number) < 0x80) {
        packed.pos = at + 2;
        const id = (first & 0x7f) | ((bytes[at + 1] as number) << 7);
        location = id < dense.length ? (dense[id] as number) : rows.find(id, 0);
      } else {
        packed.readVarint();
        location = rows.find(packed.low, packed.high);
      }
      found |= location;
      stack[depth++] = location;
    }
    this.#found = found;
    this.#depth = depth;
  }

  addLocation(reader: WireReader): void {
    const location = this.#rows.find(reader.low, reader.high);
    this.#found |= location;
    this.#stack[this.#depth++] = location;
  }

  addPackedValues(row: number, packed: WireReader): void {
    while (packed.pos < packed.end) {
      packed.readVarint();
      this.addValue(row, packed);
    }
  }

  addValue(row: number, reader: WireReader): void {
    const column = this.#words[this.#values++];
    if (column !== undefined) storeWords(column, row, reader);
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
