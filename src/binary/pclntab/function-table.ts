/** Go's functions by address and name, with file and line of every instruction: there also in stripped programs. */
import { ByteReader } from "../byte-reader.ts";
import { NONE } from "../symbol-table.ts";
import { readPcValue } from "./pc-values.ts";
import type { PclntabHeader } from "./pclntab-header.ts";

export interface SourceLine {
  /** As the compiler wrote it; "" where it is not said. */
  readonly file: string;
  /** From 1; -1 where it is not said. */
  readonly line: number;
}

export class FunctionTable {
  readonly header: PclntabHeader;
  readonly length: number;
  /** Of each function, and at last the end of the code. */
  readonly #entries: Float64Array;
  /** From the header's `functionsAt`. */
  readonly #records: Float64Array;
  readonly #reader: ByteReader;
  #byName: Map<string, number> | undefined;
  /** Names and files by where they begin: the same come again and again. */
  readonly #texts = new Map<number, string>();

  /** `textStart` is the address that entries count from since Go 1.18; `at` the byte of the file where the table begins. */
  constructor(table: Uint8Array, header: PclntabHeader, textStart: number, at: number) {
    this.header = header;
    this.#reader = new ByteReader(table, header.isLittleEndian, "Go's table of functions", at);
    const { functionCount, indexAt, indexWord } = header;
    const reader = this.#reader.seek(indexAt);
    if (functionCount * 2 * indexWord > table.length)
      reader.fail("program-truncated", `claims ${functionCount} functions`);
    this.length = functionCount;
    this.#entries = new Float64Array(functionCount + 1);
    this.#records = new Float64Array(functionCount);
    const start = isRelative(header) ? textStart : 0;
    for (let row = 0; row < functionCount; row++) {
      this.#entries[row] = start + reader.unsigned(indexWord);
      this.#records[row] = reader.unsigned(indexWord);
    }
    this.#entries[functionCount] = start + reader.unsigned(indexWord);
  }

  /** Address of the first instruction, before any slide. */
  entry(row: number): number {
    return this.#entries[row] as number;
  }

  /** Address behind the last instruction, padding included. */
  end(row: number): number {
    return this.#entries[row + 1] as number;
  }

  /** "main.(*server).run", "main.work.func1", "slices.Sort[...]". */
  name(row: number): string {
    return this.nameAt(this.field(row, 1));
  }

  /** The function that the instruction belongs to; NONE where it is none of Go. */
  findByAddress(pc: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle] as number) <= pc) low = middle + 1;
      else high = middle;
    }
    return low > 0 && pc < this.end(low - 1) ? low - 1 : NONE;
  }

  /** The first function of that name; NONE where there is none. */
  findByName(name: string): number {
    this.#byName ??= this.#indexNames();
    return this.#byName.get(name) ?? NONE;
  }

  /** What is written at the instruction: for code that was inlined, the line of the inlined function. */
  lineAt(row: number, pc: number): SourceLine {
    const line = this.valueAt(row, this.field(row, 6), pc);
    return { file: this.#fileAt(row, this.valueAt(row, this.field(row, 5), pc)), line };
  }

  /** Field `index` of the record that the runtime keeps of a function (`_func`), each of four bytes but the first. */
  field(row: number, index: number): number {
    const first = isRelative(this.header) ? 4 : this.header.pointerSize;
    return this.#reader.seek(this.recordAt(row) + first + (index - 1) * 4).u32();
  }

  /** Where that record begins in the table. */
  recordAt(row: number): number {
    return this.header.functionsAt + (this.#records[row] as number);
  }

  /** A byte, or four, of the table; for what follows a record. */
  u8At(pos: number): number {
    return this.#reader.seek(pos).u8();
  }

  u32At(pos: number): number {
    return this.#reader.seek(pos).u32();
  }

  /** A name by its offset. */
  nameAt(offset: number): string {
    return this.#textAt(this.header.namesAt + offset);
  }

  #textAt(pos: number): string {
    const text = this.#texts.get(pos) ?? this.#reader.textAt(pos);
    this.#texts.set(pos, text);
    return text;
  }

  /** The value that the steps at `offset` have at the instruction; -1 where they have none. */
  valueAt(row: number, offset: number, pc: number): number {
    const reader = this.#reader.seek(this.header.stepsAt + offset);
    return readPcValue(reader, pc - this.entry(row), this.header.quantum);
  }

  #fileAt(row: number, number: number): string {
    const { version, filesAt, unitFilesAt } = this.header;
    if (version === "go1.2") return number <= 0 ? "" : this.#textAt(this.u32At(filesAt + 4 * number));
    const unit = this.field(row, 8);
    // The linker's own functions belong to no unit.
    if (number < 0 || unit === NONE_OF_32_BITS) return "";
    const offset = this.u32At(unitFilesAt + (unit + number) * 4);
    return offset === NONE_OF_32_BITS ? "" : this.#textAt(filesAt + offset);
  }

  #indexNames(): Map<string, number> {
    const rows = new Map<string, number>();
    for (let row = this.length - 1; row >= 0; row--) rows.set(this.name(row), row);
    return rows;
  }
}

const NONE_OF_32_BITS = 0xffffffff;

/** Entries are offsets from the start of the code. */
function isRelative({ version }: PclntabHeader): boolean {
  return version === "go1.18" || version === "go1.20";
}
