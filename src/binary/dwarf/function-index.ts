/** Functions by address, as DWARF knows them: C's too. */
import { NONE } from "../symbol-table.ts";
import type { DebugSections } from "./debug-sections.ts";
import { Tag } from "./dwarf-constants.ts";
import { EntryReader } from "./entry-reader.ts";
import { ScopeEntry } from "./scope-entry.ts";
import type { Unit } from "./unit.ts";

export interface FunctionEntry {
  /** Of the function's entry in .debug_info. */
  readonly offset: number;
  readonly unit: Unit;
}

export class FunctionIndex {
  /** Ranges in order of their first address. */
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  readonly #functions: readonly FunctionEntry[];

  constructor(ranges: { readonly start: number; readonly end: number; readonly entry: FunctionEntry }[]) {
    ranges.sort((a, b) => a.start - b.start);
    this.#starts = Float64Array.from(ranges, ({ start }) => start);
    this.#ends = Float64Array.from(ranges, ({ end }) => end);
    this.#functions = ranges.map(({ entry }) => entry);
  }

  /** The function whose code the address is of. */
  findByAddress(pc: number): FunctionEntry | undefined {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] as number) <= pc) low = middle + 1;
      else high = middle;
    }
    const row = low - 1;
    return row >= 0 && pc < (this.#ends[row] as number) ? this.#functions[row] : undefined;
  }
}

export function indexFunctions(sections: DebugSections, units: readonly Unit[]): FunctionIndex {
  const ranges: { start: number; end: number; entry: FunctionEntry }[] = [];
  const first = units[0];
  if (first === undefined) return new FunctionIndex(ranges);
  const entries = new EntryReader(sections, first);
  const scope = new ScopeEntry();
  for (const unit of units) {
    entries.enter(unit);
    while (entries.reader.pos < unit.end) {
      if (!entries.next()) continue;
      if (entries.abbreviation?.tag !== Tag.subprogram) {
        entries.skipAttributes();
        continue;
      }
      const covered = scope.read(entries).ranges(entries);
      const entry = { offset: scope.offset, unit };
      for (let index = 0; index < covered.length; index += 2)
        ranges.push({ start: covered[index] as number, end: covered[index + 1] ?? NONE, entry });
    }
  }
  return new FunctionIndex(ranges);
}
