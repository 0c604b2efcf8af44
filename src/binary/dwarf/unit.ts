/** Units of .debug_info: one compilation each. */
import type { ByteReader } from "../byte-reader.ts";
import { type Abbreviations, decodeAbbreviations } from "./abbreviations.ts";
import type { DebugSections } from "./debug-sections.ts";

export interface Unit {
  /** Of the unit's header in .debug_info, of its first entry, and of the byte after its last. */
  readonly start: number;
  readonly entriesAt: number;
  readonly end: number;
  /** 2 to 5. */
  readonly version: number;
  /** 8 in 64-bit DWARF, else 4: what an offset takes. */
  readonly offsetSize: 4 | 8;
  readonly addressSize: number;
  readonly abbreviations: Abbreviations;
  /** Where in .debug_addr, .debug_str_offsets ... the numbers of this unit count from. */
  addrBase: number;
  strOffsetsBase: number;
  rnglistsBase: number;
  loclistsBase: number;
  /** What ranges and location lists count from. */
  lowPc: number;
}

/** All headers, without a look at any entry; sections of types (DWARF 4's .debug_types) are not read. */
export function decodeUnits(sections: DebugSections): Unit[] {
  const reader = sections.reader("info");
  const abbreviations = new AbbreviationTables(sections);
  const units: Unit[] = [];
  while (reader.pos < reader.bytes.length) {
    const unit = decodeUnit(reader, abbreviations);
    reader.seek(unit.end);
    units.push(unit);
  }
  return units;
}

class AbbreviationTables {
  readonly #reader: ByteReader;
  readonly #known = new Map<number, Abbreviations>();
  constructor(sections: DebugSections) {
    this.#reader = sections.reader("abbrev");
  }
  at(offset: number): Abbreviations {
    const known = this.#known.get(offset) ?? decodeAbbreviations(this.#reader, offset);
    this.#known.set(offset, known);
    return known;
  }
}

function decodeUnit(reader: ByteReader, tables: AbbreviationTables): Unit {
  const start = reader.pos;
  const first = reader.u32();
  const offsetSize = first === 0xffffffff ? 8 : 4;
  const length = offsetSize === 8 ? reader.u64() : first;
  const end = reader.pos + length;
  if (end > reader.bytes.length) reader.fail("program-truncated", `has a unit that ends at byte ${end}, past its end,`);
  const version = reader.u16();
  if (version < 2 || version > 5) reader.fail("program-unsupported", `has a unit of DWARF ${version}`);
  const type = version === 5 ? reader.u8() : DW_UT_compile;
  let addressSize = version === 5 ? reader.u8() : 0;
  const abbreviationsAt = reader.unsigned(offsetSize);
  if (version < 5) addressSize = reader.u8();
  if (addressSize !== 4 && addressSize !== 8) reader.fail("program-corrupt", `has addresses of ${addressSize} bytes`);
  reader.skip(HEADER_MORE[type] === undefined ? 0 : HEADER_MORE[type] === TYPE_MORE ? 8 + offsetSize : 8);
  return {
    ...{ start, entriesAt: reader.pos, end, version, offsetSize, addressSize },
    abbreviations: tables.at(abbreviationsAt),
    // Where a unit does not say, its numbers count from behind the header of the section's only table.
    ...{ addrBase: tableHeaderSize(offsetSize), strOffsetsBase: tableHeaderSize(offsetSize) },
    ...{ rnglistsBase: tableHeaderSize(offsetSize) + 4, loclistsBase: tableHeaderSize(offsetSize) + 4, lowPc: 0 },
  };
}

const DW_UT_compile = 1;
const SKELETON_MORE = 1;
const TYPE_MORE = 2;
/** Skeletons and split units have an id of eight bytes, units of types a signature and an offset. */
const HEADER_MORE: Readonly<Record<number, number>> = {
  2: TYPE_MORE,
  4: SKELETON_MORE,
  5: SKELETON_MORE,
  6: TYPE_MORE,
};

function tableHeaderSize(offsetSize: number): number {
  return offsetSize === 8 ? 16 : 8;
}
