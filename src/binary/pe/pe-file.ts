/** A PE file: Windows. Addresses are those of the image base that the file prefers. */
import { ByteReader, decodeText } from "../byte-reader.ts";
import { type ByteSource, sliceFile } from "../byte-source.ts";
import type { Architecture, ObjectFile, Segment } from "../object-file.ts";
import { emptySymbolTable } from "../symbol-table.ts";
import { decodePeSymbols, PE_SYMBOL_SIZE, type PeSection } from "./pe-symbols.ts";

interface FileHeader {
  readonly machine: number;
  readonly sectionCount: number;
  readonly symbolsAt: number;
  readonly symbolCount: number;
  readonly optionalSize: number;
  /** Where the optional header begins in the file. */
  readonly optionalAt: number;
}

const ARCHITECTURES: Readonly<Record<number, Architecture>> = {
  332: "386",
  34404: "amd64",
  43620: "arm64",
  452: "arm",
};

/** "MZ" alone is not enough: `decodePe` looks for the signature. */
export function isPe(head: Uint8Array): boolean {
  return head[0] === 0x4d && head[1] === 0x5a;
}

export function decodePe(source: ByteSource): ObjectFile {
  const header = decodeFileHeader(source);
  const what = "the PE optional header";
  const bytes = sliceFile(source, header.optionalAt, header.optionalSize, what);
  const optional = new ByteReader(bytes, true, what, header.optionalAt);
  const is64 = optional.u16() === PE32_PLUS;
  const imageBase = is64 ? optional.seek(24).u64() : optional.seek(28).u32();
  const isMovable = (optional.seek(70).u16() & DYNAMIC_BASE) !== 0;
  const strings = readStrings(source, header);
  const sections = decodeSections(source, header, imageBase, strings);
  return {
    ...{ source, format: "pe", architecture: ARCHITECTURES[header.machine] ?? "", pointerSize: is64 ? 8 : 4 },
    ...{ isLittleEndian: true, isPositionIndependent: isMovable, loadAddress: imageBase, sections },
    segments: sections.filter((section) => section.address > imageBase).map(segmentOf),
    decodeSymbols: () => decodePeSymbols(source, header.symbolsAt, header.symbolCount, strings.length, sections),
    decodeDynamicSymbols: emptySymbolTable,
  };
}

const PE32_PLUS = 0x20b;
const DYNAMIC_BASE = 0x40;

function decodeFileHeader(source: ByteSource): FileHeader {
  const dos = new ByteReader(sliceFile(source, 0, 64, "the DOS header"), true, "the DOS header");
  const at = dos.seek(60).u32();
  const reader = new ByteReader(sliceFile(source, at, 24, "the PE header"), true, "the PE header", at);
  if (reader.u32() !== PE_SIGNATURE) reader.seek(0).fail("program-unrecognized", "has no PE signature");
  const [machine, sectionCount] = [reader.u16(), reader.u16()];
  reader.u32();
  const [symbolsAt, symbolCount, optionalSize] = [reader.u32(), reader.u32(), reader.u16()];
  return { machine, sectionCount, symbolsAt, symbolCount, optionalSize, optionalAt: at + 24 };
}

const PE_SIGNATURE = 0x4550;

/** The COFF string table with its length before it: it follows the symbols. Empty where there is none. */
function readStrings(source: ByteSource, { symbolsAt, symbolCount }: FileHeader): Uint8Array {
  if (symbolsAt === 0) return new Uint8Array(0);
  const what = "the COFF string table";
  const at = symbolsAt + symbolCount * PE_SYMBOL_SIZE;
  const length = new ByteReader(sliceFile(source, at, 4, what), true, what, at).u32();
  return sliceFile(source, at, length, what);
}

function decodeSections(source: ByteSource, header: FileHeader, imageBase: number, strings: Uint8Array): PeSection[] {
  const what = "the PE section table";
  const at = header.optionalAt + header.optionalSize;
  const reader = new ByteReader(sliceFile(source, at, header.sectionCount * SECTION_SIZE, what), true, what, at);
  return Array.from({ length: header.sectionCount }, (_, index) =>
    decodeSection(reader.seek(index * SECTION_SIZE), imageBase, strings),
  );
}

const SECTION_SIZE = 40;

function decodeSection(reader: ByteReader, imageBase: number, strings: Uint8Array): PeSection {
  const name = sectionName(reader.take(8), strings);
  const [size, offset, rawSize, fileOffset] = [reader.u32(), reader.u32(), reader.u32(), reader.u32()];
  reader.skip(12);
  const characteristics = reader.u32();
  // Raw data is padded to whole blocks; what lies beyond the size in memory is no part of the section.
  const fileSize = fileOffset === 0 ? 0 : size === 0 ? rawSize : Math.min(rawSize, size);
  const [isExecutable, isWritable] = [(characteristics & 0x20000000) !== 0, (characteristics & 0x80000000) !== 0];
  const address = imageBase + offset;
  return { name, address, size, fileOffset, fileSize, isWritable, isExecutable, isCompressed: false, characteristics };
}

/** Eight bytes, or "/N" for byte N of the string table. */
function sectionName(bytes: Uint8Array, strings: Uint8Array): string {
  const short = textOf(bytes, 0);
  const place = /^\/(\d+)$/.exec(short)?.[1];
  return place === undefined ? short : textOf(strings, Number(place));
}

function textOf(bytes: Uint8Array, start: number): string {
  const end = bytes.indexOf(0, start);
  return decodeText(bytes.subarray(start, end < 0 ? bytes.length : end));
}

function segmentOf({ address, size, fileOffset, fileSize, isWritable, isExecutable }: PeSection): Segment {
  return { address, size, fileOffset, fileSize, isWritable, isExecutable };
}
