/** An ELF file: Linux and the BSDs. */
import type { ByteSource } from "../byte-source.ts";
import type { ObjectFile } from "../object-file.ts";
import { decodeElfHeader, ET_DYN, elfArchitecture } from "./elf-header.ts";
import {
  decodeElfSections,
  decodeElfSegments,
  type ElfSegment,
  PT_LOAD,
  SHT_DYNSYM,
  SHT_SYMTAB,
} from "./elf-sections.ts";
import { decodeElfSymbols } from "./elf-symbols.ts";

export function isElf(head: Uint8Array): boolean {
  return head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46;
}

export function decodeElf(source: ByteSource): ObjectFile {
  const header = decodeElfHeader(source);
  const sections = decodeElfSections(source, header);
  const segments = decodeElfSegments(source, header).filter((segment) => segment.type === PT_LOAD);
  return {
    source,
    format: "elf",
    architecture: elfArchitecture(header),
    pointerSize: header.is64 ? 8 : 4,
    isLittleEndian: header.isLittleEndian,
    isPositionIndependent: header.type === ET_DYN,
    loadAddress: loadAddressOf(segments),
    sections,
    segments,
    decodeSymbols: () => decodeElfSymbols(source, header, sections, SHT_SYMTAB),
    decodeDynamicSymbols: () => decodeElfSymbols(source, header, sections, SHT_DYNSYM),
  };
}

/** The mapping of the code begins at a whole page. */
function loadAddressOf(segments: readonly ElfSegment[]): number | undefined {
  const code = segments.find((segment) => segment.isExecutable);
  if (code === undefined) return undefined;
  return code.alignment === 0 ? code.address : code.address - (code.address % code.alignment);
}
