/** Lists of address ranges: .debug_ranges of DWARF 4, .debug_rnglists of DWARF 5. */
import type { ByteReader } from "../byte-reader.ts";
import type { EntryReader } from "./entry-reader.ts";

/** First address and end of each range of the list at `offset`; empty ranges are left out. */
export function readRanges(entries: EntryReader, offset: number): number[] {
  const ranges: number[] = [];
  const add = (start: number, end: number): void => {
    if (start < end) ranges.push(start, end);
  };
  if (entries.unit.version < 5) readOld(entries, offset, add);
  else readNew(entries, entries.sections.reader("rnglists").seek(offset), add);
  return ranges;
}

type Add = (start: number, end: number) => void;

function readOld({ sections, unit }: EntryReader, offset: number, add: Add): void {
  const reader = sections.reader("ranges").seek(offset);
  const size = unit.addressSize;
  const largest = size === 8 ? 2 ** 64 : 0xffffffff;
  let base = unit.lowPc;
  for (;;) {
    const [start, end] = [reader.unsigned(size), reader.unsigned(size)];
    if (start === 0 && end === 0) return;
    if (start === largest) base = end;
    else add(base + start, base + end);
  }
}

/** DW_RLE_*. */
function readNew(entries: EntryReader, reader: ByteReader, add: Add): void {
  const { unit } = entries;
  let base = unit.lowPc;
  const address = (): number => reader.unsigned(unit.addressSize);
  const indexed = (): number => entries.addressAt(reader.uleb());
  for (;;) {
    const kind = reader.u8();
    if (kind === 0) return;
    if (kind === 1) base = indexed();
    else if (kind === 2) add(indexed(), indexed());
    else if (kind === 3) addLength(add, indexed(), reader.uleb());
    else if (kind === 4) add(base + reader.uleb(), base + reader.uleb());
    else if (kind === 5) base = address();
    else if (kind === 6) add(address(), address());
    else if (kind === 7) addLength(add, address(), reader.uleb());
    else reader.fail("program-corrupt", `has a range of kind ${kind}`);
  }
}

function addLength(add: Add, start: number, length: number): void {
  add(start, start + length);
}

export function covers(ranges: readonly number[], pc: number): boolean {
  for (let index = 0; index + 1 < ranges.length; index += 2)
    if (pc >= (ranges[index] as number) && pc < (ranges[index + 1] as number)) return true;
  return false;
}
