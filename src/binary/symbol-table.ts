/** Symbols of a program as columns, in order of address. Names stay undecoded until somebody asks. */
import { decodeText } from "./byte-reader.ts";

export const NONE = -1;

interface SymbolColumns {
  /** Rows in any order. */
  readonly addresses: Float64Array;
  /** Bytes; 0 where the format does not say and nothing follows. */
  readonly sizes: Float64Array;
  /** nm's letter as its character code: T text, R read only, D data, B zeroed, U undefined; small where local, "?" where unknown. */
  readonly codes: Uint8Array;
  /** Into `names`: where a name begins; it ends at a zero byte, or after `nameLimits`. */
  readonly nameStarts: Uint32Array;
  readonly nameLimits?: Uint32Array | undefined;
  readonly names: Uint8Array;
}

export class SymbolTable {
  readonly length: number;
  readonly #columns: SymbolColumns;
  /** Rows of the columns by address; equal addresses stay in the order of the file. */
  readonly #order: Uint32Array;
  #byName: Map<string, number> | undefined;
  #lookups = 0;

  constructor(columns: SymbolColumns) {
    const { addresses } = columns;
    this.length = addresses.length;
    this.#columns = columns;
    this.#order = Uint32Array.from(addresses, (_, row) => row);
    this.#order.sort((a, b) => (addresses[a] as number) - (addresses[b] as number) || a - b);
  }

  /** Before any slide. */
  address(row: number): number {
    return this.#columns.addresses[this.#order[row] as number] as number;
  }

  /** Bytes. */
  size(row: number): number {
    return this.#columns.sizes[this.#order[row] as number] as number;
  }

  /** nm's letter: T text, R read only, D data, B zeroed data, U undefined; small where local, "?" where unknown. */
  code(row: number): string {
    return String.fromCharCode(this.#columns.codes[this.#order[row] as number] as number);
  }

  name(row: number): string {
    const { names, nameStarts, nameLimits } = this.#columns;
    const own = this.#order[row] as number;
    const start = nameStarts[own] as number;
    const limit = nameLimits?.[own] ?? names.length;
    const end = names.indexOf(0, start);
    return decodeText(names.subarray(start, end < 0 || end > limit ? limit : end));
  }

  /** The symbol that covers the address, the last to begin where several do; NONE where there is none. */
  findByAddress(address: number): number {
    for (let row = this.#firstAfter(address) - 1; row >= 0; row--) {
      if (this.code(row) === "U") continue;
      const start = this.address(row);
      if (address < start + this.size(row)) return row;
      // A size of 0 is a label; what began before a real symbol does not reach beyond it.
      if (this.size(row) > 0) return NONE;
    }
    return NONE;
  }

  /** The first symbol of that name, by address; NONE where there is none. */
  findByName(name: string): number {
    if (this.#byName === undefined && this.#lookups++ < FEW_LOOKUPS) return this.#scanNames(name);
    this.#byName ??= this.#indexNames();
    return this.#byName.get(name) ?? NONE;
  }

  /** For few names: an index would decode all of them. */
  #scanNames(name: string): number {
    const { names, nameStarts, nameLimits } = this.#columns;
    const wanted = new TextEncoder().encode(name);
    for (let row = 0; row < this.length; row++) {
      const own = this.#order[row] as number;
      const start = nameStarts[own] as number;
      let length = 0;
      while (length < wanted.length && names[start + length] === wanted[length]) length++;
      const end = start + length;
      const isWhole = end === (nameLimits?.[own] ?? names.length) || names[end] === 0;
      if (length === wanted.length && isWhole && this.code(row) !== "U") return row;
    }
    return NONE;
  }

  #firstAfter(address: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.address(middle) <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #indexNames(): Map<string, number> {
    const rows = new Map<string, number>();
    for (let row = this.length - 1; row >= 0; row--) if (this.code(row) !== "U") rows.set(this.name(row), row);
    return rows;
  }
}

const FEW_LOOKUPS = 16;

export function emptySymbolTable(): SymbolTable {
  return new SymbolTable({
    addresses: new Float64Array(0),
    sizes: new Float64Array(0),
    codes: new Uint8Array(0),
    nameStarts: new Uint32Array(0),
    names: new Uint8Array(0),
  });
}

/** For formats that give no sizes: a symbol reaches to the next address that has one, the last to nowhere. */
export function computeSizes(addresses: Float64Array): Float64Array {
  const sorted = addresses.slice().sort();
  return addresses.map((address) => {
    const next = sorted[firstAbove(sorted, address)];
    return next === undefined ? 0 : next - address;
  });
}

function firstAbove(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
