/** The type of the object that a pointer leads to: from the type of what holds it, and where that does not say, from the words in the dump. */
import { NONE, type TypeGraph, TypeKind } from "../../binary/index.ts";
import type { ObjectGraph } from "../graph/object-graph.ts";
import type { HeapDump } from "../tables.ts";
import { headerBytes } from "./object-header.ts";
import type { ProgramNames } from "./program-names.ts";
import type { Step, TypeSteps } from "./type-steps.ts";

/** A type and whether there is any number of it: row * 2, + 1 for an array. */
export const UNTYPED = -1;
export const typeRow = (packed: number): number => packed >> 1;
export const isArrayOf = (packed: number): boolean => (packed & 1) === 1;
const pack = (row: number, isArray: boolean): number => (row === NONE ? UNTYPED : row * 2 + (isArray ? 1 : 0));

export class TargetTypes {
  readonly #dump: HeapDump;
  readonly #graph: ObjectGraph;
  readonly #names: ProgramNames;
  readonly #steps: TypeSteps;
  readonly #types: TypeGraph;
  readonly #headers: (row: number) => number;

  constructor(dump: HeapDump, graph: ObjectGraph, names: ProgramNames, steps: TypeSteps) {
    this.#dump = dump;
    this.#graph = graph;
    this.#names = names;
    this.#steps = steps;
    this.#types = steps.types;
    this.#headers = headerBytes(dump);
  }

  /** Bytes before the value in an object. */
  header(row: number): number {
    return this.#headers(row);
  }

  /** The dynamic type of the interface whose data word is `edge`; NONE if there is none. */
  dynamicType(edge: number): number {
    const word = this.#dump.typeWordOf(edge);
    return word === 0 ? NONE : this.#names.typeAt(this.#dump.itabs.get(word) ?? word);
  }

  /** Packed; UNTYPED where it is not known or does not fit the object. */
  resolve(step: Step, edge: number, object: number): number {
    const [row, isArray] = this.#claimed(step, edge, object);
    if (row === NONE) return UNTYPED;
    const refined = this.#refine(row, edge, object);
    const isMany = isArray || refined.isArray;
    return this.#fits(refined.row, isMany, edge, object) ? pack(refined.row, isMany) : UNTYPED;
  }

  #claimed(step: Step, edge: number, object: number): readonly [row: number, isArray: boolean] {
    if (step.kind === "string" || step.kind === "function") return [NONE, false];
    if (step.kind !== "interface" && step.target !== NONE) return [step.target, step.isArray];
    const dynamic = this.dynamicType(edge);
    if (dynamic === NONE) return [NONE, false];
    return [this.#behind(dynamic, object), false];
  }

  /** What an interface's data word points to: the value, or what the value points to if it is a pointer itself. */
  #behind(dynamic: number, object: number): number {
    const { elements, layouts } = this.#types.columns;
    switch (this.#types.kind(dynamic)) {
      case TypeKind.pointer:
        return elements[dynamic] as number;
      case TypeKind.map:
      case TypeKind.chan: {
        const layout = layouts[dynamic] as number;
        return layout === NONE ? NONE : (elements[layout] as number);
      }
      case TypeKind.func:
      case TypeKind.unsafePointer:
        return NONE;
      default:
        return this.#types.size(dynamic) <= (this.#dump.memory.size[object] as number) ? dynamic : NONE;
    }
  }

  /** Types that the runtime uses for several things. */
  #refine(row: number, edge: number, object: number): { row: number; isArray: boolean } {
    const name = this.#types.name(row);
    if (name.startsWith("*table<") && this.#dump.pointers.next[edge] === 0) {
      return { row: this.#groupOf(row), isArray: true };
    }
    if (name.startsWith("internal/sync.node[")) return { row: this.#nodeOf(name, object), isArray: false };
    if (name === "time.Timer" || name === "time.Ticker") return { row: this.#timerOf(row, object), isArray: false };
    return { row, isArray: false };
  }

  /** A map of up to eight entries has no tables: `dirPtr` points to its one group. */
  #groupOf(pointerToTable: number): number {
    const { elements } = this.#types.columns;
    const table = elements[pointerToTable] as number;
    const groups = this.#fieldType(table, "groups");
    const data = groups === NONE ? NONE : this.#fieldType(groups, "data");
    return data === NONE ? NONE : (elements[data] as number);
  }

  #fieldType(row: number, name: string): number {
    const { fieldStarts, fieldTypes } = this.#types.columns;
    for (let field = fieldStarts[row] as number; field < (fieldStarts[row + 1] as number); field++) {
      if (this.#types.fieldName(field) === name) return fieldTypes[field] as number;
    }
    return NONE;
  }

  /** A node of a sync.Map is an entry or has children; their sizes differ. */
  #nodeOf(name: string, object: number): number {
    const size = this.#dump.memory.size[object] as number;
    const [entry, inner] = ["entry[", "indirect["].map((kind) => this.#types.findByName(name.replace("node[", kind)));
    if (inner !== undefined && inner !== NONE && this.#types.size(inner) <= size) return inner;
    return entry ?? NONE;
  }

  /** What package time gives out is the start of what the runtime made. */
  #timerOf(row: number, object: number): number {
    const whole = this.#types.findByName("runtime.timeTimer");
    const isWhole = whole !== NONE && this.#types.size(whole) <= (this.#dump.memory.size[object] as number);
    return isWhole ? whole : row;
  }

  /** Whether the pointer leads to the start of the value, and the object has room for it. */
  #fits(row: number, isArray: boolean, edge: number, object: number): boolean {
    if (row === NONE) return false;
    const size = this.#types.size(row);
    const header = this.#headers(object);
    const at = (this.#graph.interior[edge] as number) - header;
    const isAligned = isArray ? at >= 0 && at % size === 0 : at === 0;
    return size > 0 && isAligned && size + header <= (this.#dump.memory.size[object] as number);
  }

  /** Index of the step that the pointer at `edge` takes from an object of that packed type. */
  stepFrom(packed: number, object: number, edge: number): number {
    const row = typeRow(packed);
    const offset = (this.#dump.pointers.offset[edge] as number) - this.#headers(object);
    const size = this.#types.size(row);
    if (offset < 0 || size <= 0) return 0;
    if (isArrayOf(packed)) return this.#steps.find(row, offset % size);
    return offset < size ? this.#steps.find(row, offset) : 0;
  }
}
