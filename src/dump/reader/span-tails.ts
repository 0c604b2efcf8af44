/**
 * What a dump lists as objects and is none: since Go 1.22 a span of small objects ends with bits of the collector, and WriteHeapDump still goes on to
 * the end of the span (runtime/mheap.go, initSpan). Told by where they lie.
 */
import { minorOf } from "../go-release.ts";
import { type DumpParameters, KIND, type MemoryTable } from "../tables.ts";

/** Spans of objects that small are one page of the runtime. */
const PAGE = 8192;
/** spanInlineMarkBits of the collector called Green Tea. */
const MARK_BYTES = 128;
const LEAST_MARKED = 16;

/** Sets `kind` of all such rows to KIND.spanTail. */
export function markSpanTails(
  { kind, address, size, hasPointers, objectCount }: MemoryTable,
  parameters: DumpParameters,
): void {
  const bitmap = bitmapBytes(parameters);
  if (bitmap === 0) return;
  const marks = hasInlineMarks(parameters.goVersion) ? MARK_BYTES : 0;
  const largest = parameters.pointerBytes ** 2 * 8;
  const pageOf = (row: number): number => Math.floor((address[row] as number) / PAGE);
  for (let first = 0; first < objectCount; ) {
    const bytes = size[first] as number;
    let end = first;
    let isScanned = false;
    for (; end < objectCount && pageOf(end) === pageOf(first); end++) isScanned ||= hasPointers[end] === 1;
    const reserve = (isScanned ? bitmap : 0) + (bytes >= LEAST_MARKED ? marks : 0);
    const limit = Math.floor((PAGE - reserve) / bytes) * bytes;
    for (let row = first; bytes <= largest && row < end; row++) {
      if ((address[row] as number) % PAGE >= limit) kind[row] = KIND.spanTail;
    }
    first = end;
  }
}

/** Of the pointer bits at the end of a span. */
function bitmapBytes({ goVersion, pointerBytes }: DumpParameters): number {
  if (minorOf(goVersion) < 22 || goVersion.includes("noallocheaders")) return 0;
  return PAGE / pointerBytes / 8;
}

/** Green Tea is the default since Go 1.26; a version names what was built otherwise: `go1.25.1 X:greenteagc`. */
function hasInlineMarks(goVersion: string): boolean {
  if (goVersion.includes("nogreenteagc")) return false;
  return minorOf(goVersion) >= 26 || goVersion.includes("greenteagc");
}
