/** Mach-O's table of symbols, with the letters that `go tool nm` gives. */
import { ByteReader } from "../byte-reader.ts";
import { type ByteSource, sliceFile } from "../byte-source.ts";
import type { Section } from "../object-file.ts";
import { computeSizes, SymbolTable } from "../symbol-table.ts";

export interface MachoSection extends Section {
  readonly segment: string;
}

/** LC_SYMTAB. */
export interface MachoSymbolCommand {
  readonly symbolsAt: number;
  readonly count: number;
  readonly stringsAt: number;
  readonly stringBytes: number;
}

export function decodeMachoSymbols(
  source: ByteSource,
  { symbolsAt, count, stringsAt, stringBytes }: MachoSymbolCommand,
  sections: readonly MachoSection[],
  is64: boolean,
  isLittleEndian: boolean,
): SymbolTable {
  const what = "the Mach-O symbol table";
  const reader = new ByteReader(
    sliceFile(source, symbolsAt, count * (is64 ? 16 : 12), what),
    isLittleEndian,
    what,
    symbolsAt,
  );
  const names = sliceFile(source, stringsAt, stringBytes, "the Mach-O string table");
  const letters = sections.map(letterOf);
  const [addresses, codes, starts]: [number[], number[], number[]] = [[], [], []];
  for (let row = 0; row < count; row++) {
    const [start, type, section] = [reader.u32(), reader.u8(), reader.u8()];
    reader.u16();
    const address = reader.unsigned(is64 ? 8 : 4);
    if ((type & STAB) !== 0) continue;
    addresses.push(address);
    codes.push((section === 0 ? "U" : (letters[section - 1] ?? "?")).charCodeAt(0));
    starts.push(hasGoPrefix(names, start) ? start + 1 : start);
  }
  const columns = {
    addresses: Float64Array.from(addresses),
    codes: Uint8Array.from(codes),
    nameStarts: Uint32Array.from(starts),
  };
  return new SymbolTable({ ...columns, sizes: computeSizes(columns.addresses), names });
}

/** Go's names get a "_" before them; they are known by their dot. */
function hasGoPrefix(names: Uint8Array, start: number): boolean {
  if (names[start] !== UNDERSCORE) return false;
  const dot = names.indexOf(DOT, start);
  return dot >= 0 && dot < names.indexOf(0, start);
}

const UNDERSCORE = 0x5f;
const DOT = 0x2e;

/** Entries for debuggers, not symbols. */
const STAB = 0xe0;

function letterOf({ segment, name }: MachoSection): string {
  if (segment === "__TEXT" && name === "__text") return "T";
  if (segment === "__DATA" && (name === "__bss" || name === "__noptrbss")) return "B";
  if (segment === "__DATA") return "D";
  return segment === "__TEXT" || segment === "__DATA_CONST" ? "R" : "?";
}
