/**
 * profile.proto bytes -> Profile.
 *
 * Two passes. The first notes where each top-level message lies, so that every column can be made at its final length; the second
 * fills them, tables first, because samples refer to locations by ids that come later in the file. What is checked, and in which
 * words it is refused, is what pprof's users know (validate.ts); everything else here is speed.
 *
 * Faults come in pprof's order of precedence: the wire format, then string indices, then the rules of validate.ts.
 */
import { ProfileError } from "../../errors.ts";
import { Ranges } from "../ranges.ts";
import type { Header, Profile, ValueType } from "../tables.ts";
import { invalid, validateTables } from "../validate.ts";
import { decodeSamples } from "./decode-samples.ts";
import { decodeStrings, decodeTables } from "./decode-tables.ts";
import { type HeaderNumber, KnownProfile } from "./known-profile.ts";
import { KnownSamples } from "./known-samples.ts";
import { LabelSetDecoder } from "./label-sets.ts";
import { DecodeMemory, type MessageRanges } from "./memory.ts";
import { BYTES, VARINT, WireError, WireReader } from "./wire.ts";
import { findWireError } from "./wire-check.ts";

/**
 * Decodes uncompressed profile.proto bytes. Throws ProfileError: "empty"; "wire" or "string-index" if they are no such message;
 * "concatenated"; "invalid" if they contradict themselves; "too-large" if they do not fit in memory. With a `memory`, a profile
 * shares what it has in common with the one decoded before.
 */
export function decodeProfile(bytes: Uint8Array, memory: DecodeMemory = new DecodeMemory()): Profile {
  if (bytes.length === 0) throw new ProfileError("empty", "the file is empty", "parsing profile: empty input file");
  try {
    // Buffers are a class of their own: with one class only, the engine optimizes the loops below once.
    return decode(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), memory);
  } catch (error) {
    if (error instanceof WireError) throw wireFault(error);
    if (error instanceof RangeError) {
      const fact = `a profile of ${bytes.length} bytes needs more memory than there is`;
      throw new ProfileError("too-large", fact, "parsing profile: out of memory", { cause: error });
    }
    throw error;
  }
}

function decode(bytes: Uint8Array, memory: DecodeMemory): Profile {
  return memory.recallProfile(bytes) ?? decodeParts(bytes, memory);
}

function decodeParts(bytes: Uint8Array, memory: DecodeMemory): Profile {
  const outline = scan(bytes);
  const known = memory.recallTables(bytes, outline);
  const strings = known?.strings ?? decodeStrings(bytes, outline.strings);
  const text = (index: number): string => strings.at(strings.checked(index));
  const header = buildHeader(bytes, outline, text);
  const tables = known ?? decodeTables(bytes, outline, strings);
  const { mappings, functions, locations, locationRows } = tables;
  const labels = new LabelSetDecoder(bytes, strings);
  const stacks = known && memory.samples?.recallStacks(bytes, outline.samples);
  const valueCount = header.sampleTypes.length;
  const decoded = decodeSamples(bytes, outline.samples, valueCount, locationRows, labels, stacks);
  const { samples, isRegular, fault } = decoded;
  if (fault !== undefined) throw invalid(fault);
  if (known === undefined) validateTables(mappings, functions, locations);
  const profile = { header, samples, labelSets: labels.finish(), locations, functions, mappings, strings };
  if (samples.locations !== stacks?.locations) {
    const kept = isRegular ? new KnownSamples(bytes, outline.samples, samples) : undefined;
    memory.keep(bytes, outline, tables, kept, new KnownProfile(bytes, outline.samples, outline.numbers, profile));
  }
  return profile;
}

function wireFault(error: WireError): ProfileError {
  const fact = `${error.message} at byte ${error.at}`;
  return new ProfileError("wire", fact, "parsing profile: unrecognized profile format", { cause: error });
}

/** What the first pass finds: where the messages are, and the scalars of the header (string indices where the field is one). */
class Outline implements MessageRanges {
  readonly sampleTypes = new Ranges();
  readonly samples = new Ranges();
  readonly mappings = new Ranges();
  readonly locations = new Ranges();
  readonly functions = new Ranges();
  readonly strings = new Ranges();
  readonly comments: number[] = [];
  /** The numbers below, as they come. */
  readonly numbers: HeaderNumber[] = [];
  /** All that were given; the last one counts. */
  readonly periodTypes = new Ranges();
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
    outline.strings,
  ];
  while (scanShort(reader, messages) && reader.nextField()) {
    const ranges = messages[reader.field];
    if (ranges !== undefined) {
      reader.expect(BYTES);
      ranges.add(reader.dataStart, reader.dataEnd);
    } else scanHeaderField(reader, outline);
  }
  return outline;
}

/** Notes messages shorter than 16 KiB, which is nearly all there is, up to the first field that is none. False at the end. */
function scanShort(reader: WireReader, messages: readonly (Ranges | undefined)[]): boolean {
  const { bytes, end } = reader;
  let at = reader.pos;
  while (at + 3 <= end) {
    const tag = bytes[at] as number;
    const ranges = (tag & 7) === BYTES ? messages[tag >> 3] : undefined;
    let from = at + 2;
    let size = bytes[at + 1] as number;
    if (size >= 0x80) {
      const second = bytes[from++] as number;
      size = second < 0x80 ? (size & 0x7f) | (second << 7) : end;
    }
    if (ranges === undefined || !(from + size <= end)) break;
    ranges.add(from, from + size);
    at = from + size;
  }
  reader.pos = at;
  return at < end;
}

function scanHeaderField(reader: WireReader, outline: Outline): void {
  switch (reader.field) {
    case 11:
      reader.expect(BYTES);
      outline.periodTypes.add(reader.dataStart, reader.dataEnd);
      return;
    case 13:
      readPacked(reader, outline.comments);
      return;
    case 9:
      if (outline.timeNanos !== 0n) throw concatenated(reader);
      reader.expect(VARINT);
      noteNumber(reader, outline, "timeNanos");
      return;
    default:
      scanScalar(reader, outline);
  }
}

/** Scalars of the header by their field numbers: string indices, and exact numbers. */
const INDICES: Readonly<Record<number, "dropFrames" | "keepFrames" | "defaultSampleType" | "docUrl">> = {
  ...{ 7: "dropFrames", 8: "keepFrames", 14: "defaultSampleType", 15: "docUrl" },
};
const EXACT: Readonly<Record<number, "durationNanos" | "period">> = { 10: "durationNanos", 12: "period" };

function scanScalar(reader: WireReader, outline: Outline): void {
  const [index, exact] = [INDICES[reader.field], EXACT[reader.field]];
  if (index === undefined && exact === undefined) return;
  reader.expect(VARINT);
  if (index !== undefined) outline[index] = reader.number;
  if (exact !== undefined) noteNumber(reader, outline, exact);
}

function noteNumber({ bytes, pos, int64 }: WireReader, outline: Outline, name: HeaderNumber["name"]): void {
  // Of a varint, and of the tag before it, the last byte alone is less than 128.
  let start = pos - 1;
  while ((bytes[start - 1] as number) >= 0x80) start--;
  outline.numbers.push({ name, start, end: pos });
  outline[name] = int64;
}

/** A second time stamp: two profiles in one, unless something before it shows that this is no profile. */
function concatenated(reader: WireReader): Error {
  return (
    findWireError(reader.bytes, reader.fieldStart) ??
    new ProfileError(
      "concatenated",
      `two profiles are appended in one file: a second time stamp at byte ${reader.fieldStart}`,
      "parsing profile: concatenated profiles detected",
    )
  );
}

function readPacked(reader: WireReader, into: number[]): void {
  if (reader.wireType !== BYTES) {
    reader.expect(VARINT);
    into.push(reader.number);
    return;
  }
  const packed = new WireReader(reader.bytes, reader.dataStart, reader.dataEnd);
  while (packed.pos < packed.end) {
    packed.readVarint();
    into.push(packed.number);
  }
}

function buildHeader(bytes: Uint8Array, outline: Outline, text: (index: number) => string): Header {
  const sampleTypes: ValueType[] = [];
  for (let i = 0; i < outline.sampleTypes.length; i++) {
    sampleTypes.push(decodeValueType(bytes, outline.sampleTypes.start(i), outline.sampleTypes.end(i), text));
  }
  const { periodTypes } = outline;
  let periodType: ValueType = { type: "", unit: "" };
  for (let i = 0; i < periodTypes.length; i++) {
    const isLast = i === periodTypes.length - 1;
    periodType = decodeValueType(bytes, periodTypes.start(i), periodTypes.end(i), isLast ? text : ignoreText);
  }
  return {
    sampleTypes,
    defaultSampleType: text(outline.defaultSampleType),
    periodType,
    period: outline.period,
    timeNanos: outline.timeNanos,
    durationNanos: outline.durationNanos,
    dropFrames: text(outline.dropFrames),
    keepFrames: text(outline.keepFrames),
    comments: outline.comments.map(text),
    docUrl: text(outline.docUrl),
  };
}

/** For a message that a later one replaces: its string indices are never looked up. */
function ignoreText(): string {
  return "";
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
