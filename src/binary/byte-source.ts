/** Where the bytes of a program come from: all of it in memory, or a file that is read piece by piece. */
import { BinaryError } from "../errors.ts";

export interface ByteSource {
  /** Of the whole file, in bytes. */
  readonly length: number;
  /** Bytes `start` to `start + length`, which lie within the file; not to be written to. */
  slice(start: number, length: number): Uint8Array;
}

export function memorySource(bytes: Uint8Array): ByteSource {
  return { length: bytes.length, slice: (start, length) => bytes.subarray(start, start + length) };
}

/** The bytes of a part of the file that `what` names; an error where the file ends before them. */
export function sliceFile(source: ByteSource, start: number, length: number, what: string): Uint8Array {
  const isInside = start >= 0 && length >= 0 && start + length <= source.length;
  if (isInside) return source.slice(start, length);
  const fact = `${what} would lie at byte ${start} to ${start + length} of a file of ${source.length} bytes`;
  throw new BinaryError("program-truncated", fact, Math.min(Math.max(start, 0), source.length));
}
