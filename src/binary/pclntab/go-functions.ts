/** Go's functions of a program: found, decoded, and joined with where the code begins and where inlined calls are described. */
import { findSection, type ObjectFile } from "../object-file.ts";
import { NONE, type SymbolTable } from "../symbol-table.ts";
import { FunctionTable } from "./function-table.ts";
import { type Frame, type InlineTrees, resolveFrames } from "./inline-tree.ts";
import { locatePclntab } from "./locate-pclntab.ts";
import { findModuleData, type ModuleData } from "./module-data.ts";
import { decodePclntabHeader } from "./pclntab-header.ts";

export class GoFunctions {
  readonly table: FunctionTable;
  /** The stripped program's own address of its types; undefined where it is not found. */
  readonly typesAddress: number | undefined;
  /** False where only the first bytes of the table led to it: `go tool pprof` then knows of no functions. */
  readonly isNamed: boolean;
  readonly #trees: InlineTrees | undefined;

  constructor(
    table: FunctionTable,
    trees: InlineTrees | undefined,
    typesAddress: number | undefined,
    isNamed: boolean,
  ) {
    this.table = table;
    this.#trees = trees;
    this.typesAddress = typesAddress;
    this.isNamed = isNamed;
  }

  /** What an instruction stands for, innermost function first; empty where it is none of Go. `pc` is before any slide. */
  frames(pc: number): Frame[] {
    const row = this.table.findByAddress(pc);
    return row === NONE ? [] : resolveFrames(this.table, this.#trees, row, pc);
  }
}

/** Undefined where the program is not Go's. Throws BinaryError where its table is damaged. */
export function decodeGoFunctions(file: ObjectFile, symbols: SymbolTable): GoFunctions | undefined {
  const place = locatePclntab(file, symbols);
  if (place === undefined || place.bytes.length === 0) return undefined;
  const header = decodePclntabHeader(place.bytes, file.isLittleEndian, place.fileOffset);
  const module = findModuleData(file, place, header);
  const text = addressOf(symbols, "runtime.text") ?? module?.text ?? textSection(file);
  const table = new FunctionTable(place.bytes, header, text, place.fileOffset);
  return new GoFunctions(table, treesOf(file, symbols, module), module?.types, place.isNamed);
}

/**
 * As `go tool pprof` would have it: without a symbol, code begins where its section does, which is wrong where C comes before it. Undefined where it
 * finds no functions; "unreadable" where it does not get as far as to look elsewhere: in a PE file without the symbols of the table.
 */
export function decodePprofFunctions(file: ObjectFile, symbols: SymbolTable): FunctionTable | "unreadable" | undefined {
  const place = locatePclntab(file, symbols);
  if (place === undefined || !place.isNamed) return file.format === "pe" ? "unreadable" : undefined;
  const header = decodePclntabHeader(place.bytes, file.isLittleEndian, place.fileOffset);
  const text = addressOf(symbols, "runtime.text") ?? textSection(file);
  return new FunctionTable(place.bytes, header, text, place.fileOffset);
}

function addressOf(symbols: SymbolTable, name: string): number | undefined {
  const row = symbols.findByName(name);
  return row === NONE ? undefined : symbols.address(row);
}

function textSection(file: ObjectFile): number {
  return findSection(file, file.format === "mach-o" ? "__text" : ".text")?.address ?? 0;
}

function treesOf(file: ObjectFile, symbols: SymbolTable, module: ModuleData | undefined): InlineTrees | undefined {
  const address = addressOf(symbols, "go:func.*") ?? addressOf(symbols, "go.func.*") ?? module?.goFunctions;
  return address === undefined ? undefined : { file, address };
}
