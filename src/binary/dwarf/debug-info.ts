/** What DWARF says of a program; each part is read when it is first asked for. */
import type { ObjectFile } from "../object-file.ts";
import { DebugSections } from "./debug-sections.ts";
import { decodeTypes, type TypesAndVariables } from "./decode-types.ts";
import type { TypeGraph } from "./type-graph.ts";
import { decodeUnits, type Unit } from "./unit.ts";
import type { VariableTable } from "./variable-table.ts";

export class DebugInfo {
  readonly sections: DebugSections;
  #units: readonly Unit[] | undefined;
  #types: TypesAndVariables | undefined;

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

  #readTypes(): TypesAndVariables {
    this.#types ??= decodeTypes(this.sections, this.units);
    return this.#types;
  }
}
