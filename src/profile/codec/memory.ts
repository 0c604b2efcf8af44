/**
 * What the profile that was decoded last was made of. Profiles of a series often have the very same tables, and a program in its steady state
 * the very same stacks, with other values: what the file says byte for byte as the one before is not decoded again, and whoever works on
 * several profiles sees it by their columns being the same objects.
 */
import type { Ranges } from "../ranges.ts";
import type { RowById } from "../row-by-id.ts";
import type { StringTable } from "../string-table.ts";
import type { FunctionTable, LocationTable, MappingTable, Profile } from "../tables.ts";
import type { KnownProfile } from "./known-profile.ts";
import type { KnownSamples } from "./known-samples.ts";
import { areSameBytes, areSameRuns, type BytesEqual, viewOf } from "./same-bytes.ts";

/** The tables beside the samples. */
export interface DecodedTables {
  readonly strings: StringTable;
  readonly mappings: MappingTable;
  readonly functions: FunctionTable;
  readonly locations: LocationTable;
  readonly locationRows: RowById;
}

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

interface KeptFile {
  readonly view: DataView;
  readonly ranges: MessageRanges;
  readonly tables: DecodedTables;
  readonly samples: KnownSamples | undefined;
  readonly whole: KnownProfile;
}

/** What one decoded profile leaves for the next of the same program. */
export class DecodeMemory {
  readonly #isEqual: BytesEqual;
  #kept: KeptFile | undefined;
  #recalled: Profile | undefined;

  /** `isEqual`: something faster than a loop, for long runs of bytes. */
  constructor(isEqual: BytesEqual = areEqual) {
    this.#isEqual = isEqual;
  }

  /** The whole profile, if its bytes differ from those of the one kept by values and times alone. */
  recallProfile(bytes: Uint8Array): Profile | undefined {
    this.#recalled = this.#kept?.whole.recall(bytes, this.#isEqual);
    return this.#recalled;
  }

  /** Whether it is the very profile that was recalled last: nothing in it lies in the bytes that it was read from. */
  hasRecalled(profile: Profile): boolean {
    return profile === this.#recalled;
  }

  /** Whether nothing has been decoded that others could have in common with it. */
  get isEmpty(): boolean {
    return this.#kept === undefined;
  }

  /** The tables kept, if all their messages are the same. */
  recallTables(bytes: Uint8Array, ranges: MessageRanges): DecodedTables | undefined {
    const kept = this.#kept;
    if (kept === undefined) return undefined;
    const view = viewOf(bytes);
    const isSame = TABLES.every((table) => areSame(kept.view, kept.ranges[table], view, ranges[table], this.#isEqual));
    return isSame ? kept.tables : undefined;
  }

  /** The samples kept, for a file that has the same tables. */
  get samples(): KnownSamples | undefined {
    return this.#kept?.samples;
  }

  /** A file that was found to be valid. `samples`: if each of them has its locations before everything else. */
  keep(
    bytes: Uint8Array,
    ranges: MessageRanges,
    tables: DecodedTables,
    samples: KnownSamples | undefined,
    whole: KnownProfile,
  ): void {
    if (bytes.length > LARGEST_KEPT) return;
    this.#kept = { view: viewOf(bytes), ranges, tables, samples, whole };
  }
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
    if (!areSameRuns(viewA, from, end, viewB, from + shift, isEqual)) return false;
  }
  return true;
}

/** Tag and length of a message. */
const LONGEST_HEAD = 6;

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return areSameBytes(viewOf(a), 0, a.length, viewOf(b), 0);
}
