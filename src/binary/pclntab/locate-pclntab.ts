/** Finds Go's table of functions: by its section, by its symbols, or by its first bytes. */
import { findSection, type ObjectFile, type Section } from "../object-file.ts";
import { readMemory, readSection } from "../section-data.ts";
import { NONE, type SymbolTable } from "../symbol-table.ts";
import { pclntabVersion } from "./pclntab-header.ts";

export interface PclntabPlace {
  readonly bytes: Uint8Array;
  /** In memory, before any slide. */
  readonly address: number;
  /** Of its first byte, in the file. */
  readonly fileOffset: number;
  /** False where neither a section nor a symbol says that it is there: `go tool pprof` does not find it then. */
  readonly isNamed: boolean;
}

const SECTIONS: readonly string[] = [".gopclntab", ".data.rel.ro.gopclntab", "__gopclntab"];

/** Undefined where the program has none: it is not Go's. */
export function locatePclntab(file: ObjectFile, symbols: SymbolTable): PclntabPlace | undefined {
  const section = SECTIONS.map((name) => findSection(file, name)).find((own) => own !== undefined);
  if (section !== undefined) return placeOf(section, readSection(file, section), 0, true);
  return locateBySymbols(file, symbols) ?? locateByMagic(file);
}

function placeOf(section: Section, bytes: Uint8Array, skipped: number, isNamed: boolean): PclntabPlace {
  const { address, fileOffset } = section;
  return { bytes: bytes.subarray(skipped), address: address + skipped, fileOffset: fileOffset + skipped, isNamed };
}

function locateBySymbols(file: ObjectFile, symbols: SymbolTable): PclntabPlace | undefined {
  const [first, last] = [symbols.findByName("runtime.pclntab"), symbols.findByName("runtime.epclntab")];
  if (first === NONE || last === NONE) return undefined;
  const address = symbols.address(first);
  const length = symbols.address(last) - address;
  const bytes = length > 0 ? readMemory(file, address, length) : undefined;
  const segment = file.segments.find((own) => address >= own.address && address < own.address + own.fileSize);
  if (bytes === undefined || segment === undefined) return undefined;
  return { bytes, address, fileOffset: segment.fileOffset + (address - segment.address), isNamed: true };
}

/** Data that is not written to, from the first bytes that may be its header on. */
function locateByMagic(file: ObjectFile): PclntabPlace | undefined {
  for (const section of file.sections) {
    if (!MAY_HOLD.test(section.name)) continue;
    const bytes = readSection(file, section);
    const at = findHeader(bytes, file.isLittleEndian);
    if (at >= 0) return placeOf(section, bytes, at, false);
  }
  return undefined;
}

const MAY_HOLD = /^(\.rdata|\.rodata|\.data\.rel\.ro|__rodata|\.text)$/;

/** The table begins at a whole word. */
function findHeader(bytes: Uint8Array, isLittleEndian: boolean): number {
  // Of the magic, little endian, the last byte is always 0xff; big endian, the first.
  const last = isLittleEndian ? 3 : 0;
  for (let at = bytes.indexOf(0xff, last); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const start = at - last;
    if (start % 8 === 0 && pclntabVersion(bytes.subarray(start, start + 8), isLittleEndian) !== undefined) return start;
  }
  return -1;
}
