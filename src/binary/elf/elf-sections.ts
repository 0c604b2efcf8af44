/** ELF's tables of sections and of segments. */
import { ByteReader, decodeText } from "../byte-reader.ts";
import { type ByteSource, sliceFile } from "../byte-source.ts";
import type { Section, Segment } from "../object-file.ts";
import type { ElfHeader } from "./elf-header.ts";

export interface ElfSection extends Section {
  /** SHT_SYMTAB 2, SHT_STRTAB 3, SHT_NOTE 7, SHT_NOBITS 8, SHT_DYNSYM 11. */
  readonly type: number;
  /** Of a table of symbols: the section of their names. */
  readonly link: number;
  readonly isAllocated: boolean;
}

export interface ElfSegment extends Segment {
  /** PT_LOAD 1, PT_INTERP 3, PT_NOTE 4. */
  readonly type: number;
  readonly alignment: number;
}

export const SHT_SYMTAB = 2;
export const SHT_NOBITS = 8;
export const SHT_DYNSYM = 11;
export const PT_LOAD = 1;

interface RawSection {
  readonly name: number;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
}

export function decodeElfSections(source: ByteSource, header: ElfHeader): ElfSection[] {
  if (header.sectionsAt === 0) return [];
  const first = decodeRawSections(source, header, 1)[0];
  const count = header.sectionCount === 0 ? (first?.size ?? 0) : header.sectionCount;
  const raw = decodeRawSections(source, header, count);
  const namesIndex = header.namesIndex === SHN_XINDEX ? (first?.link ?? 0) : header.namesIndex;
  const names = raw[namesIndex];
  const nameBytes =
    names === undefined ? new Uint8Array(0) : sliceFile(source, names.offset, names.size, "section names");
  return raw.map((section) => sectionOf(section, nameBytes));
}

function decodeRawSections(source: ByteSource, header: ElfHeader, count: number): RawSection[] {
  const what = "the ELF section header table";
  const length = header.is64 ? 64 : 40;
  const bytes = sliceFile(source, header.sectionsAt, count * header.sectionSize, what);
  const reader = new ByteReader(bytes, header.isLittleEndian, what, header.sectionsAt);
  if (header.sectionSize < length) reader.fail("program-corrupt", `has entries of ${header.sectionSize} bytes`);
  return Array.from({ length: count }, (_, index) =>
    decodeRawSection(reader.seek(index * header.sectionSize), header.is64),
  );
}

function decodeRawSection(reader: ByteReader, is64: boolean): RawSection {
  const word = is64 ? 8 : 4;
  const [name, type] = [reader.u32(), reader.u32()];
  const [flags, address, offset] = [reader.unsigned(word), reader.unsigned(word), reader.unsigned(word)];
  const [size, link, info] = [reader.unsigned(word), reader.u32(), reader.u32()];
  return { name, type, flags, address, offset, size, link, info };
}

function sectionOf({ name, type, flags, address, offset, size, link }: RawSection, names: Uint8Array): ElfSection {
  const end = names.indexOf(0, name);
  return {
    ...{ name: decodeText(names.subarray(name, end < 0 ? names.length : end)), type, link, address, size },
    fileOffset: offset,
    fileSize: type === SHT_NOBITS ? 0 : size,
    isWritable: (flags & SHF_WRITE) !== 0,
    isAllocated: (flags & SHF_ALLOC) !== 0,
    isExecutable: (flags & SHF_EXECINSTR) !== 0,
    isCompressed: (flags & SHF_COMPRESSED) !== 0,
  };
}

const SHN_XINDEX = 0xffff;
const SHF_WRITE = 1;
const SHF_ALLOC = 2;
const SHF_EXECINSTR = 4;
const SHF_COMPRESSED = 0x800;

export function decodeElfSegments(source: ByteSource, header: ElfHeader): ElfSegment[] {
  const { segmentsAt, segmentSize, segmentCount, is64, isLittleEndian } = header;
  if (segmentsAt === 0 || segmentCount === 0) return [];
  const what = "the ELF program header table";
  const bytes = sliceFile(source, segmentsAt, segmentCount * segmentSize, what);
  const reader = new ByteReader(bytes, isLittleEndian, what, segmentsAt);
  if (segmentSize < (is64 ? 56 : 32)) reader.fail("program-corrupt", `has entries of ${segmentSize} bytes`);
  return Array.from({ length: segmentCount }, (_, index) => decodeSegment(reader.seek(index * segmentSize), is64));
}

function decodeSegment(reader: ByteReader, is64: boolean): ElfSegment {
  const word = is64 ? 8 : 4;
  const type = reader.u32();
  const early = is64 ? reader.u32() : 0;
  const [fileOffset, address] = [reader.unsigned(word), reader.unsigned(word)];
  reader.skip(word);
  const [fileSize, size] = [reader.unsigned(word), reader.unsigned(word)];
  const flags = is64 ? early : reader.u32();
  const alignment = reader.unsigned(word);
  const [isExecutable, isWritable] = [(flags & 1) !== 0, (flags & 2) !== 0];
  return { type, address, size, fileOffset, fileSize, isWritable, isExecutable, alignment };
}
