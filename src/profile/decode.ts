/**
 * profile.proto bytes -> Profile.
 *
 * Two passes. The first notes where each top-level message lies, so that every column can be made at its final length; the second
 * fills them, tables first, because samples refer to locations by ids that come later in the file. What is checked, and in which
 * words it is refused, is what pprof's users know (`invalid` below); everything else here is speed.
 */
import { ProfileError } from "../errors.ts";
import { columnFromWords, HIGH, LOW, type ValueColumn } from "./int64.ts";
import { LabelSetDecoder } from "./label-set-decoder.ts";
import { StringTable, stringIndexError } from "./string-table.ts";
import type { FunctionTable, Header, LocationTable, MappingTable, Profile, SampleTable, ValueType } from "./tables.ts";
import { NONE } from "./tables.ts";
import { BYTES, VARINT, WireError, WireReader } from "./wire.ts";

/** Decodes uncompressed profile.proto bytes. Throws ProfileError: "wire" if they are no such message, "invalid" if they contradict themselves. */
export function decodeProfile(bytes: Uint8Array): Profile {
  if (bytes.length === 0) throw new ProfileError("empty", "the file is empty", "parsing profile: empty input file");
  try {
    return decode(bytes);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new ProfileError(
      "wire",
      `${error.message} at byte ${error.at}`,
      "parsing profile: unrecognized profile format",
      {
        cause: error,
      },
    );
  }
}

function decode(bytes: Uint8Array): Profile {
  const outline = scan(bytes);
  const strings = decodeStrings(bytes, outline.strings);
  const text = (index: number): string => strings.at(strings.checked(index));
  const header = buildHeader(bytes, outline, text);
  const mappings = decodeMappings(bytes, outline.mappings, strings);
  const functions = decodeFunctions(bytes, outline.functions, strings);
  const locations = decodeLocations(bytes, outline.locations, mappings, functions);
  if (header.sampleTypes.length === 0 && outline.samples.length > 0) throw invalid("missing sample type information");
  const labels = new LabelSetDecoder(bytes, strings);
  const samples = decodeSamples(bytes, outline.samples, header.sampleTypes.length, locations, labels);
  return { header, samples, labelSets: labels.finish(), locations, functions, mappings, strings };
}

export function invalid(fact: string): ProfileError {
  return new ProfileError("invalid", fact, `malformed profile: ${fact}`);
}

/** Byte ranges of messages: start and end, one pair behind the other. */
class Ranges {
  #ends: Uint32Array = new Uint32Array(64);
  length = 0;

  add(start: number, end: number): void {
    if (2 * this.length === this.#ends.length) {
      const larger = new Uint32Array(this.#ends.length * 2);
      larger.set(this.#ends);
      this.#ends = larger;
    }
    this.#ends[2 * this.length] = start;
    this.#ends[2 * this.length + 1] = end;
    this.length++;
  }

  start(row: number): number {
    return this.#ends[2 * row] as number;
  }

  end(row: number): number {
    return this.#ends[2 * row + 1] as number;
  }
}

/** What the first pass finds: where the messages are, and the scalars of the header (string indices where the field is one). */
class Outline {
  readonly sampleTypes = new Ranges();
  readonly samples = new Ranges();
  readonly mappings = new Ranges();
  readonly locations = new Ranges();
  readonly functions = new Ranges();
  readonly strings = new Ranges();
  readonly comments: number[] = [];
  periodType: readonly [start: number, end: number] | undefined;
  dropFrames = 0;
  keepFrames = 0;
  timeNanos = 0n;
  durationNanos = 0n;
  period = 0n;
  defaultSampleType = 0;
  docUrl = 0;
}

function scan(bytes: Uint8Array): Outline {
  const outline = new Outline();
  const reader = new WireReader(bytes);
  const messages = [
    undefined,
    outline.sampleTypes,
    outline.samples,
    outline.mappings,
    outline.locations,
    outline.functions,
  ];
  while (reader.nextField()) {
    const ranges = reader.field === 6 ? outline.strings : messages[reader.field];
    if (ranges !== undefined) {
      reader.expect(BYTES);
      ranges.add(reader.dataStart, reader.dataEnd);
    } else if (reader.field <= 15) scanHeaderField(reader, outline);
  }
  return outline;
}

function scanHeaderField(reader: WireReader, outline: Outline): void {
  switch (reader.field) {
    case 11:
      reader.expect(BYTES);
      outline.periodType = [reader.dataStart, reader.dataEnd];
      return;
    case 13:
      outline.comments.push(...readPacked(reader));
      return;
    case 9:
      if (outline.timeNanos !== 0n) throw concatenated();
      reader.expect(VARINT);
      outline.timeNanos = reader.int64;
      return;
    case 10:
      reader.expect(VARINT);
      outline.durationNanos = reader.int64;
      return;
    case 12:
      reader.expect(VARINT);
      outline.period = reader.int64;
      return;
    case 7:
      reader.expect(VARINT);
      outline.dropFrames = reader.number;
      return;
    case 8:
      reader.expect(VARINT);
      outline.keepFrames = reader.number;
      return;
    case 14:
      reader.expect(VARINT);
      outline.defaultSampleType = reader.number;
      return;
    case 15:
      reader.expect(VARINT);
      outline.docUrl = reader.number;
      return;
    default:
  }
}

function concatenated(): ProfileError {
  return new ProfileError(
    "concatenated",
    "two profiles are appended in one file",
    "parsing profile: concatenated profiles detected",
  );
}

function readPacked(reader: WireReader): number[] {
  if (reader.wireType !== BYTES) {
    reader.expect(VARINT);
    return [reader.number];
  }
  const packed = new WireReader(reader.bytes, reader.dataStart, reader.dataEnd);
  const numbers: number[] = [];
  while (packed.pos < packed.end) {
    packed.readVarint();
    numbers.push(packed.number);
  }
  return numbers;
}

/** Copies the strings' bytes together, so that the table does not keep the whole file alive. */
function decodeStrings(bytes: Uint8Array, ranges: Ranges): StringTable {
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

function buildHeader(bytes: Uint8Array, outline: Outline, text: (index: number) => string): Header {
  const sampleTypes: ValueType[] = [];
  for (let i = 0; i < outline.sampleTypes.length; i++) {
    sampleTypes.push(decodeValueType(bytes, outline.sampleTypes.start(i), outline.sampleTypes.end(i), text));
  }
  const [start, end] = outline.periodType ?? [0, 0];
  return {
    sampleTypes,
    defaultSampleType: text(outline.defaultSampleType),
    periodType: decodeValueType(bytes, start, end, text),
    period: outline.period,
    timeNanos: outline.timeNanos,
    durationNanos: outline.durationNanos,
    dropFrames: text(outline.dropFrames),
    keepFrames: text(outline.keepFrames),
    comments: outline.comments.map(text),
    docUrl: text(outline.docUrl),
  };
}

function decodeValueType(bytes: Uint8Array, start: number, end: number, text: (index: number) => string): ValueType {
  const reader = new WireReader(bytes, start, end);
  let type = 0;
  let unit = 0;
  while (reader.nextField()) {
    if (reader.field !== 1 && reader.field !== 2) continue;
    reader.expect(VARINT);
    if (reader.field === 1) type = reader.number;
    else unit = reader.number;
  }
  return { type: text(type), unit: text(unit) };
}

/** Reads the last value into row `row` of a 64-bit column seen as words. */
function storeWords(words: Uint32Array, row: number, reader: WireReader): void {
  words[2 * row + LOW] = reader.low;
  words[2 * row + HIGH] = reader.high;
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
    while (reader.nextField()) {
      const field = reader.field;
      if (field < 1 || field > 10) continue;
      reader.expect(VARINT);
      if (field <= 4) storeWords(wide[field - 1] as Uint32Array, row, reader);
      else if (field === 5) file[row] = strings.checked(reader.number);
      else if (field === 6) buildId[row] = strings.checked(reader.number);
      else (flags[field - 7] as Uint8Array)[row] = reader.number === 0 ? 0 : 1;
    }
  }
  checkIds(id, "found mapping with reserved ID=0", "multiple mappings with same id");
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
    while (reader.nextField()) {
      const field = reader.field;
      if (field < 1 || field > 5) continue;
      reader.expect(VARINT);
      if (field === 1) storeWords(idWords, row, reader);
      else if (field === 2) name[row] = strings.checked(reader.number);
      else if (field === 3) systemName[row] = strings.checked(reader.number);
      else if (field === 4) file[row] = strings.checked(reader.number);
      else storeWords(startLine, row, reader);
    }
  }
  checkIds(id, "found function with reserved ID=0", "multiple functions with same id");
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
  const lines = new LineColumns(length * 2);
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
  checkIds(id, "found location with reserved id=0", "multiple locations with same id");
  const columns = lines.finish();
  checkLineFunctions(id, start, columns.lineFunction);
  return { length, id, mapping, address, isFolded, start, ...columns };
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

function checkIds(ids: BigUint64Array, reserved: string, multiple: string): void {
  const seen = new RowById(ids);
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row] as bigint;
    if (id === 0n) throw invalid(reserved);
    if (seen.find(Number(id & 0xffffffffn), Number(id >> 32n)) !== row) throw invalid(`${multiple}: ${id}`);
  }
}

function checkLineFunctions(id: BigUint64Array, start: Int32Array, lineFunction: Int32Array): void {
  if (!lineFunction.includes(NONE)) return;
  const line = lineFunction.indexOf(NONE);
  const row = start.findIndex((first) => first > line) - 1;
  throw invalid(`location id: ${id[row]} has a line with nil function`);
}

/** From a 64-bit id to the table row that has it. Ids are usually small and dense; then this is one array. */
class RowById {
  /** Row by id, for ids below its length (at least 128 long). */
  readonly dense: Int32Array;
  readonly #sparse: Map<bigint, number> = new Map();

  constructor(ids: BigUint64Array) {
    const words = new Uint32Array(ids.buffer);
    this.dense = new Int32Array(2 * ids.length + 128).fill(NONE);
    for (let row = ids.length - 1; row >= 0; row--) {
      const low = words[2 * row + LOW] as number;
      if (words[2 * row + HIGH] === 0 && low < this.dense.length) this.dense[low] = row;
      else this.#sparse.set(ids[row] as bigint, row);
    }
  }

  /** Row of the id with these halves, NONE if there is none. */
  find(low: number, high: number): number {
    if (high === 0 && low < this.dense.length) return this.dense[low] as number;
    return this.#sparse.get((BigInt(high) << 32n) | BigInt(low)) ?? NONE;
  }
}

/** The sample columns while they grow: stacks, values, labels. */
class SampleColumns {
  readonly #rows: RowById;
  readonly #words: readonly Uint32Array<ArrayBuffer>[];
  #stack: Int32Array;
  #depth = 0;
  /** Values seen in the current sample. */
  #values = 0;

  constructor(length: number, valueCount: number, locations: LocationTable) {
    this.#rows = new RowById(locations.id);
    this.#words = Array.from({ length: valueCount }, () => new Uint32Array(2 * length));
    this.#stack = new Int32Array(Math.max(1024, length * 16));
  }

  /** Makes room for a sample whose message has this many bytes: a location id takes at least one. */
  begin(messageLength: number): void {
    this.#values = 0;
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
      if (location === NONE) throw invalid("sample has nil location");
      stack[depth++] = location;
    }
    this.#depth = depth;
  }

  addLocation(reader: WireReader): void {
    const location = this.#rows.find(reader.low, reader.high);
    if (location === NONE) throw invalid("sample has nil location");
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

  /** Checks the value count of the finished sample; returns where its stack ends. */
  end(): number {
    if (this.#values !== this.#words.length) {
      throw invalid(`mismatch: sample has ${this.#values} values vs. ${this.#words.length} types`);
    }
    return this.#depth;
  }

  finish(length: number): { locations: Int32Array; values: readonly ValueColumn[] } {
    const isLoose = this.#stack.length > this.#depth * 1.25;
    return {
      locations: isLoose ? this.#stack.slice(0, this.#depth) : this.#stack.subarray(0, this.#depth),
      values: this.#words.map((column) => columnFromWords(column, length)),
    };
  }
}

function decodeSamples(
  bytes: Uint8Array,
  ranges: Ranges,
  valueCount: number,
  locations: LocationTable,
  labels: LabelSetDecoder,
): SampleTable {
  const length = ranges.length;
  const columns = new SampleColumns(length, valueCount, locations);
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
  return { length, start, labelSet, ...columns.finish(length) };
}
