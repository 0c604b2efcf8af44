/** Mappings of legacy profiles: what the memory map said, put right by pprof's heuristics, and matched with addresses. */
import { trimSpace } from "./go-text.ts";

export interface LegacyMapping {
  memoryStart: bigint;
  memoryLimit: bigint;
  fileOffset: bigint;
  file: string;
  buildId: string;
}

const sharedLibrary = /([.]so$|[.]so[._][0-9]+)/;

/** Joins neighbours that are one mapping in two pieces, and moves what looks like the main binary to the front. */
export function massageMappings(found: readonly LegacyMapping[]): LegacyMapping[] {
  const mappings: LegacyMapping[] = [];
  for (const mapping of found) {
    const last = mappings.at(-1);
    if (last === undefined || !isContinued(last, mapping)) {
      mappings.push({ ...mapping });
      continue;
    }
    last.memoryLimit = mapping.memoryLimit;
    if (mapping.file !== "") last.file = mapping.file;
    if (mapping.buildId !== "") last.buildId = mapping.buildId;
  }
  const main = mappings.findIndex(({ file }) => isMainBinary(file));
  if (main > 0) {
    [mappings[0], mappings[main]] = [mappings[main] as LegacyMapping, mappings[0] as LegacyMapping];
  }
  return mappings;
}

function isContinued(a: LegacyMapping, b: LegacyMapping): boolean {
  if (a.file !== "" && b.file !== "" && a.file !== b.file) return false;
  if (a.buildId !== "" && b.buildId !== "" && a.buildId !== b.buildId) return false;
  if (a.memoryLimit !== b.memoryStart) return false;
  const next = BigInt.asUintN(64, a.fileOffset + a.memoryLimit - a.memoryStart);
  return a.fileOffset === 0n || b.fileOffset === 0n || next === b.fileOffset;
}

function isMainBinary(file: string): boolean {
  const name = trimSpace(file.replaceAll("(deleted)", ""));
  return name !== "" && !sharedLibrary.test(name) && !name.startsWith("[");
}

const USUAL_START = 0x400000n;
const LAST_ADDRESS = 2n ** 64n - 1n;

/**
 * Gives every location the mapping its address lies in. An address in none gets a mapping of everything, appended to the result; a
 * location without address none. Changes `mappings` and `locations`.
 */
export function assignMappings(
  mappings: LegacyMapping[],
  locations: readonly { readonly address: bigint; mapping: LegacyMapping | undefined }[],
): LegacyMapping[] {
  const result = mendMainMapping(mappings);
  let everything: LegacyMapping | undefined;
  for (const location of locations) {
    const { address } = location;
    if (location.mapping !== undefined || address === 0n) continue;
    const known =
      result.find(({ memoryStart, memoryLimit }) => memoryStart <= address && address < memoryLimit) ??
      extendedDown(result, address);
    if (known === undefined && everything === undefined) {
      everything = { memoryStart: 0n, memoryLimit: LAST_ADDRESS, fileOffset: 0n, file: "", buildId: "" };
      result.push(everything);
    }
    location.mapping = known ?? everything;
  }
  return result;
}

/** Without the huge page that hides the binary's beginning, and with the start that its offset tells. */
function mendMainMapping(mappings: LegacyMapping[]): LegacyMapping[] {
  const [first, second] = mappings;
  const isHidden = first?.file.startsWith("/anon_hugepage") && first.memoryLimit === second?.memoryStart;
  const result = isHidden ? mappings.slice(1) : mappings;
  const main = result[0];
  if (main !== undefined && BigInt.asUintN(64, main.memoryStart - main.fileOffset) === USUAL_START) {
    main.memoryStart = USUAL_START;
    main.fileOffset = 0n;
  }
  return result;
}

/** The mapping whose beginning, according to its offset, was not listed and has the address; it is extended to have it. */
function extendedDown(mappings: readonly LegacyMapping[], address: bigint): LegacyMapping | undefined {
  for (const mapping of mappings) {
    const start = BigInt.asUintN(64, mapping.memoryStart - mapping.fileOffset);
    if (mapping.fileOffset === 0n || address < start || address >= mapping.memoryStart) continue;
    mapping.memoryStart = start;
    mapping.fileOffset = 0n;
    return mapping;
  }
  return undefined;
}
