/** A Mach-O file of one processor: macOS and iOS. */
import { BinaryError } from "../../errors.ts";
import { ByteReader, decodeText } from "../byte-reader.ts";
import { type ByteSource, sliceFile } from "../byte-source.ts";
import type { Architecture, ObjectFile, Segment } from "../object-file.ts";
import { emptySymbolTable } from "../symbol-table.ts";
import { decodeMachoSymbols, type MachoSection, type MachoSymbolCommand } from "./macho-symbols.ts";

interface MachoParts {
  readonly sections: MachoSection[];
  readonly segments: (Segment & { readonly name: string })[];
  symbols: MachoSymbolCommand | undefined;
}

const MAGICS: Readonly<Record<number, { readonly is64: boolean; readonly isLittleEndian: boolean }>> = {
  4277009102: { is64: false, isLittleEndian: false },
  4277009103: { is64: true, isLittleEndian: false },
  3472551422: { is64: false, isLittleEndian: true },
  3489328638: { is64: true, isLittleEndian: true },
};

const ARCHITECTURES: Readonly<Record<number, Architecture>> = {
  7: "386",
  12: "arm",
  16777223: "amd64",
  16777228: "arm64",
  16777234: "ppc64",
};

export function isMacho(head: Uint8Array): boolean {
  return magicOf(head) !== undefined;
}

function magicOf(head: Uint8Array) {
  return head.length < 4 ? undefined : MAGICS[new DataView(head.buffer, head.byteOffset).getUint32(0)];
}

export function decodeMacho(source: ByteSource): ObjectFile {
  const magic = magicOf(sliceFile(source, 0, 4, "the Mach-O header"));
  if (magic === undefined) throw new BinaryError("program-unrecognized", "this is no Mach-O file", 0);
  const { is64, isLittleEndian } = magic;
  const headerSize = is64 ? 32 : 28;
  const header = new ByteReader(
    sliceFile(source, 0, headerSize, "the Mach-O header"),
    isLittleEndian,
    "the Mach-O header",
  );
  const architecture = ARCHITECTURES[header.seek(4).u32()] ?? "";
  const [commandCount, commandBytes, flags] = [header.seek(16).u32(), header.u32(), header.u32()];
  const what = "the table of Mach-O load commands";
  const commands = new ByteReader(sliceFile(source, headerSize, commandBytes, what), isLittleEndian, what, headerSize);
  const parts = decodeCommands(commands, commandCount);
  const { sections, segments, symbols } = parts;
  return {
    ...{ source, format: "mach-o", architecture, pointerSize: is64 ? 8 : 4, isLittleEndian },
    isPositionIndependent: (flags & MH_PIE) !== 0,
    loadAddress: segments.find((segment) => segment.name === "__TEXT")?.address,
    ...{ sections, segments },
    decodeSymbols: () =>
      symbols === undefined ? emptySymbolTable() : decodeMachoSymbols(source, symbols, sections, is64, isLittleEndian),
    decodeDynamicSymbols: emptySymbolTable,
  };
}

const MH_PIE = 0x200000;
const LC_SEGMENT = 1;
const LC_SYMTAB = 2;
const LC_SEGMENT_64 = 25;

function decodeCommands(reader: ByteReader, count: number): MachoParts {
  const parts: MachoParts = { sections: [], segments: [], symbols: undefined };
  for (let index = 0; index < count; index++) {
    const start = reader.pos;
    const [command, size] = [reader.u32(), reader.u32()];
    if (size < 8) reader.fail("program-corrupt", `has a command of ${size} bytes`);
    if (command === LC_SEGMENT || command === LC_SEGMENT_64) decodeSegment(reader, command === LC_SEGMENT_64, parts);
    else if (command === LC_SYMTAB) parts.symbols = decodeSymbolCommand(reader);
    reader.seek(start + size);
  }
  return parts;
}

function decodeSymbolCommand(reader: ByteReader): MachoSymbolCommand {
  return { symbolsAt: reader.u32(), count: reader.u32(), stringsAt: reader.u32(), stringBytes: reader.u32() };
}

function decodeSegment(reader: ByteReader, is64: boolean, { sections, segments }: MachoParts): void {
  const word = is64 ? 8 : 4;
  const name = fixedName(reader);
  const [address, size] = [reader.unsigned(word), reader.unsigned(word)];
  const [fileOffset, fileSize] = [reader.unsigned(word), reader.unsigned(word)];
  reader.u32();
  const protection = reader.u32();
  const count = reader.u32();
  reader.u32();
  const [isWritable, isExecutable] = [(protection & 2) !== 0, (protection & 4) !== 0];
  segments.push({ name, address, size, fileOffset, fileSize, isWritable, isExecutable });
  for (let index = 0; index < count; index++) sections.push(decodeSection(reader, is64, isWritable, isExecutable));
}

function decodeSection(reader: ByteReader, is64: boolean, isWritable: boolean, isExecutable: boolean): MachoSection {
  const word = is64 ? 8 : 4;
  const [name, segment] = [fixedName(reader), fixedName(reader)];
  const [address, size, fileOffset] = [reader.unsigned(word), reader.unsigned(word), reader.u32()];
  reader.skip(12);
  const type = reader.u32() & 0xff;
  reader.skip(is64 ? 12 : 8);
  const isZeroed = type === S_ZEROFILL || type === S_GB_ZEROFILL;
  const fileSize = isZeroed ? 0 : size;
  return { name, segment, address, size, fileOffset, fileSize, isWritable, isExecutable, isCompressed: false };
}

const S_ZEROFILL = 1;
const S_GB_ZEROFILL = 12;

/** Sixteen bytes, padded with zeros. */
function fixedName(reader: ByteReader): string {
  const bytes = reader.take(16);
  const end = bytes.indexOf(0);
  return decodeText(end < 0 ? bytes : bytes.subarray(0, end));
}
