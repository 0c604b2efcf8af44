/**
 * Profile -> uncompressed profile.proto bytes, the ones pprof writes: the same order of fields, the same string table. Import it only where a
 * profile is written: it brings protobufjs along.
 *
 * protobufjs writes straight into one buffer; no message objects are made, so the memory needed is about twice the result.
 */

import protobuf from "protobufjs/minimal.js";
import { checkProfile } from "../argument.ts";
import type { ValueColumn } from "../int64.ts";
import { encodeText } from "../string-table.ts";
import type { Profile, ValueType } from "../tables.ts";
import { NONE } from "../tables.ts";
import { StringNumbers } from "./string-numbers.ts";

type Writer = ReturnType<typeof protobuf.Writer.create>;

/** Repeated numbers are packed from this many on, as pprof does. */
const PACKED_FROM = 3;

/** The bytes of profile.proto, not packed: see gzip. */
export function encodeProfile(profile: Profile): Uint8Array {
  const writer = protobuf.Writer.create();
  const strings = new StringNumbers(checkProfile(profile));
  const { header } = profile;
  for (const type of header.sampleTypes) writeValueType(writer, 1, type, strings);
  writeSamples(writer, profile, strings);
  writeMappings(writer, profile, strings);
  writeLocations(writer, profile);
  writeFunctions(writer, profile, strings);
  const dropFrames = strings.ofText(header.dropFrames);
  const keepFrames = strings.ofText(header.keepFrames);
  const periodType = [strings.ofText(header.periodType.type), strings.ofText(header.periodType.unit)] as const;
  const comments = header.comments.map((comment) => strings.ofText(comment));
  const defaultSampleType = strings.ofText(header.defaultSampleType);
  const docUrl = strings.ofText(header.docUrl);
  for (const text of strings.texts()) writer.uint32(tagOf(6, BYTES)).bytes(encodeText(text));
  writeNumber(writer, 7, dropFrames);
  writeNumber(writer, 8, keepFrames);
  writeBigint(writer, 9, header.timeNanos);
  writeBigint(writer, 10, header.durationNanos);
  if (periodType[0] !== 0 || periodType[1] !== 0) {
    writer.uint32(tagOf(11, BYTES)).fork();
    writeNumber(writer, 1, periodType[0]);
    writeNumber(writer, 2, periodType[1]);
    writer.ldelim();
  }
  writeBigint(writer, 12, header.period);
  writeNumbers(writer, 13, comments);
  // The one scalar that pprof writes also when it is 0.
  writer.uint32(tagOf(14, VARINT)).uint32(defaultSampleType);
  writeNumber(writer, 15, docUrl);
  return bytesOf(writer);
}

/** What was written, as plain bytes also in Node, where protobufjs makes a Buffer. */
function bytesOf(writer: Writer): Uint8Array {
  const { buffer, byteOffset, length } = writer.finish();
  return new Uint8Array(buffer, byteOffset, length);
}

const VARINT = 0;
const BYTES = 2;

function tagOf(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

function writeNumber(writer: Writer, field: number, value: number): void {
  if (value !== 0) writer.uint32(tagOf(field, VARINT)).uint32(value);
}

function writeBigint(writer: Writer, field: number, value: bigint): void {
  if (value !== 0n) writer.uint32(tagOf(field, VARINT)).uint64(longOf(value));
}

/** A value of a column, 0 left out. */
function writeValue(writer: Writer, field: number, column: ValueColumn, row: number): void {
  const value = column[row] as number | bigint;
  // biome-ignore lint/suspicious/noDoubleEquals: 0 and 0n alike.
  if (value != 0) writer.uint32(tagOf(field, VARINT)).int64(longFrom(value));
}

interface Long {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}

/** All that protobufjs looks at. */
export function longOf(value: bigint): Long {
  const low = Number(BigInt.asIntN(32, value));
  const high = Number(BigInt.asIntN(32, value >> 32n));
  return { low, high, unsigned: false };
}

/** As protobufjs takes it: a float64 of a column is exact, an int64 goes in halves. */
function longFrom(value: number | bigint): Long | number {
  return typeof value === "number" ? value : longOf(value);
}

function writeNumbers(writer: Writer, field: number, values: readonly number[]): void {
  if (values.length >= PACKED_FROM) {
    writer.uint32(tagOf(field, BYTES)).fork();
    for (const value of values) writer.uint32(value);
    writer.ldelim();
  } else for (const value of values) writer.uint32(tagOf(field, VARINT)).uint32(value);
}

function writeValueType(writer: Writer, field: number, { type, unit }: ValueType, strings: StringNumbers): void {
  writer.uint32(tagOf(field, BYTES)).fork();
  writeNumber(writer, 1, strings.ofText(type));
  writeNumber(writer, 2, strings.ofText(unit));
  writer.ldelim();
}

function writeSamples(writer: Writer, profile: Profile, strings: StringNumbers): void {
  const { samples, labelSets } = profile;
  const ids = smallIds(profile.locations.id) ?? profile.locations.id;
  const encodedSets: (Uint8Array | undefined)[] = new Array(labelSets.length);
  for (let row = 0; row < samples.length; row++) {
    writer.uint32(tagOf(2, BYTES)).fork();
    writeStack(writer, samples.locations, samples.start[row] as number, samples.start[row + 1] as number, ids);
    writeValues(writer, samples.values, row);
    const set = samples.labelSet[row] as number;
    if (set !== NONE) {
      encodedSets[set] ??= encodeLabelSet(profile, set, strings);
      writer.raw(encodedSets[set] as Uint8Array);
    }
    writer.ldelim();
  }
}

/** Ids as numbers if all of them fit in 32 bits. */
function smallIds(ids: BigUint64Array): Uint32Array | undefined {
  return ids.every((id) => id < 0x100000000n) ? Uint32Array.from(ids, Number) : undefined;
}

function writeStack(
  writer: Writer,
  locations: Int32Array,
  start: number,
  end: number,
  ids: Uint32Array | BigUint64Array,
): void {
  const isPacked = end - start >= PACKED_FROM;
  if (isPacked) writer.uint32(tagOf(1, BYTES));
  if (isPacked && ids instanceof Uint32Array) {
    const stack: number[] = [];
    for (let at = start; at < end; at++) stack.push(ids[locations[at] as number] as number);
    writer.uint32s(stack);
    return;
  }
  if (isPacked) writer.fork();
  for (let at = start; at < end; at++) {
    if (!isPacked) writer.uint32(tagOf(1, VARINT));
    const id = ids[locations[at] as number] as number | bigint;
    if (typeof id === "number") writer.uint32(id);
    else writer.uint64(longOf(id));
  }
  if (isPacked) writer.ldelim();
}

function writeValues(writer: Writer, columns: readonly ValueColumn[], row: number): void {
  const isPacked = columns.length >= PACKED_FROM;
  if (isPacked) writer.uint32(tagOf(2, BYTES)).fork();
  for (const column of columns) {
    if (!isPacked) writer.uint32(tagOf(2, VARINT));
    writer.int64(longFrom(column[row] as number | bigint));
  }
  if (isPacked) writer.ldelim();
}

/** The label messages of a set, fields and all; samples share them. */
function encodeLabelSet(profile: Profile, set: number, strings: StringNumbers): Uint8Array {
  const { start, key, text, number, unit } = profile.labelSets;
  const writer = protobuf.Writer.create();
  for (let at = start[set] as number; at < (start[set + 1] as number); at++) {
    writer.uint32(tagOf(3, BYTES)).fork();
    writeNumber(writer, 1, strings.ofIndex(key[at] as number));
    if (text[at] === NONE) {
      writeBigint(writer, 3, number[at] as bigint);
      writeNumber(writer, 4, strings.ofIndex(unit[at] as number));
    } else writeNumber(writer, 2, strings.ofIndex(text[at] as number));
    writer.ldelim();
  }
  return bytesOf(writer);
}

function writeMappings(writer: Writer, { mappings }: Profile, strings: StringNumbers): void {
  const wide = [mappings.id, mappings.memoryStart, mappings.memoryLimit, mappings.fileOffset];
  const flags = [mappings.hasFunctions, mappings.hasFilenames, mappings.hasLineNumbers, mappings.hasInlineFrames];
  for (let row = 0; row < mappings.length; row++) {
    writer.uint32(tagOf(3, BYTES)).fork();
    for (const [index, column] of wide.entries()) writeBigint(writer, 1 + index, column[row] as bigint);
    writeNumber(writer, 5, strings.ofIndex(mappings.file[row] as number));
    writeNumber(writer, 6, strings.ofIndex(mappings.buildId[row] as number));
    for (const [index, column] of flags.entries()) writeNumber(writer, 7 + index, column[row] as number);
    writer.ldelim();
  }
}

function writeLocations(writer: Writer, { locations, mappings, functions }: Profile): void {
  for (let row = 0; row < locations.length; row++) {
    const mapping = locations.mapping[row] as number;
    writer.uint32(tagOf(4, BYTES)).fork();
    writeBigint(writer, 1, locations.id[row] as bigint);
    if (mapping !== NONE) writeBigint(writer, 2, mappings.id[mapping] as bigint);
    writeBigint(writer, 3, locations.address[row] as bigint);
    for (let line = locations.start[row] as number; line < (locations.start[row + 1] as number); line++) {
      writer.uint32(tagOf(4, BYTES)).fork();
      writeBigint(writer, 1, functions.id[locations.lineFunction[line] as number] as bigint);
      writeValue(writer, 2, locations.lineNumber, line);
      writeValue(writer, 3, locations.lineColumn, line);
      writer.ldelim();
    }
    writeNumber(writer, 5, locations.isFolded[row] as number);
    writer.ldelim();
  }
}

function writeFunctions(writer: Writer, { functions }: Profile, strings: StringNumbers): void {
  for (let row = 0; row < functions.length; row++) {
    writer.uint32(tagOf(5, BYTES)).fork();
    writeBigint(writer, 1, functions.id[row] as bigint);
    writeNumber(writer, 2, strings.ofIndex(functions.name[row] as number));
    writeNumber(writer, 3, strings.ofIndex(functions.systemName[row] as number));
    writeNumber(writer, 4, strings.ofIndex(functions.file[row] as number));
    writeValue(writer, 5, functions.startLine, row);
    writer.ldelim();
  }
}
