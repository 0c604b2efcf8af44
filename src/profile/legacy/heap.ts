/**
 * Legacy text heap profiles, as gperftools writes them and Go's debug=1:
 *
 *     heap profile: 2: 96 [5: 240] @ heap/1048576
 *     1: 48 [3: 144] @ 0x4a5b1f 0x4a6c2e
 *     # 0x4a5b1e main.leak+0x3e /src/main.go:12
 *
 * A row is in-use objects and bytes, allocated objects and bytes, and return addresses. What follows "@ " in the header is the kind,
 * which decides how rows are sampled. Comments are skipped, so that a Go profile has addresses and no names (see go-heap-text.ts).
 */

import { NumberError, parseInt64 } from "../go-number.ts";
import type { Profile, ValueType } from "../tables.ts";
import { buildLegacyProfile, LegacyLocations, type LegacySample, legacyFault } from "./builder.ts";
import { isSpaceOrComment, LineScanner, parseHexAddresses, trimSpace } from "./go-text.ts";
import { checkFirstLine, checkLines, isMemoryMapStart, readMemoryMap } from "./memory-map.ts";
import { blockSizeOf, unsampleHeap } from "./unsample.ts";

export const INUSE_ONLY: readonly ValueType[] = [
  { type: "objects", unit: "count" },
  { type: "space", unit: "bytes" },
];

/** Allocated before in-use, so that the last and default one is inuse_space. */
export const ALLOC_AND_INUSE: readonly ValueType[] = [
  { type: "alloc_objects", unit: "count" },
  { type: "alloc_space", unit: "bytes" },
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
];

export interface HeapTextHeader {
  readonly kind: string;
  readonly period: bigint;
  readonly isSampled: boolean;
  readonly hasAllocations: boolean;
}

const header = /heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\] *@ *(heap[_a-z0-9]*)\/?(\d*)/;
const unsampledHeader = /heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\] @ (growth|fragmentation)z?/;
// The look-behind keeps a long run of digits from being tried at each of them.
const row = /(-?(?<!\d)\d+): *(-?\d+) *\[ *(\d+): *(\d+) *\] @([ x0-9a-f]*)/;

/** A legacy heap profile; undefined if these bytes are none. Throws ProfileError "legacy". */
export function parseLegacyHeap(bytes: Uint8Array): Profile | undefined {
  const lines = new LineScanner(bytes);
  const isEmpty = !lines.scan();
  checkFirstLine(lines);
  const format = isEmpty ? undefined : parseHeapHeader(lines.text);
  if (format === undefined) return undefined;
  const locations = new LegacyLocations();
  const samples: LegacySample[] = [];
  while (lines.scan()) {
    const line = trimSpace(lines.text);
    if (isSpaceOrComment(line)) continue;
    if (isMemoryMapStart(line)) break;
    const { addresses, values, blockSize } = parseHeapRow(line, format);
    samples.push({ stack: locations.stackOf(addresses, 0), values, blockSize });
  }
  checkLines(lines);
  const mappings = readMemoryMap(lines);
  const sampleTypes = format.hasAllocations ? ALLOC_AND_INUSE : INUSE_ONLY;
  const periodType = { type: "space", unit: "bytes" };
  return buildLegacyProfile({ sampleTypes, periodType, period: format.period }, samples, mappings);
}

/** What the first line says; undefined if it is no such line. */
export function parseHeapHeader(line: string): HeapTextHeader | undefined {
  const found = header.exec(line);
  if (found === null) {
    const kind = unsampledHeader.exec(line)?.[5];
    return kind === undefined ? undefined : { kind, period: 1n, isSampled: false, hasAllocations: false };
  }
  const [, count, size, allocCount, allocSize, kind = "", rate = ""] = found;
  const hasAllocations = (allocCount !== count && allocCount !== "0") || (allocSize !== size && allocSize !== "0");
  const period = rate === "" ? 0n : BigInt(rate);
  if (period >> 63n !== 0n) return undefined;
  switch (kind) {
    case "heapz_v2":
    case "heap_v2":
      return { kind, period, isSampled: true, hasAllocations };
    case "heapprofile":
      return { kind, period: 1n, isSampled: false, hasAllocations };
    case "heap":
      // Go writes twice the rate.
      return { kind, period: period / 2n, isSampled: true, hasAllocations };
    default:
      return undefined;
  }
}

interface HeapRow {
  /** Return addresses, leaf first. */
  readonly addresses: readonly bigint[];
  /** As the sample types have them, unsampled. */
  readonly values: readonly bigint[];
  readonly blockSize: bigint;
  /** As in the text: in-use objects and bytes, allocated objects and bytes (0 if the format has none). */
  readonly sampled: readonly [bigint, bigint, bigint, bigint];
}

export function parseHeapRow(line: string, format: HeapTextHeader): HeapRow {
  const found = row.exec(line);
  if (found === null) throw legacyFault("unexpected number of sample values: got 0, want 6");
  const [, count = "", size = "", allocCount = "", allocSize = "", stack = ""] = found;
  const values: bigint[] = [];
  let blockSize = 0n;
  const add = (countText: string, sizeText: string, label: string): readonly [bigint, bigint] => {
    const sampledCount = malformed(line, () => parseInt64(countText, 10));
    const sampledSize = malformed(line, () => parseInt64(sizeText, 10));
    if (sampledCount === 0n && sampledSize !== 0n) {
      throw legacyFault(`${label} count was 0 but ${label} bytes was ${sampledSize}`);
    }
    if (sampledCount !== 0n) blockSize = blockSizeOf(sampledCount, sampledSize);
    const isScaled = sampledCount !== 0n && format.isSampled;
    values.push(...(isScaled ? unsampleHeap(sampledCount, sampledSize, format.period) : [sampledCount, sampledSize]));
    return [sampledCount, sampledSize];
  };
  const allocated = format.hasAllocations ? add(allocCount, allocSize, "allocation") : ([0n, 0n] as const);
  const inuse = add(count, size, "inuse");
  const addresses = malformed(line, () => parseHexAddresses(stack));
  return { addresses, values, blockSize, sampled: [...inuse, ...allocated] };
}

/** What `read` returns; a NumberError in it makes the line a malformed sample. */
export function malformed<Result>(line: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof NumberError) throw legacyFault(`malformed sample: ${line}: ${error.message}`);
    throw error;
  }
}
