/**
 * Java's legacy text profiles, `--- heapz 1 ---` and `--- contentionz 1 ---`: attributes, rows of size, count and addresses, then the names
 * of the addresses (`0x12 com.example.Main.run (Main.java:34)`). Names replace the addresses.
 */
import { baseName } from "../file-path.ts";
import { NumberError, parseInt64, parseUint64 } from "../go-number.ts";
import { decodeText } from "../string-table.ts";
import type { Header, Profile, ValueType } from "../tables.ts";
import {
  buildLegacyProfile,
  type LegacyFunction,
  type LegacyLocation,
  LegacyLocations,
  type LegacySample,
  legacyFault,
} from "./builder.ts";
import { parseHexAddresses, trimSpace } from "./go-text.ts";
import { malformed } from "./heap.ts";
import { blockSizeOf, unsampleHeap } from "./unsample.ts";

type Kind = "heap" | "contention";

const SAMPLING_RATE = 524288n;

/** Lines that end with "\n"; what lies behind the last of them is `rest`. */
class FullLines {
  readonly #bytes: Uint8Array;
  #pos: number;
  text = "";

  constructor(bytes: Uint8Array, pos: number) {
    this.#bytes = bytes;
    this.#pos = pos;
  }

  /** Looks at the next line without moving; false if there is none. */
  peek(): boolean {
    const newline = this.#bytes.indexOf(10, this.#pos);
    if (newline < 0) return false;
    this.text = trimSpace(decodeText(this.#bytes.subarray(this.#pos, newline)));
    return true;
  }

  next(): void {
    this.#pos = this.#bytes.indexOf(10, this.#pos) + 1;
  }

  get rest(): Uint8Array {
    return this.#bytes.subarray(this.#pos);
  }
}

/** Undefined if these bytes are no such profile. Throws ProfileError "legacy". */
export function parseLegacyJava(bytes: Uint8Array): Profile | undefined {
  const newline = bytes.indexOf(10);
  if (newline < 0) return undefined;
  const first = trimSpace(decodeText(bytes.subarray(0, newline)));
  if (first !== "--- heapz 1 ---" && first !== "--- contentionz 1 ---") return undefined;
  const kind = first === "--- heapz 1 ---" ? "heap" : "contention";
  const lines = new FullLines(bytes, newline + 1);
  const header = readAttributes(kind, lines);
  if (header === undefined) return undefined;
  const locations = new LegacyLocations();
  const samples = readRows(kind, lines, header.period, locations);
  return finishLegacyJava(header, samples, locations, lines.rest);
}

interface JavaHeader {
  sampleTypes: readonly ValueType[];
  periodType: ValueType;
  period: bigint;
  durationNanos: bigint;
}

/** Attributes up to the first line that is none; undefined if one shows that this is another format. */
function readAttributes(kind: Kind, lines: FullLines): JavaHeader | undefined {
  const header = { sampleTypes: [], periodType: { type: "", unit: "" }, period: 0n, durationNanos: 0n };
  for (; lines.peek(); lines.next()) {
    if (lines.text === "") continue;
    const found = /(?<![\w ])([\w ]+)=([\w ]+)/.exec(lines.text);
    if (found === null) return header;
    const name = trimSpace(found[1] as string);
    if (!setAttribute(header, kind, name, trimSpace(found[2] as string), lines.text)) return undefined;
  }
  return header;
}

function setAttribute(header: JavaHeader, kind: Kind, name: string, value: string, line: string): boolean {
  switch (`${kind}/${name}`) {
    case "heap/format":
    case "contention/format":
      return value === "java";
    case "heap/resolution":
      header.sampleTypes = [
        { type: "inuse_objects", unit: "count" },
        { type: "inuse_space", unit: value },
      ];
      return true;
    case "contention/resolution":
      header.sampleTypes = [
        { type: "contentions", unit: "count" },
        { type: "delay", unit: value },
      ];
      return true;
    case "contention/sampling period":
      header.periodType = { type: "contentions", unit: "count" };
      header.period = faulty(`failed to parse attribute ${line}`, () => parseInt64(value, 0));
      return true;
    case "contention/ms since reset":
      header.durationNanos = faulty(`failed to parse attribute ${line}`, () =>
        BigInt.asIntN(64, parseInt64(value, 0) * 1000000n),
      );
      return true;
    default:
      return false;
  }
}

/** What `read` returns; a NumberError in it becomes a fault that starts with `what`. */
function faulty<Result>(what: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof NumberError) throw legacyFault(`${what}: ${error.message}`);
    throw error;
  }
}

const row = /(?<!\d)(\d+) +(\d+) +@ +([ x0-9a-f]*)/;

function readRows(kind: Kind, lines: FullLines, period: bigint, locations: LegacyLocations): LegacySample[] {
  const samples: LegacySample[] = [];
  for (; lines.peek(); lines.next()) {
    const line = lines.text;
    if (line === "") continue;
    const found = row.exec(line);
    if (found === null) break;
    const addresses = malformed(line, () => parseHexAddresses(found[3] as string));
    const stack = addresses.map((address) => locations.at(address));
    // The size comes before the count.
    const count = faulty(`parsing sample ${line}`, () => parseInt64(found[2] as string, 0));
    const size = faulty(`parsing sample ${line}`, () => parseInt64(found[1] as string, 0));
    if (kind === "contention") {
      const times = period === 0n ? 1n : period;
      samples.push({ stack, values: [BigInt.asIntN(64, count * times), BigInt.asIntN(64, size * times)] });
      continue;
    }
    if (count === 0n) throw legacyFault(`parsing sample ${line}: second value must be non-zero`);
    samples.push({ stack, values: unsampleHeap(count, size, SAMPLING_RATE), blockSize: blockSizeOf(count, size) });
  }
  return samples;
}

/** The profile, its addresses replaced by the names that `bytes` lists. */
export function finishLegacyJava(
  header: Partial<Header> & Pick<Header, "sampleTypes">,
  samples: readonly LegacySample[],
  locations: LegacyLocations,
  bytes: Uint8Array,
): Profile {
  nameLocations(locations, bytes);
  // pprof checks these profiles while it parses them, so the message starts as for a file that it cannot parse.
  if (header.sampleTypes.length === 0 && samples.length > 0) throw legacyFault("missing sample type information");
  const profile = buildLegacyProfile(header, samples);
  return { ...profile, locations: { ...profile.locations, address: new BigUint64Array(profile.locations.length) } };
}

function nameLocations(locations: LegacyLocations, bytes: Uint8Array): void {
  const functions = new Map<string, LegacyFunction>();
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(10, at);
    const end = newline < 0 ? bytes.length : newline;
    const line = trimSpace(decodeText(bytes.subarray(at, end)));
    at = end + 1;
    const found = /^0x([0-9a-fA-F]+)[\t\n\f\r ]+([^\n]*)$/.exec(line);
    if (found === null) continue;
    const address = faulty(`parsing sample ${line}`, () => parseUint64(found[1] as string, 16));
    const location = locations.find(address);
    if (location !== undefined) nameLocation(location, found[2] as string, functions);
  }
}

function nameLocation(location: LegacyLocation, text: string, functions: Map<string, LegacyFunction>): void {
  const { name, file, line } = parseName(text);
  const known = functions.get(name) ?? { name, file };
  functions.set(name, known);
  location.line = { function: known, line };
  location.address = 0n;
}

/** `name (file:line)`, `name (/path/of/library.so)`, or a name. */
function parseName(text: string): { readonly name: string; readonly file: string; readonly line: bigint } {
  const inner = lastParenthesis(text);
  const [position, digits = ""] = /:(-?\d+)$/.exec(inner?.text ?? "") ?? [];
  const withLine = inner !== undefined && position !== undefined && lastParenthesis(text, position.length + 1);
  if (withLine) {
    return { name: withLine.name, file: withLine.text.slice(0, -position.length), line: lineNumberOf(digits) };
  }
  if (inner !== undefined) return { name: inner.name, file: baseName(inner.text), line: 0n };
  if (text.includes("generated stub/JIT")) return { name: "STUB", file: "", line: 0n };
  return { name: text, file: "", line: 0n };
}

/** 0 if it is no line number. */
function lineNumberOf(digits: string): bigint {
  const number = BigInt(digits);
  return number > 0n && number < 2n ** 63n ? number : 0n;
}

/** What stands before the last " (" and between it and the final ")", where that is `atLeast` characters long. */
function lastParenthesis(text: string, atLeast = 0): { readonly name: string; readonly text: string } | undefined {
  if (!text.endsWith(")")) return undefined;
  for (let at = text.lastIndexOf("("); at > 0; at = text.lastIndexOf("(", at - 1)) {
    const isAfterSpace = /[\t\n\f\r ]/.test(text[at - 1] as string);
    if (isAfterSpace && text.length - at - 2 >= atLeast) {
      return { name: text.slice(0, at - 1), text: text.slice(at + 1, -1) };
    }
  }
  return undefined;
}
