/**
 * Legacy text profiles of contention: `--- contentionz …` of C++ and `--- mutex:` or `--- contention:` of Go, attributes, then rows of
 * cycles, count and return addresses: `340 12 @ 0x… 0x…`.
 */

import { NumberError, parseInt64 } from "../go-number.ts";
import type { Profile } from "../tables.ts";
import { buildLegacyProfile, LegacyLocations, type LegacySample } from "./builder.ts";
import { isSpaceOrComment, LineScanner, parseHexAddresses, trimSpace, truncateToInt64 } from "./go-text.ts";
import { malformed } from "./heap.ts";
import { checkFirstLine, readMemoryMap } from "./memory-map.ts";

const FIRST_LINES = ["--- contentionz ", "--- mutex:", "--- contention:"];
// Two numbers may touch: then the last digit is the second one.
const row = /(?<!\d)(?:(\d+) +(\d+)|(\d+)(\d)) @([ x0-9a-f]*)/;

interface Attributes {
  cpuHz: bigint;
  period: bigint;
  durationNanos: bigint;
}

/** Undefined if these bytes are no such profile. Throws ProfileError "legacy". */
export function parseLegacyContention(bytes: Uint8Array): Profile | undefined {
  const lines = new LineScanner(bytes);
  lines.scan();
  checkFirstLine(lines);
  if (!FIRST_LINES.some((start) => lines.text.startsWith(start))) return undefined;
  const attributes = readAttributes(lines);
  if (attributes === undefined) return undefined;
  const samples = readRows(lines, attributes);
  if (samples === undefined) return undefined;
  const mappings = readMemoryMap(lines);
  const contentions = { type: "contentions", unit: "count" };
  const sampleTypes = [contentions, { type: "delay", unit: "nanoseconds" }];
  const { period, durationNanos } = attributes;
  return buildLegacyProfile({ sampleTypes, periodType: contentions, period, durationNanos }, samples, mappings);
}

/** Reads `name = value` lines up to the first that is none; undefined if one shows that this is another format. */
function readAttributes(lines: LineScanner): Attributes | undefined {
  const attributes: Attributes = { cpuHz: 0n, period: 1n, durationNanos: 0n };
  while (lines.scan()) {
    const line = trimSpace(lines.text);
    if (isSpaceOrComment(line)) continue;
    const equals = line.indexOf("=");
    if (line.startsWith("---") || equals < 0) break;
    if (!setAttribute(attributes, trimSpace(line.slice(0, equals)), trimSpace(line.slice(equals + 1))))
      return undefined;
  }
  return attributes;
}

function setAttribute(attributes: Attributes, name: string, text: string): boolean {
  if (name === "discarded samples") return true;
  if (name !== "cycles/second" && name !== "sampling period" && name !== "ms since reset") return false;
  try {
    const value = parseInt64(text, 0);
    if (name === "cycles/second") attributes.cpuHz = value;
    else if (name === "sampling period") attributes.period = value;
    else attributes.durationNanos = BigInt.asIntN(64, value * 1000000n);
    return true;
  } catch (error) {
    if (error instanceof NumberError) return false;
    throw error;
  }
}

/** Rows from the current line on; undefined if one is none. */
function readRows(lines: LineScanner, attributes: Attributes): LegacySample[] | undefined {
  const locations = new LegacyLocations();
  const samples: LegacySample[] = [];
  do {
    const line = trimSpace(lines.text);
    if (line.startsWith("---")) break;
    if (isSpaceOrComment(line)) continue;
    const found = row.exec(line);
    if (found === null) return undefined;
    const [, first = found[3] as string, second = found[4] as string, , , stack = ""] = found;
    const values = parseValues(line, first, second, attributes);
    const addresses = malformed(line, () => parseHexAddresses(stack));
    samples.push({ stack: locations.stackOf(addresses, 0), values });
  } while (lines.scan());
  return samples;
}

/** Contentions and nanoseconds, unsampled where the attributes say how. */
function parseValues(line: string, first: string, second: string, { cpuHz, period }: Attributes): bigint[] {
  const cycles = malformed(line, () => parseInt64(first, 10));
  const count = malformed(line, () => parseInt64(second, 10));
  if (period <= 0n) return [count, cycles];
  const delay = cpuHz > 0n ? truncateToInt64((Number(cycles) * Number(period)) / (Number(cpuHz) / 1e9)) : cycles;
  return [BigInt.asIntN(64, count * period), delay];
}
