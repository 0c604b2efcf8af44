/**
 * The tables of the profile that was decoded last. Profiles of a series often have the very same ones: then they are not decoded again, and
 * whoever works on several profiles sees it by their being the same objects.
 */
import type { Ranges } from "./ranges.ts";
import type { RowById } from "./row-by-id.ts";
import type { StringTable } from "./string-table.ts";
import type { FunctionTable, LocationTable, MappingTable } from "./tables.ts";

export interface DecodedTables {
  readonly strings: StringTable;
  readonly mappings: MappingTable;
  readonly functions: FunctionTable;
  readonly locations: LocationTable;
  readonly locationRows: RowById;
}

/** Where the messages of the tables lie in a file. */
export interface TableRanges {
  readonly strings: Ranges;
  readonly mappings: Ranges;
  readonly functions: Ranges;
  readonly locations: Ranges;
}

/** A file that is kept for comparison is at most this large: beyond, the samples are what takes time. */
const LARGEST_KEPT = 1 << 24;

export class TableMemory {
  #view: DataView = new DataView(new ArrayBuffer(0));
  #ranges: TableRanges | undefined;
  #tables: DecodedTables | undefined;

  /** The tables kept, if all their messages are the same byte for byte. */
  recall(bytes: Uint8Array, ranges: TableRanges): DecodedTables | undefined {
    const known = this.#ranges;
    if (known === undefined) return undefined;
    const view = viewOf(bytes);
    const isSame = TABLES.every((table) => areSame(this.#view, known[table], view, ranges[table]));
    return isSame ? this.#tables : undefined;
  }

  /** Tables that were found to be valid, with the file that they come from. */
  keep(bytes: Uint8Array, ranges: TableRanges, tables: DecodedTables): void {
    if (bytes.length > LARGEST_KEPT) return;
    this.#view = viewOf(bytes);
    this.#ranges = ranges;
    this.#tables = tables;
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

const TABLES = ["mappings", "locations", "functions", "strings"] as const;

function areSame(viewA: DataView, a: Ranges, viewB: DataView, b: Ranges): boolean {
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
    if (!areSameBytes(viewA, from, end, viewB, from + shift)) return false;
  }
  return true;
}

/** Tag and length of a message. */
const LONGEST_HEAD = 6;

function areSameBytes(a: DataView, from: number, end: number, b: DataView, fromB: number): boolean {
  let at = from;
  let other = fromB;
  for (; at + 4 <= end; at += 4, other += 4) if (a.getInt32(at, true) !== b.getInt32(other, true)) return false;
  for (; at < end; at++, other++) if (a.getUint8(at) !== b.getUint8(other)) return false;
  return true;
}
