/** A program by name: each part is read when it is first asked for, and only then. */
import { type BuildIds, decodeBuildIds } from "./build-id.ts";
import { type BuildInfo, decodeBuildInfo } from "./build-info.ts";
import type { ByteSource } from "./byte-source.ts";
import type { ObjectFile } from "./object-file.ts";
import { decodeObjectFile } from "./open.ts";
import type { SymbolTable } from "./symbol-table.ts";

export class Program {
  readonly file: ObjectFile;
  #symbols: SymbolTable | undefined;

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
}

/** The headers only. Throws BinaryError where it is no ELF, Mach-O or PE file; so does each part that is damaged, when it is read. */
export function decodeProgram(given: Uint8Array | ByteSource): Program {
  return new Program(decodeObjectFile(given));
}
