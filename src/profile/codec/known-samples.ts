/**
 * The stacks of a decoded file, known again in a file with the same tables: where each sample has the same one, nothing but values and labels is
 * decoded.
 */
import type { Ranges } from "../ranges.ts";
import { NONE, type SampleTable } from "../tables.ts";
import { areSameBytes, viewOf } from "./same-bytes.ts";

/** The stacks of a SampleTable. */
export type DecodedStacks = Pick<SampleTable, "start" | "locations">;

/** Tags of the locations of a sample. Go writes one or two of them unpacked. */
export const PACKED_LOCATIONS = 10;
const LOCATION = 8;

/** Stacks that another file is compared with. */
export class KnownSamples {
  readonly #view: DataView;
  readonly #ranges: Ranges;
  readonly #stacks: DecodedStacks;

  /** Of a file in which each sample has its locations before everything else. */
  constructor(bytes: Uint8Array, ranges: Ranges, { start, locations }: SampleTable) {
    this.#view = viewOf(bytes);
    this.#ranges = ranges;
    this.#stacks = { start, locations };
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
