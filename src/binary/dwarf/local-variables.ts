/** The local variables of a function at one of its instructions, and what a closure has captured. */

import { NONE } from "../symbol-table.ts";
import type { Abbreviation } from "./abbreviations.ts";
import type { DebugSections } from "./debug-sections.ts";
import { Tag } from "./dwarf-constants.ts";
import { EntryReader } from "./entry-reader.ts";
import type { FunctionEntry } from "./function-index.ts";
import { findExpression } from "./location-lists.ts";
import { NameColumn } from "./name-column.ts";
import { covers } from "./ranges.ts";
import { ScopeEntry } from "./scope-entry.ts";
import type { Unit } from "./unit.ts";
import { decodePieces, isFrameAddress, type VariablePiece } from "./variable-pieces.ts";

export interface LocalVariable {
  /** As in the source; with "&" before it where the variable itself is on the heap and this is the pointer to it. */
  readonly name: string;
  /** Row in the type graph; NONE where it is not said. */
  readonly type: number;
  readonly isParameter: boolean;
  readonly isResult: boolean;
  /** Where it is declared; 0 where it is not said. */
  readonly line: number;
  /** The function that was inlined and that it belongs to; "" for the function itself. */
  readonly inlinedFunction: string;
  readonly pieces: readonly VariablePiece[];
  /** Of a captured variable: bytes from the start of the closure, whose first word is the function; NONE for others. */
  readonly closureOffset: number;
}

export class LocalVariables {
  readonly #entries: EntryReader;
  readonly #names: readonly Uint8Array[];
  readonly #typeAt: (offset: number) => number;
  readonly #unitAt: (offset: number) => Unit;
  readonly #origin = new ScopeEntry();

  /** `typeAt` gives the row of a type, `unitAt` the unit of an entry, both by the offset in .debug_info. */
  constructor(
    sections: DebugSections,
    first: Unit,
    typeAt: (offset: number) => number,
    unitAt: (offset: number) => Unit,
  ) {
    this.#entries = new EntryReader(sections, first);
    this.#unitAt = unitAt;
    this.#names = sections.texts;
    this.#typeAt = typeAt;
  }

  /** All that are in scope at `pc`; one that is known but has no place there has no pieces. */
  read(given: FunctionEntry, pc: number): LocalVariable[] {
    const entries = this.#entries;
    entries.unit = given.unit;
    entries.reader.seek(given.offset);
    if (!entries.next()) return [];
    const hasChildren = entries.abbreviation?.hasChildren ?? false;
    const scope = new ScopeEntry().read(entries);
    const frameBase = entries.reader.bytes.subarray(scope.frameBaseAt, scope.frameBaseAt + scope.frameBaseLength);
    const isCfaBased = scope.frameBaseAt !== NONE && isFrameAddress(frameBase);
    return hasChildren ? this.#readChildren(given, pc, isCfaBased) : [];
  }

  #readChildren({ unit }: FunctionEntry, pc: number, isCfaBased: boolean): LocalVariable[] {
    const entries = this.#entries;
    const found: LocalVariable[] = [];
    const scope = new ScopeEntry();
    /** The inlined function of each open scope; undefined for one that does not cover the instruction. */
    const open: (string | undefined)[] = [""];
    while (open.length > 0 && entries.reader.pos < unit.end) {
      if (!entries.next()) {
        open.pop();
        continue;
      }
      const { hasChildren } = entries.abbreviation as Abbreviation;
      scope.read(entries);
      const next = entries.reader.pos;
      const inlined = open[open.length - 1];
      if (inlined !== undefined && isVariable(scope.tag)) found.push(this.#variableOf(scope, pc, inlined, isCfaBased));
      if (hasChildren) open.push(inlined === undefined ? undefined : this.#scopeOf(scope, pc, inlined));
      entries.reader.seek(next);
    }
    return found;
  }

  /** The inlined function of a scope within another; undefined where it does not cover the instruction. */
  #scopeOf(scope: ScopeEntry, pc: number, around: string): string | undefined {
    const isScope = scope.tag === Tag.lexicalBlock || scope.tag === Tag.inlinedSubroutine;
    if (!isScope || !covers(scope.ranges(this.#entries), pc)) return undefined;
    return scope.tag === Tag.inlinedSubroutine ? this.#nameOf(this.#settle(scope)) : around;
  }

  #variableOf(scope: ScopeEntry, pc: number, inlinedFunction: string, isCfaBased: boolean): LocalVariable {
    const said = this.#settle(scope);
    return {
      ...{ name: this.#nameOf(said), type: this.#typeAt(said.type), line: said.line, inlinedFunction },
      isParameter: scope.tag === Tag.parameter,
      isResult: said.isResult,
      pieces: this.#piecesOf(scope, pc, isCfaBased),
      closureOffset: scope.closureOffset,
    };
  }

  /** A copy says little itself: the rest stands at its origin. */
  #settle(scope: ScopeEntry): ScopeEntry {
    if (scope.origin === NONE) return scope;
    const entries = this.#entries;
    const { unit } = entries;
    entries.unit = this.#unitAt(scope.origin);
    entries.reader.seek(scope.origin);
    const origin = entries.next() ? this.#origin.read(entries) : scope;
    entries.unit = unit;
    return origin;
  }

  #piecesOf(scope: ScopeEntry, pc: number, isCfaBased: boolean): VariablePiece[] {
    const entries = this.#entries;
    const isLittleEndian = entries.reader.isLittleEndian;
    const expression =
      scope.listAt !== NONE
        ? findExpression(entries, scope.listAt, pc)
        : entries.reader.bytes.subarray(scope.expressionAt, scope.expressionAt + scope.expressionLength);
    if (expression === undefined || expression.length === 0) return [];
    return decodePieces(expression, isLittleEndian, isCfaBased);
  }

  #nameOf({ nameStart, linkageNameStart }: ScopeEntry): string {
    return new NameColumn(Float64Array.of(nameStart === NONE ? linkageNameStart : nameStart), this.#names).at(0);
  }
}

function isVariable(tag: number): boolean {
  return tag === Tag.variable || tag === Tag.parameter;
}
