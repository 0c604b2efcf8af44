/** What the runtime keeps about the whole program (runtime.firstmoduledata), as far as a stripped program has to be asked for it. */
import { ByteReader } from "../byte-reader.ts";
import type { ObjectFile } from "../object-file.ts";
import { readSection } from "../section-data.ts";
import type { PclntabPlace } from "./locate-pclntab.ts";
import type { PclntabHeader } from "./pclntab-header.ts";

export interface ModuleData {
  /** Address of the code that entries count from. */
  readonly text: number;
  /** Address of the descriptions of types. */
  readonly types: number;
  /** Address that data of functions (trees of inlined calls) counts from. */
  readonly goFunctions: number;
}

/** Words from the start. */
const TEXT = 22;
const COVERAGE_COUNTERS = 2;
const TYPES = 35;
const GO_FUNCTIONS = 38;
/** Go 1.27 has the length of the types where their end was, and two words more behind it. */
const MORE_IN_GO_1_27 = 3;

/**
 * Undefined where it is not found: before Go 1.18, and where a PIE has its pointers in relocations only. It begins with the address of the table of
 * functions and of the names in it.
 */
export function findModuleData(file: ObjectFile, place: PclntabPlace, header: PclntabHeader): ModuleData | undefined {
  if (header.version !== "go1.18" && header.version !== "go1.20") return undefined;
  for (const section of file.sections) {
    if (section.address === 0 || section.fileSize === 0 || section.isExecutable || section.isCompressed) continue;
    if (!MAY_HOLD.test(section.name)) continue;
    const found = findIn(readSection(file, section), section.fileOffset, file, place, header);
    if (found !== undefined) return found;
  }
  return undefined;
}

const MAY_HOLD = /^(\.go\.module|\.noptrdata|\.data|\.data\.rel\.ro.*|__go_module|__noptrdata|__data)$/;

function findIn(
  bytes: Uint8Array,
  at: number,
  file: ObjectFile,
  place: PclntabPlace,
  header: PclntabHeader,
): ModuleData | undefined {
  const size = file.pointerSize;
  const reader = new ByteReader(bytes, file.isLittleEndian, "Go's module data", at);
  const word = (start: number, index: number): number => reader.seek(start + index * size).unsigned(size);
  for (let start = 0; start + (LARGEST + 1) * size <= bytes.length; start += size) {
    if (word(start, 0) !== place.address || word(start, 1) !== place.address + header.namesAt) continue;
    return decodeAt((index) => word(start, index), header);
  }
  return undefined;
}

const LARGEST = 45;

/** 1.18 and 1.19 lack the two words of coverage counters; an end of the types lies behind their start, a length does not. */
function decodeAt(word: (index: number) => number, { version }: PclntabHeader): ModuleData {
  const shift = version === "go1.18" ? 0 : COVERAGE_COUNTERS;
  const types = word(TYPES + shift);
  const isNew = word(TYPES + shift + 1) < types;
  return { text: word(TEXT), types, goFunctions: word(GO_FUNCTIONS + shift + (isNew ? MORE_IN_GO_1_27 : 0)) };
}
