/**
 * The samples: stacks, values, labels. Nearly all bytes of a profile are here.
 *
 * A sample that breaks a rule is noted, not refused: bytes further on may still show that this is no profile at all, which is the
 * more telling fault.
 */

import type { Ranges } from "../ranges.ts";
import type { RowById } from "../row-by-id.ts";
import type { SampleTable } from "../tables.ts";
import { type DecodedStacks, endOfLocations, PACKED_LOCATIONS } from "./known-samples.ts";
import type { LabelSetDecoder } from "./label-sets.ts";
import { SampleColumns } from "./sample-columns.ts";
import { BYTES, VARINT, WireReader } from "./wire.ts";

interface DecodedSamples {
  readonly samples: SampleTable;
  /** Whether each sample has its locations before everything else. */
  readonly isRegular: boolean;
  /** The first rule that a sample breaks. */
  readonly fault: string | undefined;
}

/** Tags of the other fields of a sample whose length is given. */
const VALUES = 18;
const LABEL = 26;

/** With `known`, each sample starts with the locations it has there, and they are not decoded; should there be more, all are. `isWide`: values need int64. */
export function decodeSamples(
  bytes: Uint8Array,
  ranges: Ranges,
  valueCount: number,
  locationRows: RowById,
  labels: LabelSetDecoder,
  known: DecodedStacks | undefined,
  isWide = false,
): DecodedSamples {
  const length = ranges.length;
  const columns = new SampleColumns(bytes, ranges, valueCount, locationRows, isWide);
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
  if (columns.isTooNarrow) return decodeSamples(bytes, ranges, valueCount, locationRows, labels, known, true);
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
