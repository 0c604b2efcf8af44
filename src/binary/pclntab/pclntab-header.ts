/** The header of Go's table of functions and lines (runtime.pclntab), in its four versions: Go 1.2, 1.16, 1.18 and 1.20. */
import { ByteReader } from "../byte-reader.ts";

type PclntabVersion = "go1.2" | "go1.16" | "go1.18" | "go1.20";

export interface PclntabHeader {
  readonly version: PclntabVersion;
  readonly isLittleEndian: boolean;
  /** Bytes that one step of an instruction counter counts: 1, 2 or 4. */
  readonly quantum: number;
  readonly pointerSize: 4 | 8;
  readonly functionCount: number;
  /** Where each table begins in the whole: names of functions, files of compilation units, names of files, steps, functions. */
  readonly namesAt: number;
  readonly unitFilesAt: number;
  readonly filesAt: number;
  readonly stepsAt: number;
  readonly functionsAt: number;
  /** Of the index of functions: pairs of an entry and of an offset from `functionsAt`, then one entry more. */
  readonly indexAt: number;
  /** Bytes of an entry or offset in the index. */
  readonly indexWord: 4 | 8;
}

const MAGICS: Readonly<Record<number, PclntabVersion>> = {
  4294967291: "go1.2",
  4294967290: "go1.16",
  4294967280: "go1.18",
  4294967281: "go1.20",
};

/** The version by the first eight bytes, in either byte order; undefined where they are no header. */
export function pclntabVersion(head: Uint8Array, isLittleEndian: boolean): PclntabVersion | undefined {
  if (head.length < 8 || head[4] !== 0 || head[5] !== 0) return undefined;
  if (![1, 2, 4].includes(head[6] as number) || ![4, 8].includes(head[7] as number)) return undefined;
  return MAGICS[new DataView(head.buffer, head.byteOffset).getUint32(0, isLittleEndian)];
}

/** `at` is the byte of the file where the table begins. Throws BinaryError. */
export function decodePclntabHeader(table: Uint8Array, isLittleEndian: boolean, at: number): PclntabHeader {
  const reader = new ByteReader(table, isLittleEndian, "Go's table of functions", at);
  const version = pclntabVersion(table, isLittleEndian);
  if (version === undefined) return reader.fail("program-unsupported", "begins with bytes of no known version");
  const quantum = reader.seek(6).u8();
  const pointerSize = reader.u8() === 4 ? 4 : 8;
  const word = (index: number): number => reader.seek(8 + index * pointerSize).unsigned(pointerSize);
  const common = { version, isLittleEndian, quantum, pointerSize, functionCount: word(0) } as const;
  if (version === "go1.2") return { ...common, ...ofGo12(reader, pointerSize, word(0)) };
  // Since Go 1.18 the address of the code comes before the offsets.
  const first = version === "go1.16" ? 2 : 3;
  const [namesAt, unitFilesAt, filesAt] = [word(first), word(first + 1), word(first + 2)];
  const [stepsAt, functionsAt] = [word(first + 3), word(first + 4)];
  const indexWord = version === "go1.16" ? pointerSize : 4;
  return { ...common, namesAt, unitFilesAt, filesAt, stepsAt, functionsAt, indexAt: functionsAt, indexWord };
}

/** All offsets count from the start of the table; the place of the files follows the index. */
function ofGo12(reader: ByteReader, pointerSize: 4 | 8, count: number) {
  const indexAt = 8 + pointerSize;
  const filesAt = reader.seek(indexAt + (count * 2 + 1) * pointerSize).u32();
  return { namesAt: 0, unitFilesAt: 0, filesAt, stepsAt: 0, functionsAt: 0, indexAt, indexWord: pointerSize };
}
