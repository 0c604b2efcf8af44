/** The ELF header: what the file is for, and where its tables of sections and segments are. */
import { ByteReader } from "../byte-reader.ts";
import { type ByteSource, sliceFile } from "../byte-source.ts";
import type { Architecture } from "../object-file.ts";

export interface ElfHeader {
  readonly is64: boolean;
  readonly isLittleEndian: boolean;
  /** ET_EXEC 2, ET_DYN 3 (a PIE or a shared library). */
  readonly type: number;
  readonly machine: number;
  readonly segmentsAt: number;
  readonly segmentSize: number;
  readonly segmentCount: number;
  readonly sectionsAt: number;
  readonly sectionSize: number;
  /** 0 where the first section says how many: there are more than the header can count. */
  readonly sectionCount: number;
  /** The section that holds the names of sections; 0xffff where the first section says which. */
  readonly namesIndex: number;
}

export const ET_DYN = 3;

export function decodeElfHeader(source: ByteSource): ElfHeader {
  const what = "the ELF header";
  const ident = sliceFile(source, 0, 16, what);
  const is64 = ident[4] === 2;
  const isLittleEndian = ident[5] === 1;
  const header = new ByteReader(sliceFile(source, 0, is64 ? 64 : 52, what), isLittleEndian, what);
  if (!is64 && ident[4] !== 1) header.seek(4).fail("program-unsupported", `has class ${ident[4]}`);
  if (!isLittleEndian && ident[5] !== 2) header.seek(5).fail("program-unsupported", `has byte order ${ident[5]}`);
  const [type, machine] = [header.seek(16).u16(), header.u16()];
  header.seek(is64 ? 32 : 28);
  const [segmentsAt, sectionsAt] = is64 ? [header.u64(), header.u64()] : [header.u32(), header.u32()];
  header.skip(6);
  const [segmentSize, segmentCount] = [header.u16(), header.u16()];
  const [sectionSize, sectionCount, namesIndex] = [header.u16(), header.u16(), header.u16()];
  return {
    ...{ is64, isLittleEndian, type, machine, segmentsAt, segmentSize, segmentCount },
    ...{ sectionsAt, sectionSize, sectionCount, namesIndex },
  };
}

const ARCHITECTURES: Readonly<Record<number, Architecture>> = {
  3: "386",
  40: "arm",
  62: "amd64",
  183: "arm64",
  243: "riscv64",
  258: "loong64",
  22: "s390x",
};

export function elfArchitecture({ machine, is64, isLittleEndian }: ElfHeader): Architecture {
  if (machine === EM_MIPS) return is64 ? "mips64" : "mips";
  if (machine === EM_PPC64) return isLittleEndian ? "ppc64le" : "ppc64";
  return ARCHITECTURES[machine] ?? "";
}

const EM_MIPS = 8;
const EM_PPC64 = 21;
