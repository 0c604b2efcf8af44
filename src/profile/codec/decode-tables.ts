/**
 * The tables of a profile beside its samples: strings, mappings, functions, locations with their lines. Rows that break a rule (an id twice, a line of no function)
 * are kept as they are; validate.ts refuses them once everything has been read.
 */
import { columnFromWords, HIGH, LOW, type ValueColumn } from "../int64.ts";
import type { Ranges } from "../ranges.ts";
import { RowById } from "../row-by-id.ts";
import { StringTable, stringIndexError } from "../string-table.ts";
import type { FunctionTable, LocationTable, MappingTable } from "../tables.ts";
import { NONE } from "../tables.ts";
import type { DecodedTables, MessageRanges } from "./memory.ts";
import { BYTES, VARINT, WireError, WireReader } from "./wire.ts";

/** Reads the last value into row `row` of a 64-bit column seen as words. */
function storeWords(words: Uint32Array, row: number, reader: WireReader): void {
  words[2 * row + LOW] = reader.low;
  words[2 * row + HIGH] = reader.high;
}

/** All tables but the strings, which are there already. */
export function decodeTables(bytes: Uint8Array, ranges: MessageRanges, strings: StringTable): DecodedTables {
  const mappings = decodeMappings(bytes, ranges.mappings, strings);
  const functions = decodeFunctions(bytes, ranges.functions, strings);
  const locations = decodeLocations(bytes, ranges.locations, mappings, functions);
  return { strings, mappings, functions, locations, locationRows: new RowById(locations.id) };
}

/** Copies the strings' bytes together, so that the table does not keep the whole file alive. */
export function decodeStrings(bytes: Uint8Array, ranges: Ranges): StringTable {
  if (ranges.length === 0) throw stringIndexError(0, 0);
  if (ranges.end(0) !== ranges.start(0)) throw new WireError("string_table[0] must be ''", ranges.start(0));
  const offsets = new Uint32Array(ranges.length + 1);
  for (let i = 0; i < ranges.length; i++) {
    offsets[i + 1] = (offsets[i] as number) + ranges.end(i) - ranges.start(i);
  }
  const copy = new Uint8Array(offsets[ranges.length] as number);
  for (let i = 0; i < ranges.length; i++) copy.set(bytes.subarray(ranges.start(i), ranges.end(i)), offsets[i]);
  return new StringTable(copy, offsets);
}

function decodeMappings(bytes: Uint8Array, ranges: Ranges, strings: StringTable): MappingTable {
  const length = ranges.length;
  const id = new BigUint64Array(length);
  const memoryStart = new BigUint64Array(length);
  const memoryLimit = new BigUint64Array(length);
  const fileOffset = new BigUint64Array(length);
  const wide = [id, memoryStart, memoryLimit, fileOffset].map((column) => new Uint32Array(column.buffer));
  const file = new Int32Array(length);
  const buildId = new Int32Array(length);
  const flags = [
    new Uint8Array(length),
    new Uint8Array(length),
    new Uint8Array(length),
    new Uint8Array(length),
  ] as const;
  for (let row = 0; row < length; row++) {
    const reader = new WireReader(bytes, ranges.start(row), ranges.end(row));
    let fileIndex = 0;
    let buildIdIndex = 0;
    while (reader.nextField()) {
      const field = reader.field;
      if (field < 1 || field > 10) continue;
      reader.expect(VARINT);
      if (field <= 4) storeWords(wide[field - 1] as Uint32Array, row, reader);
      else if (field === 5) fileIndex = reader.number;
      else if (field === 6) buildIdIndex = reader.number;
      else (flags[field - 7] as Uint8Array)[row] = reader.number === 0 ? 0 : 1;
    }
    // Of a field given twice only the last value counts, also for the check.
    file[row] = strings.checked(fileIndex);
    buildId[row] = strings.checked(buildIdIndex);
  }
  const [hasFunctions, hasFilenames, hasLineNumbers, hasInlineFrames] = flags;
  return {
    length,
    id,
    memoryStart,
    memoryLimit,
    fileOffset,
    file,
    buildId,
    hasFunctions,
    hasFilenames,
    hasLineNumbers,
    hasInlineFrames,
  };
}

function decodeFunctions(bytes: Uint8Array, ranges: Ranges, strings: StringTable): FunctionTable {
  const length = ranges.length;
  const id = new BigUint64Array(length);
  const idWords = new Uint32Array(id.buffer);
  const name = new Int32Array(length);
  const systemName = new Int32Array(length);
  const file = new Int32Array(length);
  const startLine = new Uint32Array(2 * length);
  const reader = new WireReader(bytes);
  for (let row = 0; row < length; row++) {
    reader.pos = ranges.start(row);
    reader.end = ranges.end(row);
    let nameIndex = 0;
    let systemNameIndex = 0;
    let fileIndex = 0;
    while (reader.nextField()) {
      const field = reader.field;
      if (field < 1 || field > 5) continue;
      reader.expect(VARINT);
      if (field === 1) storeWords(idWords, row, reader);
      else if (field === 2) nameIndex = reader.number;
      else if (field === 3) systemNameIndex = reader.number;
      else if (field === 4) fileIndex = reader.number;
      else storeWords(startLine, row, reader);
    }
    name[row] = strings.checked(nameIndex);
    systemName[row] = strings.checked(systemNameIndex);
    file[row] = strings.checked(fileIndex);
  }
  return { length, id, name, systemName, file, startLine: columnFromWords(startLine, length) };
}

function decodeLocations(
  bytes: Uint8Array,
  ranges: Ranges,
  mappings: MappingTable,
  functions: FunctionTable,
): LocationTable {
  const length = ranges.length;
  const id = new BigUint64Array(length);
  const address = new BigUint64Array(length);
  const idWords = new Uint32Array(id.buffer);
  const addressWords = new Uint32Array(address.buffer);
  const mapping = new Int32Array(length).fill(NONE);
  const isFolded = new Uint8Array(length);
  const start = new Int32Array(length + 1);
  const lines = new LineColumns(length + 16);
  const mappingRow = new RowById(mappings.id);
  const functionRow = new RowById(functions.id);
  const reader = new WireReader(bytes);
  const line = new WireReader(bytes);
  for (let row = 0; row < length; row++) {
    reader.pos = ranges.start(row);
    reader.end = ranges.end(row);
    while (reader.nextField()) {
      const field = reader.field;
      if (field < 1 || field > 5) continue;
      reader.expect(field === 4 ? BYTES : VARINT);
      if (field === 1) storeWords(idWords, row, reader);
      else if (field === 2) mapping[row] = mappingRow.find(reader.low, reader.high);
      else if (field === 3) storeWords(addressWords, row, reader);
      else if (field === 5) isFolded[row] = reader.number === 0 ? 0 : 1;
      else {
        line.pos = reader.dataStart;
        line.end = reader.dataEnd;
        lines.decode(line, functionRow);
      }
    }
    start[row + 1] = lines.length;
  }
  return { length, id, mapping, address, isFolded, start, ...lines.finish() };
}

/** The line columns while they grow; a location has any number of lines. */
class LineColumns {
  length = 0;
  #function: Int32Array;
  #number: Uint32Array<ArrayBuffer>;
  #column: Uint32Array<ArrayBuffer>;

  constructor(capacity: number) {
    this.#function = new Int32Array(capacity);
    this.#number = new Uint32Array(2 * capacity);
    this.#column = new Uint32Array(2 * capacity);
  }

  decode(reader: WireReader, functionRow: RowById): void {
    const row = this.length++;
    if (row === this.#function.length) this.#grow();
    this.#function[row] = NONE;
    while (reader.nextField()) {
      const field = reader.field;
      if (field < 1 || field > 3) continue;
      reader.expect(VARINT);
      if (field === 1) this.#function[row] = functionRow.find(reader.low, reader.high);
      else storeWords(field === 2 ? this.#number : this.#column, row, reader);
    }
  }

  #grow(): void {
    const capacity = this.#function.length * 2 + 16;
    const functions = new Int32Array(capacity);
    functions.set(this.#function);
    this.#function = functions;
    const numbers = new Uint32Array(2 * capacity);
    numbers.set(this.#number);
    this.#number = numbers;
    const columns = new Uint32Array(2 * capacity);
    columns.set(this.#column);
    this.#column = columns;
  }

  finish(): { lineFunction: Int32Array; lineNumber: ValueColumn; lineColumn: ValueColumn } {
    return {
      lineFunction: this.#function.slice(0, this.length),
      lineNumber: columnFromWords(this.#number.slice(0, 2 * this.length), this.length),
      lineColumn: columnFromWords(this.#column.slice(0, 2 * this.length), this.length),
    };
  }
}
