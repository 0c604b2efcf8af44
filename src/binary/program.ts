/** A program by name: each part is read when it is first asked for, and only then. */
import { type BuildIds, decodeBuildIds } from "./build-id.ts";
import { type BuildInfo, decodeBuildInfo } from "./build-info.ts";
import type { ByteSource } from "./byte-source.ts";
import { DebugInfo } from "./dwarf/debug-info.ts";
import type { ObjectFile } from "./object-file.ts";
import { decodeObjectFile } from "./open.ts";
import { decodeGoFunctions, type GoFunctions } from "./pclntab/go-functions.ts";
import { hasDebugInfo } from "./section-data.ts";
import { NONE, type SymbolTable } from "./symbol-table.ts";

export class Program {
  readonly file: ObjectFile;
  #symbols: SymbolTable | undefined;
  #debugInfo: DebugInfo | undefined;
  #functions: GoFunctions | undefined;

  constructor(file: ObjectFile) {
    this.file = file;
  }

  get buildIds(): BuildIds {
    return decodeBuildIds(this.file);
  }

  /** Undefined where it is no Go program. */
  get buildInfo(): BuildInfo | undefined {
    return decodeBuildInfo(this.file);
  }

  /** Functions and package variables by address and by name; empty where the program was stripped. */
  get symbols(): SymbolTable {
    this.#symbols ??= this.file.decodeSymbols();
    return this.#symbols;
  }

  /** Go's functions with their files and lines: also of stripped programs. Undefined where it is no Go program. */
  get functions(): GoFunctions | undefined {
    this.#functions ??= decodeGoFunctions(this.file, this.symbols);
    return this.#functions;
  }

  /** DWARF: types, package variables, lines; undefined where the program was built without (-ldflags=-w). Nothing of it is unpacked yet. */
  get debugInfo(): DebugInfo | undefined {
    if (!hasDebugInfo(this.file)) return undefined;
    this.#debugInfo ??= new DebugInfo(this.file);
    return this.#debugInfo;
  }

  /**
   * Where the runtime keeps its descriptions of types, before any slide: the descriptor at address A is `debugInfo.types.findByDescriptor(A -
   * typesAddress)`. Undefined where it is not found.
   */
  get typesAddress(): number | undefined {
    const row = this.symbols.findByName("runtime.types");
    return row === NONE ? this.functions?.typesAddress : this.symbols.address(row);
  }
}

/** The headers only. Throws BinaryError where it is no ELF, Mach-O or PE file; so does each part that is damaged, when it is read. */
export function decodeProgram(given: Uint8Array | ByteSource): Program {
  return new Program(decodeObjectFile(given));
}
