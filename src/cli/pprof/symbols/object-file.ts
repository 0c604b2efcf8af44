/** Programs and libraries, as far as this program looks into them: whether a file is one, and whether it has Go's symbols. */
import { type FileHandle, open } from "node:fs/promises";
import { describeSystemError, isSystemError } from "../../../fetch/files/system-error.ts";

export type ObjectFile =
  | { readonly kind: "object"; readonly hasGoSymbols: boolean }
  /** `error` in Go's words. */
  | { readonly kind: "none"; readonly error: string };

export async function inspectObjectFile(path: string): Promise<ObjectFile> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (error) {
    return { kind: "none", error: describeSystemError("open", path, error) };
  }
  try {
    const head = await readAt(file, 0, 64);
    if (isElf(head)) return { kind: "object", hasGoSymbols: await hasGoSection(file, head) };
    if (isMachO(head) || (await isWindows(file, head))) return { kind: "object", hasGoSymbols: true };
  } catch (error) {
    // A directory opens and does not read, and so do some files of /proc; pprof finds as little in them.
    if (!isSystemError(error)) throw error;
  } finally {
    await file.close();
  }
  return { kind: "none", error: `open ${path}: unrecognized object file` };
}

async function readAt(file: FileHandle, position: number, length: number): Promise<DataView> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  return new DataView(bytes.buffer, 0, bytesRead);
}

function isElf(head: DataView): boolean {
  return head.byteLength >= 52 && head.getUint32(0) === 0x7f454c46;
}

/** Thin ones of either width and byte order; fat ones pprof does not open. */
function isMachO(head: DataView): boolean {
  return head.byteLength >= 28 && [0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe].includes(head.getUint32(0));
}

async function isWindows(file: FileHandle, head: DataView): Promise<boolean> {
  if (head.byteLength < 64 || head.getUint16(0) !== 0x4d5a) return false;
  const signature = await readAt(file, head.getUint32(60, true), 4);
  return signature.byteLength === 4 && signature.getUint32(0) === 0x50450000;
}

/** Looks for ".gopclntab" among the names of the sections. */
async function hasGoSection(file: FileHandle, head: DataView): Promise<boolean> {
  const is64 = head.getUint8(4) === 2;
  const little = head.getUint8(5) === 1;
  const word = (view: DataView, at: number): number =>
    is64 ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
  const tableAt = word(head, is64 ? 40 : 32);
  const entrySize = head.getUint16(is64 ? 58 : 46, little);
  const namesIndex = head.getUint16(is64 ? 62 : 50, little);
  const entry = await readAt(file, tableAt + namesIndex * entrySize, is64 ? 64 : 40);
  if (tableAt === 0 || entry.byteLength < (is64 ? 64 : 40)) return false;
  const names = await readAt(file, word(entry, is64 ? 24 : 16), Math.min(word(entry, is64 ? 32 : 20), 1 << 20));
  return new TextDecoder("latin1").decode(names).includes(".gopclntab");
}
