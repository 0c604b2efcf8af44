/** The lines of one unit: its line program run once, as columns in order of address. */
import type { ByteReader } from "../byte-reader.ts";
import { NONE } from "../symbol-table.ts";
import type { DebugSections } from "./debug-sections.ts";
import { decodeLineHeader, type LineHeader, readOldFile } from "./line-header.ts";

export class LineTable {
  /** As the program gave them. */
  readonly #addresses: Float64Array;
  readonly #files: Int32Array;
  readonly #lines: Int32Array;
  /** Rows in order of address. */
  readonly #order: Int32Array;
  readonly #names: readonly string[];

  constructor(rows: LineRows, names: readonly string[]) {
    this.#addresses = Float64Array.from(rows.addresses);
    this.#files = Int32Array.from(rows.files);
    this.#lines = Int32Array.from(rows.lines);
    this.#order = Int32Array.from(rows.addresses, (_, row) => row);
    const isEnd = (row: number): number => Number(this.#lines[row] === END);
    // Where one sequence ends and another begins, the beginning counts.
    this.#order.sort((a, b) => this.#address(a) - this.#address(b) || isEnd(b) - isEnd(a) || a - b);
    this.#names = names;
  }

  /** What is written at the instruction; undefined where it is none of this unit. */
  findLine(pc: number): { readonly file: string; readonly line: number } | undefined {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#address(this.#order[middle] as number) <= pc) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? undefined : this.#lineOf(this.#order[low - 1] as number);
  }

  /**
   * As Go's debug/dwarf has it: the row before the first that lies beyond the instruction, in the order of the program. Where that does not go up, as
   * with code that was moved to other sections, it finds less.
   */
  findLineInOrder(pc: number): { readonly file: string; readonly line: number } | undefined {
    const next = this.#addresses.findIndex((address) => address > pc);
    return next <= 0 ? undefined : this.#lineOf(next - 1);
  }

  #address(row: number): number {
    return this.#addresses[row] as number;
  }

  #lineOf(row: number): { readonly file: string; readonly line: number } | undefined {
    const line = this.#lines[row] as number;
    return line === END ? undefined : { file: this.fileName(this.#files[row] as number), line };
  }

  /** By its number in the table; "" where there is none. */
  fileName(number: number): string {
    return this.#names[number] ?? "";
  }
}

/** Rows as the program gives them; a line of END ends a sequence at its address. */
interface LineRows {
  readonly addresses: number[];
  readonly files: number[];
  readonly lines: number[];
}

const END = NONE;

/** The table at `offset` of .debug_line; `directory` is where the unit was compiled. */
export function decodeLineTable(
  sections: DebugSections,
  offset: number,
  directory: string,
  addressSize: number,
): LineTable {
  const header = decodeLineHeader(sections, offset, directory, addressSize);
  const rows: LineRows = { addresses: [], files: [], lines: [] };
  new LineProgram(sections.reader("line").seek(header.programAt), header, rows).run();
  return new LineTable(rows, header.files);
}

const DW_LNS_copy = 1;
const DW_LNS_advance_pc = 2;
const DW_LNS_advance_line = 3;
const DW_LNS_set_file = 4;
const DW_LNS_const_add_pc = 8;
const DW_LNS_fixed_advance_pc = 9;
const DW_LNE_end_sequence = 1;
const DW_LNE_set_address = 2;
const DW_LNE_define_file = 3;

class LineProgram {
  readonly #reader: ByteReader;
  readonly #header: LineHeader;
  readonly #rows: LineRows;
  #address = 0;
  #operation = 0;
  #file = 1;
  #line = 1;

  constructor(reader: ByteReader, header: LineHeader, rows: LineRows) {
    this.#reader = reader;
    this.#header = header;
    this.#rows = rows;
  }

  run(): void {
    while (this.#reader.pos < this.#header.end) {
      const code = this.#reader.u8();
      if (code >= this.#header.firstSpecial) this.#runSpecial(code);
      else if (code === 0) this.#runExtended();
      else this.#runStandard(code);
    }
  }

  #runSpecial(code: number): void {
    const { firstSpecial, lineRange, lineBase } = this.#header;
    const adjusted = code - firstSpecial;
    this.#advance(Math.floor(adjusted / lineRange));
    this.#line += lineBase + (adjusted % lineRange);
    this.#emit(this.#line);
  }

  #runStandard(code: number): void {
    const reader = this.#reader;
    const { firstSpecial, lineRange, operandCounts } = this.#header;
    if (code === DW_LNS_copy) this.#emit(this.#line);
    else if (code === DW_LNS_advance_pc) this.#advance(reader.uleb());
    else if (code === DW_LNS_advance_line) this.#line += reader.sleb();
    else if (code === DW_LNS_set_file) this.#file = reader.uleb();
    else if (code === DW_LNS_const_add_pc) this.#advance(Math.floor((255 - firstSpecial) / lineRange));
    else if (code === DW_LNS_fixed_advance_pc) {
      this.#address += reader.u16();
      this.#operation = 0;
    } else for (let count = operandCounts[code] ?? 0; count > 0; count--) reader.uleb();
  }

  #runExtended(): void {
    const reader = this.#reader;
    const length = reader.uleb();
    const end = reader.pos + length;
    const code = length === 0 ? 0 : reader.u8();
    if (code === DW_LNE_end_sequence) this.#endSequence();
    else if (code === DW_LNE_set_address) {
      this.#address = reader.unsigned(length - 1);
      this.#operation = 0;
    } else if (code === DW_LNE_define_file)
      this.#header.files.push(readOldFile(reader, this.#header.directories) ?? "");
    reader.seek(end);
  }

  #endSequence(): void {
    this.#emit(END);
    this.#address = this.#operation = 0;
    this.#file = this.#line = 1;
  }

  #advance(operations: number): void {
    const { step, operationsPerInstruction } = this.#header;
    const reached = this.#operation + operations;
    this.#address += step * Math.floor(reached / operationsPerInstruction);
    this.#operation = reached % operationsPerInstruction;
  }

  #emit(line: number): void {
    this.#rows.addresses.push(this.#address);
    this.#rows.files.push(this.#file);
    this.#rows.lines.push(line);
  }
}
