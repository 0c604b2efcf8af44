/** Go's text profiles of counted stacks (debug=1 of goroutine and threadcreate): `goroutine profile: total 7`, then `3 @ 0x… 0x…` rows. */

import { NumberError, parseInt64, parseUint64 } from "../go-number.ts";
import type { Profile } from "../tables.ts";
import { buildLegacyProfile, LegacyLocations, type LegacySample, legacyFault } from "./builder.ts";
import { isSpaceOrComment, LineScanner } from "./go-text.ts";
import { checkFirstLine, readMemoryMap } from "./memory-map.ts";

const firstLine = /^([^\t\n\f\r ]+) profile: total \d+$/;
const row = /^(\d+) @((?: 0x[0-9a-f]+)+)$/;

/** Undefined if these bytes are no such profile. Throws ProfileError "legacy". */
export function parseLegacyCount(bytes: Uint8Array): Profile | undefined {
  const lines = new LineScanner(bytes);
  while (lines.scan() && isSpaceOrComment(lines.text));
  checkFirstLine(lines);
  const [, type] = firstLine.exec(lines.text) ?? [];
  if (type === undefined) return undefined;
  const locations = new LegacyLocations();
  const samples: LegacySample[] = [];
  while (lines.scan()) {
    if (isSpaceOrComment(lines.text)) continue;
    if (lines.text.startsWith("---")) break;
    const { count, addresses } = parseRow(lines.text);
    samples.push({ stack: locations.stackOf(addresses, 0), values: [count] });
  }
  const mappings = readMemoryMap(lines);
  const counted = { type, unit: "count" };
  return buildLegacyProfile({ sampleTypes: [counted], periodType: counted, period: 1n }, samples, mappings);
}

function parseRow(line: string): { readonly count: bigint; readonly addresses: readonly bigint[] } {
  const [, count, stack] = row.exec(line) ?? [];
  if (count === undefined || stack === undefined) throw legacyFault("malformed profile format");
  try {
    const addresses = stack.trim().split(" ");
    return { count: parseInt64(count, 0), addresses: addresses.map((address) => parseUint64(address, 0)) };
  } catch (error) {
    if (error instanceof NumberError) throw legacyFault("malformed profile format");
    throw error;
  }
}
