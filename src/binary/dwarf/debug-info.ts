/** What DWARF says of a program; each part is read when it is first asked for. */
import { BinaryError } from "../../errors.ts";
import type { ObjectFile } from "../object-file.ts";
import { DebugSections } from "./debug-sections.ts";
import { decodeTypes, type TypesAndVariables } from "./decode-types.ts";
import { type FunctionIndex, indexFunctions } from "./function-index.ts";
import { type LocalVariable, LocalVariables } from "./local-variables.ts";
import { covers } from "./ranges.ts";
import { type SourceFrame, SourceFrames } from "./source-frames.ts";
import type { TypeGraph } from "./type-graph.ts";
import { decodeUnits, type Unit } from "./unit.ts";
import type { VariableTable } from "./variable-table.ts";

export class DebugInfo {
  readonly sections: DebugSections;
  #units: readonly Unit[] | undefined;
  #types: TypesAndVariables | undefined;
  #functions: FunctionIndex | undefined;
  #locals: LocalVariables | undefined;
  #frames: SourceFrames | undefined;

  constructor(file: ObjectFile) {
    this.sections = new DebugSections(file);
  }

  get units(): readonly Unit[] {
    this.#units ??= decodeUnits(this.sections);
    return this.#units;
  }

  get types(): TypeGraph {
    return this.#readTypes().types;
  }

  get variables(): VariableTable {
    return this.#readTypes().variables;
  }

  /** Functions with code, by address: Go's and C's. */
  get functions(): FunctionIndex {
    this.#functions ??= indexFunctions(this.sections, this.units);
    return this.#functions;
  }

  /**
   * The variables in scope at an instruction, those of inlined functions and those that a closure has captured among them. For a frame that has
   * called another, give the call: the return address minus 1. Empty where the address is no code.
   */
  localsAt(pc: number): LocalVariable[] {
    const found = this.functions.findByAddress(pc);
    if (found === undefined) return [];
    const { typeAt } = this.#readTypes();
    this.#locals ??= new LocalVariables(this.sections, found.unit, typeAt, (offset) => this.#unitAt(offset));
    return this.#locals.read(found, pc);
  }

  /** What an instruction stands for, innermost function first; empty where it is no code that DWARF knows. `pc` as in `localsAt`. */
  framesAt(pc: number): SourceFrame[] {
    const found = this.functions.findByAddress(pc);
    return found === undefined ? [] : this.sourceFrames.framesOf(found, pc);
  }

  /** File and line as Go's debug/dwarf finds them: by the unit whose code it is, without a look at functions; undefined where no unit says. */
  goLineAt(pc: number): { readonly file: string; readonly line: number } | undefined {
    const unit = this.units.find((own) => covers(this.sourceFrames.rootOf(own).ranges, pc));
    return unit === undefined ? undefined : this.sourceFrames.linesOf(unit)?.findLineInOrder(pc);
  }

  /** What the function's own entry calls it; "" where it only refers to another entry, or where there is none. */
  functionNameAt(pc: number): string {
    const found = this.functions.findByAddress(pc);
    return found === undefined ? "" : this.sourceFrames.ownName(found);
  }

  get sourceFrames(): SourceFrames {
    this.#frames ??= new SourceFrames(this.sections, (offset) => this.#unitAt(offset));
    return this.#frames;
  }

  #unitAt(offset: number): Unit {
    const { units } = this;
    let low = 0;
    let high = units.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((units[middle] as Unit).start <= offset) low = middle + 1;
      else high = middle;
    }
    const found = units[low - 1];
    if (found !== undefined && offset < found.end) return found;
    throw new BinaryError("program-corrupt", `section .debug_info refers to byte ${offset}, past its end`, offset);
  }

  #readTypes(): TypesAndVariables {
    this.#types ??= decodeTypes(this.sections, this.units);
    return this.#types;
  }
}
