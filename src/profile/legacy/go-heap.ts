/**
 * Go's debug=1 heap text with what pprof throws away: the names in the comments, the MemStats block, the counts as sampled.
 *
 *     heap profile: 2: 96 [5: 240] @ heap/1048576
 *     1: 48 [3: 144] @ 0x4a5b1f 0x4a6c2f 0x44cd15
 *     #	0x4a5b1e	main.leak+0x3e	/src/main.go:12
 *     #	0x4a6c2e	main.main+0x4e	/src/main.go:30
 *
 *     # runtime.MemStats
 *     # Alloc = 9416
 *
 * The comments of a row name its frames, leaf first, at the address of the call: one less than the return address in the row.
 */
import { ProfileError } from "../../errors.ts";
import { ProfileBuilder } from "../builder.ts";
import type { Profile } from "../tables.ts";
import { isSpaceOrComment, LineScanner, trimSpace } from "./go-text.ts";
import { ALLOC_AND_INUSE, type HeapTextHeader, parseHeapHeader, parseHeapRow } from "./heap.ts";
import { type MemStats, memStatsFrom } from "./mem-stats.ts";
import { checkLines, isMemoryMapStart } from "./memory-map.ts";

interface GoHeapText {
  /** Symbolised; the four sample types of Go's binary heap profile, unsampled as there. */
  readonly profile: Profile;
  readonly memStats: MemStats | undefined;
  /** What was sampled, one row a sample of `profile`. */
  readonly buckets: SampledBuckets;
}

interface SampledBuckets {
  readonly length: number;
  readonly inuseObjects: BigInt64Array;
  readonly inuseBytes: BigInt64Array;
  readonly allocObjects: BigInt64Array;
  readonly allocBytes: BigInt64Array;
}

interface Frame {
  readonly address: bigint;
  readonly name: string;
  readonly file: string;
  readonly line: bigint;
}

interface Bucket {
  readonly line: string;
  readonly frames: Frame[];
}

/** What the lines say, not yet taken apart further. */
interface Text {
  readonly header: HeapTextHeader;
  readonly firstLine: string;
  readonly buckets: readonly Bucket[];
  readonly stats: ReadonlyMap<string, string>;
  readonly hasComments: boolean;
  readonly lastLine: string;
}

/**
 * Reads Go's heap text; undefined if these bytes are none (other writers of this format have a memory map). Throws ProfileError: "truncated" if the
 * end is missing, "legacy" as parseLegacyHeap does.
 */
export function parseGoHeapText(bytes: Uint8Array): GoHeapText | undefined {
  const text = readText(bytes);
  if (text === undefined) return undefined;
  checkComplete(text, bytes);
  return build(text);
}

/** Throws ProfileError "truncated" if these bytes are Go's heap text without its end, which pprof would read as if it were whole. */
export function checkGoHeapText(bytes: Uint8Array): void {
  const text = readText(bytes);
  if (text !== undefined) checkComplete(text, bytes);
}

const comment = /^#\t0x([0-9a-f]+)(?:\t+(.+)\+0x[0-9a-f]+\t+(.*):(\d+))?$/;
const assignment = /^# ([A-Za-z]+) = (.*)$/;

function readText(bytes: Uint8Array): Text | undefined {
  const lines = new LineScanner(bytes);
  if (!lines.scan()) return undefined;
  const firstLine = lines.text;
  const header = parseHeapHeader(firstLine);
  if (header?.kind !== "heap") return undefined;
  const buckets: Bucket[] = [];
  const stats = new Map<string, string>();
  let hasComments = false;
  let lastLine = firstLine;
  while (lines.scan()) {
    const line = trimSpace(lines.text);
    lastLine = line;
    if (isMemoryMapStart(line)) return undefined;
    if (!isSpaceOrComment(line)) buckets.push({ line, frames: [] });
    if (!line.startsWith("#")) continue;
    hasComments = true;
    const frame = comment.exec(line);
    const [, name, value] = assignment.exec(line) ?? [];
    if (frame !== null) buckets.at(-1)?.frames.push(frameFrom(frame));
    else if (name !== undefined && value !== undefined) stats.set(name, value);
  }
  checkLines(lines);
  return { header, firstLine, buckets, stats, hasComments, lastLine };
}

function frameFrom([, address, name = "", file = "", line = "0"]: RegExpExecArray): Frame {
  return { address: BigInt(`0x${address}`), name, file, line: BigInt(line) };
}

const NEWLINE = 10;

/** What every version of Go writes; newer ones add MaxRSS on some systems. */
const LAST_OF_ALL = /^# DebugGC = (true|false)$/;

/** With comments, the MemStats must be there to their end; without, the rows must add up to no less than the first line says. */
function checkComplete(text: Text, bytes: Uint8Array): void {
  const { stats, buckets, firstLine, header } = text;
  if (text.hasComments) {
    const isLastLineWhole = bytes.at(-1) === NEWLINE || LAST_OF_ALL.test(text.lastLine);
    if (stats.has("DebugGC") && isLastLineWhole) return;
    throw truncated("its MemStats are missing or end too early");
  }
  const [, objects = "0", size = "0"] = /heap profile: *(\d+): *(\d+)/.exec(firstLine) ?? [];
  let objectSum = 0n;
  let sizeSum = 0n;
  for (const { line } of buckets) {
    const { sampled } = parseHeapRow(line, header);
    objectSum += sampled[0];
    sizeSum += sampled[1];
  }
  // More than announced is a text that was put together, not one that was cut.
  if (objectSum >= BigInt(objects) && sizeSum >= BigInt(size)) return;
  throw truncated(`its first line says ${objects} objects of ${size} bytes, its rows have ${objectSum} of ${sizeSum}`);
}

function truncated(fact: string): ProfileError {
  const message = `the text heap profile is cut short: ${fact}`;
  return new ProfileError("truncated", message, `parsing profile: ${message}`);
}

function build({ header, buckets, stats }: Text): GoHeapText {
  const format = { ...header, hasAllocations: true };
  const space = { type: "space", unit: "bytes" };
  const symbols = new Symbols({ sampleTypes: ALLOC_AND_INUSE, periodType: space, period: header.period });
  const rows = buckets.map(({ line, frames }) => {
    const row = parseHeapRow(line, format);
    const stack = symbols.stackOf(row.addresses, frames);
    const labels = row.blockSize === 0n ? [] : [{ key: "bytes", value: row.blockSize }];
    symbols.builder.addSample(stack, row.values, labels);
    return row.sampled;
  });
  const profile = symbols.builder.finish();
  const memStats = stats.size === 0 ? undefined : memStatsFrom(stats);
  return {
    profile: memStats === undefined ? profile : { ...profile, memStats },
    memStats,
    buckets: {
      length: rows.length,
      inuseObjects: BigInt64Array.from(rows, (sampled) => sampled[0]),
      inuseBytes: BigInt64Array.from(rows, (sampled) => sampled[1]),
      allocObjects: BigInt64Array.from(rows, (sampled) => sampled[2]),
      allocBytes: BigInt64Array.from(rows, (sampled) => sampled[3]),
    },
  };
}

/** The profile under construction, with its functions and locations by what they are. */
class Symbols {
  readonly builder: ProfileBuilder;
  readonly #mapping: number;
  readonly #functions: Map<string, number> = new Map();
  readonly #locations: Map<string, number> = new Map();

  constructor(header: ConstructorParameters<typeof ProfileBuilder>[0]) {
    this.builder = new ProfileBuilder(header);
    // As Go's binary profiles flag theirs, so that nobody looks for symbols.
    this.#mapping = this.builder.addMapping({ memoryLimit: 2n ** 64n - 1n, hasFunctions: true });
  }

  /**
   * Locations of a row. Where the row has comments, addresses without one go: frames of the runtime at the leaf and runtime.goexit at the root, which
   * Go's binary profiles leave out as well. Several comments at one address are frames inlined there.
   */
  stackOf(addresses: readonly bigint[], frames: readonly Frame[]): number[] {
    const stack: number[] = [];
    let next = 0;
    for (const address of addresses) {
      const call = BigInt.asUintN(64, address - 1n);
      const first = next;
      while (next < frames.length && isAt(frames[next] as Frame, address, call)) next++;
      if (next > first || frames.length === 0) stack.push(this.#location(call, frames.slice(first, next)));
    }
    return stack;
  }

  #location(address: bigint, frames: readonly Frame[]): number {
    const key = `${address}|${frames.map(({ name, file, line }) => `${name}|${file}:${line}`).join("|")}`;
    const known = this.#locations.get(key);
    if (known !== undefined) return known;
    const lines = frames
      .filter(({ name }) => name !== "")
      .map((frame) => ({ function: this.#function(frame), line: frame.line }));
    const row = this.builder.addLocation({ mapping: this.#mapping, address, lines });
    this.#locations.set(key, row);
    return row;
  }

  #function({ name, file }: Frame): number {
    const key = `${name}|${file}`;
    const known = this.#functions.get(key);
    if (known !== undefined) return known;
    const row = this.builder.addFunction({ name, file });
    this.#functions.set(key, row);
    return row;
  }
}

/** Comments have the call's address; those of old Go versions the return address. */
function isAt(frame: Frame, address: bigint, call: bigint): boolean {
  return frame.address === call || frame.address === address;
}
