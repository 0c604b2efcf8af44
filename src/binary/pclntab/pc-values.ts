/** Values that change along the instructions of a function: its line, its file, which inlined call it is in. */
import type { ByteReader } from "../byte-reader.ts";

/**
 * The value at `target` bytes into the function, from the steps at the reader: pairs of a signed change and of the bytes after which the next comes.
 * -1 where the steps end before it.
 */
export function readPcValue(reader: ByteReader, target: number, quantum: number): number {
  let value = -1;
  let reached = 0;
  for (let isFirst = true; ; isFirst = false) {
    const change = reader.uleb();
    if (change === 0 && !isFirst) return -1;
    value = (value + zigzag(change)) | 0;
    reached += reader.uleb() * quantum;
    if (target < reached) return value;
  }
}

function zigzag(value: number): number {
  return value & 1 ? ~(value >>> 1) : value >>> 1;
}
