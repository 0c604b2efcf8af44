/**
 * jemalloc's heap text, which pprof refuses:
 *
 *     heap_v2/524288
 *       t*: 28106: 56637512 [0: 0]
 *       t0: 352: 16777344 [0: 0]
 *     @ 0x5f86da8 0x5f5a1dc
 *       t*: 13: 6688 [0: 0]
 *       t3: 13: 6688 [0: 0]
 *
 *     MAPPED_LIBRARIES:
 *
 * Stacks begin with "@"; the lines below are in-use and allocated objects and bytes, `t*` of all threads, `t3` of one. The number in the first
 * line is the sampling period in bytes.
 */

import { parseInt64 } from "../go-number.ts";
import type { Profile } from "../tables.ts";
import { buildLegacyProfile, LegacyLocations, type LegacySample, legacyFault } from "./builder.ts";
import { LineScanner, parseHexAddresses, trimSpace } from "./go-text.ts";
import { ALLOC_AND_INUSE, INUSE_ONLY, malformed } from "./heap.ts";
import { checkLines, isMemoryMapStart, readMemoryMap } from "./memory-map.ts";
import { blockSizeOf, unsampleHeap } from "./unsample.ts";

const firstLine = /^heap_v2\/(\d{1,18})$/;
const counts = /^t(\*|\d+): *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\]$/;

/** In-use objects and bytes, allocated objects and bytes. */
type Counts = [bigint, bigint, bigint, bigint];

interface Stack {
  readonly addresses: readonly bigint[];
  /** Of all threads, if the file says so, else the sum of those it lists. */
  all: Counts | undefined;
  readonly threads: Counts;
}

/** Undefined if these bytes are no such profile. Throws ProfileError "legacy". */
export function parseJemalloc(bytes: Uint8Array): Profile | undefined {
  const lines = new LineScanner(bytes);
  lines.scan();
  const [, rate] = firstLine.exec(trimSpace(lines.text)) ?? [];
  if (rate === undefined) return undefined;
  const period = BigInt(rate);
  const stacks = readStacks(lines);
  const mappings = readMemoryMap(lines);
  const totals = stacks.map(({ all, threads }) => all ?? threads);
  const hasAllocations = totals.some((total) => total[2] !== 0n || total[3] !== 0n);
  const locations = new LegacyLocations();
  const samples = stacks.map(({ addresses }, row): LegacySample => {
    const [objects, size, allocObjects, allocSize] = totals[row] as Counts;
    const inuse = unsampleHeap(objects, size, period);
    const values = hasAllocations ? [...unsampleHeap(allocObjects, allocSize, period), ...inuse] : inuse;
    const blockSize =
      objects !== 0n ? blockSizeOf(objects, size) : allocObjects !== 0n ? blockSizeOf(allocObjects, allocSize) : 0n;
    return { stack: locations.stackOf(addresses, 0), values, blockSize };
  });
  const sampleTypes = hasAllocations ? ALLOC_AND_INUSE : INUSE_ONLY;
  return buildLegacyProfile({ sampleTypes, periodType: { type: "space", unit: "bytes" }, period }, samples, mappings);
}

/** Stacks up to the memory map; the counts before the first stack are the totals, and skipped. */
function readStacks(lines: LineScanner): Stack[] {
  const stacks: Stack[] = [];
  while (lines.scan() && !isMemoryMapStart(lines.text)) {
    const line = trimSpace(lines.text);
    if (line === "") continue;
    if (line.startsWith("@")) {
      const addresses = malformed(line, () => parseHexAddresses(line));
      stacks.push({ addresses, all: undefined, threads: [0n, 0n, 0n, 0n] });
      continue;
    }
    const found = counts.exec(line);
    if (found === null) throw legacyFault(`malformed sample: ${line}: neither a stack nor the counts of a thread`);
    const stack = stacks.at(-1);
    if (stack !== undefined) addCounts(stack, line, found);
  }
  checkLines(lines);
  return stacks;
}

function addCounts(stack: Stack, line: string, [, thread, ...words]: RegExpExecArray): void {
  const numbers = words.map((word) => malformed(line, () => parseInt64(word, 10))) as Counts;
  if (thread === "*") stack.all = numbers;
  else
    for (const [index, number] of numbers.entries())
      (stack.threads as bigint[])[index] = (stack.threads[index] as bigint) + number;
}
