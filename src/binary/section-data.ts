/** The bytes of a section, unpacked where it is compressed, and the bytes that a program has at an address when it starts. */
import { ByteReader } from "./byte-reader.ts";
import { sliceFile } from "./byte-source.ts";
import { inflateSection } from "./inflate-section.ts";
import type { ObjectFile, Section } from "./object-file.ts";

/** Throws BinaryError where the section does not lie in the file, or does not unpack. */
export function readSection(file: ObjectFile, section: Section): Uint8Array {
  const { name, fileOffset, fileSize } = section;
  const bytes = sliceFile(file.source, fileOffset, fileSize, `section ${name}`);
  if (section.isCompressed) return inflateElf(file, section, bytes);
  if (isOldCompressed(name, bytes)) return inflateOld(section, bytes);
  return bytes;
}

/** A header of ELF before the data: method, size, alignment. */
function inflateElf(file: ObjectFile, { name, fileOffset }: Section, bytes: Uint8Array): Uint8Array {
  const reader = new ByteReader(bytes, file.isLittleEndian, `section ${name}`, fileOffset);
  const method = reader.u32();
  if (method !== 1 && method !== 2) reader.fail("program-unsupported", `has compression method ${method}`);
  const is64 = file.pointerSize === 8;
  if (is64) reader.u32();
  const size = is64 ? reader.u64() : reader.u32();
  reader.skip(file.pointerSize);
  return inflateSection(bytes.subarray(reader.pos), size, method === 1 ? "zlib" : "zstd", name, fileOffset);
}

/** Before ELF had a flag for it: a name with "z", and "ZLIB" with a size of eight bytes, big endian, before the data. */
function isOldCompressed(name: string, bytes: Uint8Array): boolean {
  return /^(\.|__)zdebug_/.test(name) && bytes.length >= 12 && String.fromCharCode(...bytes.subarray(0, 4)) === "ZLIB";
}

function inflateOld({ name, fileOffset }: Section, bytes: Uint8Array): Uint8Array {
  const size = new ByteReader(bytes, false, `section ${name}`, fileOffset).seek(4).u64();
  return inflateSection(bytes.subarray(12), size, "zlib", name, fileOffset);
}

/** DWARF's section of that name ("info" for .debug_info, .zdebug_info, __debug_info ...), unpacked; empty where there is none. */
export function readDebugSection(file: ObjectFile, name: string): Uint8Array {
  const section = findDebugSection(file, name);
  return section === undefined ? new Uint8Array(0) : readSection(file, section);
}

export function hasDebugInfo(file: ObjectFile): boolean {
  return findDebugSection(file, "info") !== undefined;
}

function findDebugSection(file: ObjectFile, name: string): Section | undefined {
  const names = [`.debug_${name}`, `.zdebug_${name}`, `__debug_${name}`, `__zdebug_${name}`];
  // Mach-O cuts names after 16 bytes.
  const cut = file.format === "mach-o" ? names.map((own) => own.slice(0, 16)) : names;
  return file.sections.find((section) => cut.includes(section.name));
}

/**
 * Up to `length` bytes from `address` on, as the file has them: fewer at the end of a segment, zeros are not made up. Undefined where no segment
 * of the file covers the address.
 */
export function readMemory(file: ObjectFile, address: number, length: number): Uint8Array | undefined {
  const segment = file.segments.find((own) => address >= own.address && address < own.address + own.fileSize);
  if (segment === undefined) return undefined;
  const skipped = address - segment.address;
  const size = Math.min(length, segment.fileSize - skipped);
  return sliceFile(file.source, segment.fileOffset + skipped, size, `memory at 0x${address.toString(16)}`);
}
