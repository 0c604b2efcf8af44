/** Since Go 1.22 objects of more than 512 bytes (128 on 32 bits) that have pointers begin with a word for their type; large ones do not. */
import { minorOf } from "../go-release.ts";
import type { HeapDump } from "../tables.ts";

const HEADER = 8;
/** The largest object that shares a span with others. */
const LARGEST_SMALL = 32768;

/** Bytes before the value, by row of memory. */
export function headerBytes({ memory, parameters }: HeapDump): (row: number) => number {
  const { size, hasPointers } = memory;
  if (minorOf(parameters.goVersion) < 22) return () => 0;
  const least = parameters.pointerBytes ** 2 * 8;
  return (row) => {
    const bytes = size[row] as number;
    return bytes > least && bytes <= LARGEST_SMALL && hasPointers[row] === 1 ? HEADER : 0;
  };
}
