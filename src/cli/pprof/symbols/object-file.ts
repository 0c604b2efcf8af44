/** Programs and libraries on disk, opened as pprof opens them; each part is read when it is asked for. */
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import type { ByteSource, Program } from "../../../binary/index.ts";
import { BinaryError } from "../../../errors.ts";
import { describeSystemError, isSystemError } from "../../../fetch/files/system-error.ts";

export type ObjectFile =
  | { readonly kind: "object"; readonly program: Program; readonly close: () => void }
  /** `error` in Go's words. */
  | { readonly kind: "none"; readonly error: string };

/** What is opened is to be closed. A pipe is not opened: who writes into it would be gone before it is read. */
export async function openObjectFile(path: string): Promise<ObjectFile> {
  let file: number;
  try {
    if (statSync(path).isFIFO()) return unrecognized(path);
    file = openSync(path, "r");
  } catch (error) {
    return { kind: "none", error: describeSystemError("open", path, error) };
  }
  const program = await decodeFile(file);
  if (program !== undefined) return { kind: "object", program, close: () => closeSync(file) };
  closeSync(file);
  return unrecognized(path);
}

function unrecognized(path: string): ObjectFile {
  return { kind: "none", error: `open ${path}: unrecognized object file` };
}

/** Whether it is one; nothing stays open. */
export async function inspectObjectFile(path: string): Promise<ObjectFile["kind"]> {
  const object = await openObjectFile(path);
  if (object.kind === "object") object.close();
  return object.kind;
}

/** Undefined where it is no program: a directory opens and does not read, and so do some files of /proc; pprof finds as little in them. */
async function decodeFile(file: number): Promise<Program | undefined> {
  try {
    const { size } = fstatSync(file);
    const source: ByteSource = { length: size, slice: (start, length) => readAt(file, start, length) };
    if (!mayBeProgram(source.slice(0, Math.min(size, 4)))) return undefined;
    const { decodeProgram } = await import("../../../binary/index.ts");
    return decodeProgram(source);
  } catch (error) {
    if (error instanceof BinaryError || isSystemError(error)) return undefined;
    throw error;
  }
}

/** By the first bytes, so that profiles do not load what reads programs. */
function mayBeProgram(head: Uint8Array): boolean {
  if (head.length < 4) return false;
  const word = new DataView(head.buffer, head.byteOffset).getUint32(0);
  return word === ELF || MACH_O.includes(word) || word >>> 16 === MZ;
}

const ELF = 0x7f454c46;
const MACH_O: readonly number[] = [0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe];
const MZ = 0x4d5a;

/** A file that has become shorter meanwhile ends in zeros. */
function readAt(file: number, start: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length; ) {
    const count = readSync(file, bytes, filled, length - filled, start + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes;
}
