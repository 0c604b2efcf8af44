/** What ELF, Mach-O and PE have in common: sections, segments and the facts of the header. */
import type { ByteSource } from "./byte-source.ts";
import type { SymbolTable } from "./symbol-table.ts";

export type BinaryFormat = "elf" | "mach-o" | "pe";

/** Go's names of processors; "" for one that Go does not have. */
export type Architecture =
  | "386"
  | "amd64"
  | "arm"
  | "arm64"
  | "loong64"
  | "mips"
  | "mips64"
  | "ppc64"
  | "ppc64le"
  | "riscv64"
  | "s390x"
  | "";

export interface Section {
  /** As in the file: ".text", "__text", ".debug_info", "__zdebug_info". */
  readonly name: string;
  /** Where it lies in memory, before any slide; 0 where it is not loaded. */
  readonly address: number;
  /** Bytes it takes in memory. */
  readonly size: number;
  /** Its bytes in the file; `fileSize` is 0 for zeroed memory (.bss). */
  readonly fileOffset: number;
  readonly fileSize: number;
  readonly isWritable: boolean;
  readonly isExecutable: boolean;
  /** Has a compression header of ELF (SHF_COMPRESSED). Older ".zdebug_" sections are known by their name. */
  readonly isCompressed: boolean;
}

/** A piece of the file that is mapped into memory. */
export interface Segment {
  readonly address: number;
  readonly size: number;
  readonly fileOffset: number;
  readonly fileSize: number;
  readonly isWritable: boolean;
  readonly isExecutable: boolean;
}

export interface ObjectFile {
  readonly source: ByteSource;
  readonly format: BinaryFormat;
  readonly architecture: Architecture;
  readonly pointerSize: 4 | 8;
  readonly isLittleEndian: boolean;
  /** Loaded where the system likes: a PIE or a shared library. Addresses of the process then differ from those here by one slide. */
  readonly isPositionIndependent: boolean;
  /** Where the mapping that holds the code begins: what Go's pprof subtracts from the start of a mapping to have the slide. */
  readonly loadAddress: number | undefined;
  readonly sections: readonly Section[];
  readonly segments: readonly Segment[];
  /** The table of symbols, empty where it was stripped. */
  decodeSymbols(): SymbolTable;
  /** What the dynamic linker sees; empty but for ELF. */
  decodeDynamicSymbols(): SymbolTable;
}

export function findSection(file: ObjectFile, name: string): Section | undefined {
  return file.sections.find((section) => section.name === name);
}
