/** ELF's tables of symbols, with the letters that `go tool nm` gives, since Go 1.27 B for zeroed data. */
import { ByteReader } from "../byte-reader.ts";
import { type ByteSource, sliceFile } from "../byte-source.ts";
import { emptySymbolTable, SymbolTable } from "../symbol-table.ts";
import type { ElfHeader } from "./elf-header.ts";
import { type ElfSection, SHT_NOBITS } from "./elf-sections.ts";

/** The table of `type` (SHT_SYMTAB, SHT_DYNSYM); empty where the file has none. */
export function decodeElfSymbols(
  source: ByteSource,
  header: ElfHeader,
  sections: readonly ElfSection[],
  type: number,
): SymbolTable {
  const table = sections.find((section) => section.type === type);
  const strings = table === undefined ? undefined : sections[table.link];
  if (table === undefined || strings === undefined) return emptySymbolTable();
  const entry = header.is64 ? 24 : 16;
  const bytes = sliceFile(source, table.fileOffset, table.fileSize, `section ${table.name}`);
  const reader = new ByteReader(bytes, header.isLittleEndian, `section ${table.name}`, table.fileOffset);
  // The first entry is all zeros.
  const count = Math.max(Math.floor(bytes.length / entry) - 1, 0);
  const names = sliceFile(source, strings.fileOffset, strings.fileSize, `section ${strings.name}`);
  return new SymbolTable({
    ...decodeRows(reader.seek(Math.min(entry, bytes.length)), header.is64, count, sections),
    names,
  });
}

function decodeRows(reader: ByteReader, is64: boolean, count: number, sections: readonly ElfSection[]) {
  const addresses = new Float64Array(count);
  const sizes = new Float64Array(count);
  const codes = new Uint8Array(count);
  const nameStarts = new Uint32Array(count);
  const letters = sections.map(letterOf);
  for (let row = 0; row < count; row++) {
    nameStarts[row] = reader.u32();
    if (!is64) {
      addresses[row] = reader.u32();
      sizes[row] = reader.u32();
    }
    const info = reader.u8();
    reader.u8();
    const section = reader.u16();
    if (is64) {
      addresses[row] = reader.u64();
      sizes[row] = reader.u64();
    }
    const isLocal = info >> 4 === 0;
    codes[row] = (letters[section] ?? letterOfReserved(section)) + (isLocal ? SMALL : 0);
  }
  return { addresses, sizes, codes, nameStarts };
}

const SMALL = "a".charCodeAt(0) - "A".charCodeAt(0);
const SHN_COMMON = 0xfff2;

function letterOf(section: ElfSection, index: number): number {
  if (index === 0) return "U".charCodeAt(0);
  if (!section.isAllocated) return "?".charCodeAt(0);
  if (section.isExecutable) return (section.isWritable ? "?" : "T").charCodeAt(0);
  if (!section.isWritable) return "R".charCodeAt(0);
  return (section.type === SHT_NOBITS ? "B" : "D").charCodeAt(0);
}

function letterOfReserved(section: number): number {
  return (section === SHN_COMMON ? "B" : "?").charCodeAt(0);
}
