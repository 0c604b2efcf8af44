/** What an instruction stands for by DWARF: the function, those that were inlined into it, and their lines. For C as for Go. */
import { NONE } from "../symbol-table.ts";
import type { Abbreviation } from "./abbreviations.ts";
import type { DebugSections } from "./debug-sections.ts";
import { Tag } from "./dwarf-constants.ts";
import { EntryReader } from "./entry-reader.ts";
import type { FunctionEntry } from "./function-index.ts";
import { decodeLineTable, type LineTable } from "./line-table.ts";
import { NameColumn } from "./name-column.ts";
import { covers } from "./ranges.ts";
import { ScopeEntry } from "./scope-entry.ts";
import type { Unit } from "./unit.ts";
import { decodeUnitRoot, type UnitRoot } from "./unit-root.ts";

export interface SourceFrame {
  /** As the source has it ("main.work", "malloc"); "" where it is not said. */
  readonly name: string;
  /** As the linker has it, where that differs: C++ and Rust; "" else. */
  readonly linkageName: string;
  /** "" where it is not said. */
  readonly file: string;
  /** From 1; 0 where it is not said. */
  readonly line: number;
  /** Into the function of the next frame. */
  readonly isInlined: boolean;
}

export class SourceFrames {
  readonly #sections: DebugSections;
  readonly #unitAt: (offset: number) => Unit;
  readonly #roots = new Map<Unit, UnitRoot>();
  readonly #lines = new Map<Unit, LineTable | undefined>();

  /** `unitAt` gives the unit of an entry by its offset in .debug_info. */
  constructor(sections: DebugSections, unitAt: (offset: number) => Unit) {
    this.#sections = sections;
    this.#unitAt = unitAt;
  }

  rootOf(unit: Unit): UnitRoot {
    const root = this.#roots.get(unit) ?? decodeUnitRoot(this.#sections, unit);
    this.#roots.set(unit, root);
    return root;
  }

  /** Undefined where the unit has none. */
  linesOf(unit: Unit): LineTable | undefined {
    if (this.#lines.has(unit)) return this.#lines.get(unit);
    const { linesAt, directory } = this.rootOf(unit);
    const lines = linesAt === NONE ? undefined : decodeLineTable(this.#sections, linesAt, directory, unit.addressSize);
    this.#lines.set(unit, lines);
    return lines;
  }

  /** What the entry itself calls the function; "" where it refers to another. */
  ownName({ offset, unit }: FunctionEntry): string {
    const entries = new EntryReader(this.#sections, unit);
    entries.reader.seek(offset);
    if (!entries.next()) return "";
    const { nameStart } = new ScopeEntry().read(entries);
    return new NameColumn(Float64Array.of(nameStart), this.#sections.texts).at(0);
  }

  /** Innermost first. */
  framesOf(given: FunctionEntry, pc: number): SourceFrame[] {
    const lines = this.linesOf(given.unit);
    const scopes = this.#scopesAt(given, pc);
    let { file, line } = lines?.findLine(pc) ?? { file: "", line: 0 };
    const frames: SourceFrame[] = [];
    for (let index = scopes.length - 1; index >= 0; index--) {
      const { name, linkageName, callFile, callLine } = scopes[index] as Scope;
      frames.push({ name, linkageName, file, line, isInlined: index > 0 });
      file = lines?.fileName(callFile) ?? "";
      line = callLine;
    }
    return frames;
  }

  /** The function, and each inlined one within it that covers the instruction, outermost first. */
  #scopesAt({ offset, unit }: FunctionEntry, pc: number): Scope[] {
    const entries = new EntryReader(this.#sections, unit);
    entries.reader.seek(offset);
    const found: Scope[] = [];
    const scope = new ScopeEntry();
    /** For each open entry, whether what is in it may cover the instruction. */
    const open: boolean[] = [];
    do {
      if (!entries.next()) {
        open.pop();
        continue;
      }
      const { tag, hasChildren } = entries.abbreviation as Abbreviation;
      const isFunction = found.length === 0;
      const mayCover = isFunction || (open[open.length - 1] === true && BLOCKS.includes(tag));
      if (mayCover) scope.read(entries);
      else entries.skipAttributes();
      const next = entries.reader.pos;
      const isCovered = mayCover && (isFunction || covers(scope.ranges(entries), pc));
      if (isCovered && tag !== Tag.lexicalBlock) found.push(this.#scopeOf(entries, scope));
      entries.unit = unit;
      entries.reader.seek(next);
      if (hasChildren) open.push(isCovered);
    } while (open.length > 0 && entries.reader.pos < unit.end);
    return found;
  }

  #scopeOf(entries: EntryReader, { nameStart, linkageNameStart, origin, callFile, callLine }: ScopeEntry): Scope {
    let [name, linkageName] = [nameStart, linkageNameStart];
    let at = origin;
    // A copy names its origin, which may name a declaration.
    for (let depth = 0; at !== NONE && depth < LONGEST_ORIGIN; depth++) {
      entries.unit = this.#unitAt(at);
      entries.reader.seek(at);
      if (!entries.next()) break;
      const said = new ScopeEntry().read(entries);
      if (name === NONE) name = said.nameStart;
      if (linkageName === NONE) linkageName = said.linkageNameStart;
      at = said.origin;
    }
    const names = new NameColumn(Float64Array.of(name, linkageName), this.#sections.texts);
    return { name: names.at(0), linkageName: names.at(1), callFile, callLine };
  }
}

interface Scope {
  readonly name: string;
  readonly linkageName: string;
  readonly callFile: number;
  readonly callLine: number;
}

const BLOCKS: readonly number[] = [Tag.lexicalBlock, Tag.inlinedSubroutine];
const LONGEST_ORIGIN = 8;
