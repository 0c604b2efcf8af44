/**
 * The binary CPU profile of gperftools: words of 32 or 64 bits in either byte order. Header 0, 3, version, period in microseconds, 0; then samples
 * (count, depth, addresses) up to the sample (0, 1, 0); then, as text, the memory map or, in Java's, the names.
 */

import type { Profile } from "../tables.ts";
import { buildLegacyProfile, cutDuplicateLeaves, LegacyLocations, type LegacySample } from "./builder.ts";
import { LineScanner } from "./go-text.ts";
import { finishLegacyJava } from "./java.ts";
import { parseMemoryMap } from "./memory-map.ts";

/** Words read one behind the other; 0 once there are too few bytes, and `isShort` from then on. */
class Words {
  readonly #view: DataView;
  readonly size: number;
  readonly #isLittle: boolean;
  pos = 0;
  isShort = false;

  constructor(bytes: Uint8Array, size: number, isLittle: boolean) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.size = size;
    this.#isLittle = isLittle;
  }

  next(): bigint {
    if (this.left < this.size) {
      this.isShort = true;
      return 0n;
    }
    const at = this.pos;
    this.pos += this.size;
    return this.size === 4
      ? BigInt(this.#view.getUint32(at, this.#isLittle))
      : this.#view.getBigUint64(at, this.#isLittle);
  }

  get left(): number {
    return this.isShort ? 0 : this.#view.byteLength - this.pos;
  }
}

const CPP = 0n;
const JAVA = 1n;

/** Undefined if these bytes are no such profile. Throws ProfileError "legacy". */
export function parseLegacyCpu(bytes: Uint8Array): Profile | undefined {
  const start = readHeader(bytes);
  if (start === undefined) return undefined;
  const period = BigInt.asIntN(64, start.micros * 1000n);
  return start.version === CPP ? readCpp(bytes, start.words, period) : readJava(bytes, start.words, period);
}

export interface CountedStacks {
  readonly micros: bigint;
  /** Stacks as they are in the file, one value each. */
  readonly samples: readonly LegacySample[];
}

/** The same words without what they mean; undefined if these bytes are none. */
export function readCountedStacks(bytes: Uint8Array): CountedStacks | undefined {
  const start = readHeader(bytes);
  const samples = start && readSamples(start.words, 1n, new LegacyLocations(), Number.POSITIVE_INFINITY);
  return samples && { micros: start.micros, samples };
}

interface Start {
  /** Behind the header. */
  readonly words: Words;
  readonly version: bigint;
  readonly micros: bigint;
}

function readHeader(bytes: Uint8Array): Start | undefined {
  for (const size of [4, 8]) {
    for (const isLittle of [true, false]) {
      const words = new Words(bytes, size, isLittle);
      const [zero, three, version = -1n, micros = 0n, padding] = Array.from({ length: 5 }, () => words.next());
      if (words.isShort || zero !== 0n || three !== 3n || micros === 0n || padding !== 0n) continue;
      if (version === CPP || version === JAVA) return { words, version, micros };
    }
  }
  return undefined;
}

function headerOf(period: bigint): Parameters<typeof buildLegacyProfile>[0] {
  const cpu = { type: "cpu", unit: "nanoseconds" };
  return { period, periodType: cpu, sampleTypes: [{ type: "samples", unit: "count" }, cpu] };
}

function readCpp(bytes: Uint8Array, words: Words, period: bigint): Profile | undefined {
  // All frames but the leaf are return addresses.
  const samples = readSamples(words, period, new LegacyLocations(), 1);
  if (samples === undefined) return undefined;
  cutHandlerFrame(samples);
  cutHandlerFrame(samples);
  const mappings = parseMemoryMap(new LineScanner(bytes, words.isShort ? bytes.length : words.pos));
  return cutDuplicateLeaves(buildLegacyProfile(headerOf(period), samples, mappings));
}

function readJava(bytes: Uint8Array, words: Words, period: bigint): Profile | undefined {
  const locations = new LegacyLocations();
  const samples = readSamples(words, period, locations, Number.POSITIVE_INFINITY);
  if (samples === undefined) return undefined;
  const names = bytes.subarray(words.isShort ? bytes.length : words.pos);
  return finishLegacyJava(headerOf(period), samples, locations, names);
}

/** Undefined if a stack is longer than the data. */
function readSamples(
  words: Words,
  period: bigint,
  locations: LegacyLocations,
  leaves: number,
): LegacySample[] | undefined {
  const samples: LegacySample[] = [];
  while (words.left > 0) {
    const count = words.next();
    const depth = words.next();
    if (words.isShort || depth > BigInt(Math.floor(words.left / 4))) return undefined;
    const addresses = Array.from({ length: Number(depth) }, () => words.next());
    if (count === 0n && depth === 1n && addresses[0] === 0n) break;
    const times = BigInt.asIntN(64, count);
    const values = [times, BigInt.asIntN(64, times * period)];
    samples.push({ stack: locations.stackOf(addresses, leaves), values });
  }
  return samples;
}

/** Cuts the second frame where nearly all samples have the same one: it is the signal handler's. */
function cutHandlerFrame(samples: readonly LegacySample[]): void {
  const needed = samples.length - Math.floor(samples.length / 32);
  const counts = new Map<bigint, number>();
  for (const { stack } of samples) {
    const caller = stack[1]?.address;
    if (caller !== undefined) counts.set(caller, (counts.get(caller) ?? 0) + 1);
  }
  const [handler] = [...counts].find(([, count]) => count >= needed) ?? [];
  if (handler === undefined) return;
  for (const sample of samples) if (sample.stack[1]?.address === handler) sample.stack = sample.stack.toSpliced(1, 1);
}
