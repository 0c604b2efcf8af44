/** Legacy text profiles of threads: `--- Thread 7f (name: main/12) stack: ---`, then return addresses, one thread after another. */

import type { Profile } from "../tables.ts";
import { buildLegacyProfile, cutDuplicateLeaves, type LegacyLocation, LegacyLocations } from "./builder.ts";
import { isSpaceOrComment, LineScanner, parseHexAddresses, trimSpace } from "./go-text.ts";
import { malformed } from "./heap.ts";
import { checkLines, isMemoryMapStart, readMemoryMap } from "./memory-map.ts";

const firstLine = /--- threadz \d+ ---/;
const threadLine = /--- Thread ([0-9a-fA-F]+) \(name: (.*)\/(\d+)\) stack: ---/;

/** Undefined if these bytes are no such profile. Throws ProfileError "legacy". */
export function parseLegacyThreads(bytes: Uint8Array): Profile | undefined {
  const lines = new LineScanner(bytes);
  while (lines.scan() && isSpaceOrComment(lines.text));
  const first = firstThreadLine(lines);
  const threads = first === undefined ? undefined : readThreads(lines, first);
  if (threads === undefined) return undefined;
  const mappings = readMemoryMap(lines);
  const counted = { type: "thread", unit: "count" };
  const samples = threads.map(({ stack, count }) => ({ stack, values: [count] }));
  return cutDuplicateLeaves(
    buildLegacyProfile({ sampleTypes: [counted], periodType: counted, period: 1n }, samples, mappings),
  );
}

/** The line with which the threads begin; undefined if this is another format. */
function firstThreadLine(lines: LineScanner): string | undefined {
  const line = lines.text;
  if (!firstLine.test(line)) return threadLine.test(line) ? line : undefined;
  let last = line;
  while (lines.scan()) {
    last = lines.text;
    if (isMemoryMapStart(last) || last.startsWith("-")) break;
  }
  return last;
}

interface Thread {
  readonly stack: LegacyLocation[];
  count: bigint;
}

function readThreads(lines: LineScanner, first: string): Thread[] | undefined {
  const locations = new LegacyLocations();
  const threads: Thread[] = [];
  let line = first;
  while (!isMemoryMapStart(line) && !line.startsWith("---- no stack trace for")) {
    if (!threadLine.test(line)) return undefined;
    const { next, addresses } = readThread(lines);
    line = next;
    const last = threads.at(-1);
    // The leaf is no call: it stays where it is.
    if (addresses.length > 0) threads.push({ stack: locations.stackOf(addresses, 1), count: 1n });
    else if (last !== undefined) last.count++;
  }
  return threads;
}

/** The addresses of one thread, none if it is "same as previous thread", and the line after them. */
function readThread(lines: LineScanner): { readonly next: string; readonly addresses: readonly bigint[] } {
  let line = "";
  let isSame = false;
  const addresses: bigint[] = [];
  while (lines.scan()) {
    line = trimSpace(lines.text);
    if (line === "") continue;
    if (line.startsWith("---")) break;
    if (line.includes("same as previous thread")) isSame = true;
    else {
      const text = line;
      for (const address of malformed(text, () => parseHexAddresses(text))) addresses.push(address);
    }
  }
  checkLines(lines);
  return { next: line, addresses: isSame ? [] : addresses };
}
