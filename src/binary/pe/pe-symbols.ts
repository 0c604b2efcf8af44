/** The COFF symbols of a PE file, with the letters that `go tool nm` gives. */
import { ByteReader } from "../byte-reader.ts";
import { type ByteSource, sliceFile } from "../byte-source.ts";
import type { Section } from "../object-file.ts";
import { computeSizes, emptySymbolTable, SymbolTable } from "../symbol-table.ts";

export const PE_SYMBOL_SIZE = 18;

export interface PeSection extends Section {
  readonly characteristics: number;
}

/** `stringBytes` is the length of the table of long names, which follows the symbols. */
export function decodePeSymbols(
  source: ByteSource,
  symbolsAt: number,
  count: number,
  stringBytes: number,
  sections: readonly PeSection[],
): SymbolTable {
  if (symbolsAt === 0 || count === 0) return emptySymbolTable();
  const what = "the COFF symbol table";
  const tableBytes = count * PE_SYMBOL_SIZE;
  // Short names lie in the symbols themselves, so both tables are one piece here.
  const names = sliceFile(source, symbolsAt, tableBytes + stringBytes, what);
  const reader = new ByteReader(names, true, what, symbolsAt);
  const rows: { address: number; code: number; start: number; limit: number }[] = [];
  for (let index = 0; index < count; index++) {
    const at = index * PE_SYMBOL_SIZE;
    const isLong = reader.seek(at).u32() === 0;
    const place = reader.u32();
    const start = isLong ? (place === 0 ? at : tableBytes + place) : at;
    const limit = isLong ? names.length : at + 8;
    const [value, section] = [reader.u32(), (reader.u16() << 16) >> 16];
    reader.skip(3);
    index += reader.u8();
    const own = section > 0 ? sections[section - 1] : undefined;
    if (section > 0 && own === undefined)
      reader.fail("program-corrupt", `names section ${section} of ${sections.length}`);
    rows.push({ address: value + (own?.address ?? 0), code: letterOf(section, own).charCodeAt(0), start, limit });
  }
  const addresses = Float64Array.from(rows, (row) => row.address);
  return new SymbolTable({
    addresses,
    sizes: computeSizes(addresses),
    codes: Uint8Array.from(rows, (row) => row.code),
    nameStarts: Uint32Array.from(rows, (row) => row.start),
    nameLimits: Uint32Array.from(rows, (row) => row.limit),
    names,
  });
}

const UNDEFINED = 0;
const ABSOLUTE = -1;
const CODE = 0x20;
const DATA = 0x40;
const ZEROED = 0x80;
const WRITABLE = 0x80000000;

function letterOf(section: number, own: PeSection | undefined): string {
  if (section === UNDEFINED) return "U";
  if (section === ABSOLUTE) return "C";
  const bits = own?.characteristics ?? 0;
  if ((bits & CODE) !== 0) return "T";
  if ((bits & DATA) !== 0) return (bits & WRITABLE) === 0 ? "R" : "D";
  return (bits & ZEROED) !== 0 ? "B" : "?";
}
