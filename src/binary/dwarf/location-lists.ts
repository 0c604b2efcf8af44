/** Lists of places by instruction: .debug_loc of DWARF 4, .debug_loclists of DWARF 5. */
import type { ByteReader } from "../byte-reader.ts";
import type { EntryReader } from "./entry-reader.ts";

/** The expression that holds at the instruction, from the list at `offset`; undefined where none does. */
export function findExpression(entries: EntryReader, offset: number, pc: number): Uint8Array | undefined {
  if (entries.unit.version < 5) return findOld(entries, offset, pc);
  return findNew(entries, entries.sections.reader("loclists").seek(offset), pc);
}

function findOld({ sections, unit }: EntryReader, offset: number, pc: number): Uint8Array | undefined {
  const reader = sections.reader("loc").seek(offset);
  const size = unit.addressSize;
  const largest = size === 8 ? 2 ** 64 : 0xffffffff;
  let base = unit.lowPc;
  for (;;) {
    const [start, end] = [reader.unsigned(size), reader.unsigned(size)];
    if (start === 0 && end === 0) return undefined;
    if (start === largest) {
      base = end;
      continue;
    }
    const expression = reader.take(reader.u16());
    if (pc >= base + start && pc < base + end) return expression;
  }
}

/** DW_LLE_*. */
function findNew(entries: EntryReader, reader: ByteReader, pc: number): Uint8Array | undefined {
  const { unit } = entries;
  let base = unit.lowPc;
  let fallback: Uint8Array | undefined;
  const address = (): number => reader.unsigned(unit.addressSize);
  const indexed = (): number => entries.addressAt(reader.uleb());
  for (;;) {
    const kind = reader.u8();
    if (kind === 0) return fallback;
    if (kind === 1) base = indexed();
    else if (kind === 6) base = address();
    else if (kind === 5) fallback = reader.take(reader.uleb());
    else {
      const [start, end] = readBounds(reader, kind, base, address, indexed);
      const expression = reader.take(reader.uleb());
      if (pc >= start && pc < end) return expression;
    }
  }
}

function readBounds(
  reader: ByteReader,
  kind: number,
  base: number,
  address: () => number,
  indexed: () => number,
): readonly [start: number, end: number] {
  if (kind === 2) return [indexed(), indexed()];
  if (kind === 4) return [base + reader.uleb(), base + reader.uleb()];
  if (kind === 7) return [address(), address()];
  if (kind !== 3 && kind !== 8) return reader.fail("program-corrupt", `has a place of kind ${kind}`);
  const start = kind === 3 ? indexed() : address();
  return [start, start + reader.uleb()];
}
