/**
 * Names as the pprof of Go gives them: the function of Go's own table, without what was inlined into it; for what is not Go, DWARF's function and
 * line. Nothing else: neither the symbols of the file nor binutils are asked.
 */
import { type DebugInfo, type FunctionTable, NONE, type Program } from "../../../binary/index.ts";
import { decodePprofFunctions } from "../../../binary/pclntab/go-functions.ts";
import { BinaryError } from "../../../errors.ts";
import type { NamedFrame } from "../../../profile/name-locations.ts";

export class PprofSymbols {
  readonly #isReadable: boolean;
  readonly #functions: FunctionTable | undefined;
  readonly #debugInfo: DebugInfo | undefined;
  /** What the process added to the addresses of the file. */
  readonly #slide: bigint;

  /** `start` is where the mapping begins in memory; 0n where that is not known: then addresses are those of the file. */
  constructor(program: Program, start: bigint) {
    const { file } = program;
    this.#slide = start === 0n || file.loadAddress === undefined ? 0n : start - BigInt(file.loadAddress);
    const functions = attempt(() => decodePprofFunctions(file, program.symbols));
    this.#isReadable = functions !== "unreadable";
    this.#functions = functions === "unreadable" ? undefined : functions;
    this.#debugInfo = attempt(() => program.debugInfo);
  }

  /** Undefined where nothing is known of the address. */
  frameAt(address: bigint): NamedFrame | undefined {
    const pc = Number(BigInt.asUintN(64, address - this.#slide));
    if (!this.#isReadable || !Number.isSafeInteger(pc)) return undefined;
    return this.#goFrame(pc) ?? attempt(() => this.#debugFrame(pc));
  }

  #goFrame(pc: number): NamedFrame | undefined {
    const table = this.#functions;
    const row = table === undefined ? NONE : table.findByAddress(pc);
    if (table === undefined || row === NONE) return undefined;
    const name = attempt(() => table.name(row)) ?? "";
    return { name, ...(attempt(() => table.lineAt(row, pc)) ?? { file: "", line: -1 }) };
  }

  #debugFrame(pc: number): NamedFrame | undefined {
    const info = this.#debugInfo;
    const line = info?.goLineAt(pc);
    return info === undefined || line === undefined ? undefined : { name: info.functionNameAt(pc), ...line };
  }
}

/** Where the file is damaged pprof goes on without. */
function attempt<Answer>(ask: () => Answer): Answer | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof BinaryError) return undefined;
    throw error;
  }
}
