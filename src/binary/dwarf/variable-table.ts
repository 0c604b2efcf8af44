/** Package variables, by address and by name, with their types. */
import { NONE } from "../symbol-table.ts";
import type { NameColumn } from "./name-column.ts";
import type { TypeGraph } from "./type-graph.ts";

export class VariableTable {
  readonly length: number;
  readonly #addresses: Float64Array;
  readonly #rowsOfTypes: Int32Array;
  readonly #names: NameColumn;
  readonly #types: TypeGraph;
  #byName: Map<string, number> | undefined;

  /** Columns in order of address. */
  constructor(addresses: Float64Array, rowsOfTypes: Int32Array, names: NameColumn, types: TypeGraph) {
    this.length = addresses.length;
    this.#addresses = addresses;
    this.#rowsOfTypes = rowsOfTypes;
    this.#names = names;
    this.#types = types;
  }

  /** Before any slide. */
  address(row: number): number {
    return this.#addresses[row] as number;
  }

  /** Row in the type graph; NONE where it is not said. */
  type(row: number): number {
    return this.#rowsOfTypes[row] as number;
  }

  /** With its package: "main.server". */
  name(row: number): string {
    return this.#names.at(row);
  }

  /** The variable whose bytes the address is one of; NONE where there is none. */
  findByAddress(address: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.address(middle) <= address) low = middle + 1;
      else high = middle;
    }
    const row = low - 1;
    const type = row < 0 ? NONE : this.type(row);
    return type !== NONE && address < this.address(row) + this.#types.size(type) ? row : NONE;
  }

  findByName(name: string): number {
    this.#byName ??= this.#indexNames();
    return this.#byName.get(name) ?? NONE;
  }

  #indexNames(): Map<string, number> {
    const rows = new Map<string, number>();
    for (let row = this.length - 1; row >= 0; row--) rows.set(this.name(row), row);
    return rows;
  }
}
