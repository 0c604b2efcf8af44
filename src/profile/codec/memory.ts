/**
 * What the profile that was decoded last was made of. Profiles of a series often have the very same tables, and a program in its steady state
 * the very same stacks, with other values: what the file says byte for byte as the one before is not decoded again, and whoever works on
 * several profiles sees it by their columns being the same objects.
 */
import type { Ranges } from "../ranges.ts";
import type { RowById } from "../row-by-id.ts";
import type { StringTable } from "../string-table.ts";
import { type FunctionTable, type LocationTable, type MappingTable, NONE, type SampleTable } from "../tables.ts";

/** The tables beside the samples. */
export interface DecodedTables {
  readonly strings: StringTable;
  readonly mappings: MappingTable;
  readonly functions: FunctionTable;
  readonly locations: LocationTable;
  readonly locationRows: RowById;
}

/** The stacks of a SampleTable. */
export type DecodedStacks = Pick<SampleTable, "start" | "locations">;

/** Where the messages of the tables and the samples lie in a file. */
export interface MessageRanges {
  readonly strings: Ranges;
  readonly mappings: Ranges;
  readonly functions: Ranges;
  readonly locations: Ranges;
  readonly samples: Ranges;
}

/** A file that is kept for comparison is at most this large, unpacked. */
const LARGEST_KEPT = 1 << 28;

/** Whether two arrays of one length are the same, byte for byte. */
export type BytesEqual = (a: Uint8Array, b: Uint8Array) => boolean;

/** What one decoded profile leaves for the next of the same program. */
export class DecodeMemory {
  readonly #isEqual: BytesEqual;
  #view: DataView = new DataView(new ArrayBuffer(0));
  #ranges: MessageRanges | undefined;
  #tables: DecodedTables | undefined;
  #stacks: DecodedStacks | undefined;

  /** `isEqual`: something faster than a loop, for long runs of bytes. */
  constructor(isEqual: BytesEqual = areEqual) {
    this.#isEqual = isEqual;
  }

  /** The tables kept, if all their messages are the same. */
  recallTables(bytes: Uint8Array, ranges: MessageRanges): DecodedTables | undefined {
    const known = this.#ranges;
    if (known === undefined) return undefined;
    const view = viewOf(bytes);
    const isSame = TABLES.every((table) => areSame(this.#view, known[table], view, ranges[table], this.#isEqual));
    return isSame ? this.#tables : undefined;
  }

  /** The stacks kept, for a file that has the same tables, if each sample starts with the same locations. */
  recallStacks(bytes: Uint8Array, { samples }: MessageRanges): DecodedStacks | undefined {
    const known = this.#ranges?.samples;
    if (this.#stacks === undefined || samples.length !== known?.length) return undefined;
    const view = viewOf(bytes);
    for (let row = 0; row < samples.length; row++) {
      const start = samples.start(row);
      const end = endOfLocations(bytes, start, samples.end(row));
      const knownStart = known.start(row);
      const knownEnd = knownStart + end - start;
      if (end === NONE || knownEnd > known.end(row)) return undefined;
      if (!areSameBytes(view, start, end, this.#view, knownStart)) return undefined;
      if (knownEnd < known.end(row) && isLocations(this.#view.getUint8(knownEnd))) return undefined;
    }
    return this.#stacks;
  }

  /** A file that was found to be valid. `stacks`: if each of its samples has its locations before everything else. */
  keep(bytes: Uint8Array, ranges: MessageRanges, tables: DecodedTables, stacks: DecodedStacks | undefined): void {
    if (bytes.length > LARGEST_KEPT) return;
    this.#view = viewOf(bytes);
    this.#ranges = ranges;
    this.#tables = tables;
    this.#stacks = stacks;
  }
}

/** Tags of the locations of a sample. Go writes one or two of them unpacked. */
export const PACKED_LOCATIONS = 10;
const LOCATION = 8;

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

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

const TABLES = ["mappings", "locations", "functions", "strings"] as const;

function areSame(viewA: DataView, a: Ranges, viewB: DataView, b: Ranges, isEqual: BytesEqual): boolean {
  if (a.length !== b.length || a.size !== b.size) return false;
  for (let row = 0; row < a.length; ) {
    const from = a.start(row);
    const shift = b.start(row) - from;
    // As far as messages follow each other in both files: what lies between is compared along.
    let end = a.end(row);
    if (b.end(row) - end !== shift) return false;
    for (row++; row < a.length && a.start(row) - end <= LONGEST_HEAD && b.start(row) - a.start(row) === shift; row++) {
      end = a.end(row);
      if (b.end(row) - end !== shift) return false;
    }
    const isSame =
      end - from < LONG_RUN
        ? areSameBytes(viewA, from, end, viewB, from + shift)
        : isEqual(bytesOf(viewA, from, end), bytesOf(viewB, from + shift, end + shift));
    if (!isSame) return false;
  }
  return true;
}

/** Tag and length of a message. */
const LONGEST_HEAD = 6;

/** Bytes in a row from which a call is worth while. */
const LONG_RUN = 256;

function bytesOf({ buffer, byteOffset }: DataView, from: number, end: number): Uint8Array {
  return new Uint8Array(buffer, byteOffset + from, end - from);
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return areSameBytes(viewOf(a), 0, a.length, viewOf(b), 0);
}

function areSameBytes(a: DataView, from: number, end: number, b: DataView, fromB: number): boolean {
  let at = from;
  let other = fromB;
  for (; at + 4 <= end; at += 4, other += 4) if (a.getInt32(at, true) !== b.getInt32(other, true)) return false;
  for (; at < end; at++, other++) if (a.getUint8(at) !== b.getUint8(other)) return false;
  return true;
}
