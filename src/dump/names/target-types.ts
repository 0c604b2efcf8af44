/** The type of the object that a pointer leads to: from the type of what holds it, and where that does not say, from the words in the dump. */
import { NONE, type TypeGraph, TypeKind } from "../../binary/index.ts";
import type { ObjectGraph } from "../graph/object-graph.ts";
import type { HeapDump } from "../tables.ts";
import { ClosureTypes } from "./closure-types.ts";
import { headerBytes } from "./object-header.ts";
import type { ProgramNames } from "./program-names.ts";
import { type Ambiguity, ambiguityOf } from "./runtime-types.ts";
import type { Step } from "./step.ts";
import type { TypeSteps } from "./type-steps.ts";

/** What an object is: one value of a type, any number of them, or the buffer of a channel of them. */
export const UNTYPED = -1;
const ONE = 0;
const MANY = 1;
const BUFFER = 2;
const FORMS = 4;

/** The row of the type of a packed one. */
export const typeRow = (packed: number): number => Math.floor(packed / FORMS);

export class TargetTypes {
  readonly #dump: HeapDump;
  readonly #graph: ObjectGraph;
  readonly #names: ProgramNames;
  readonly #steps: TypeSteps;
  readonly #types: TypeGraph;
  readonly #ambiguity: (Ambiguity | undefined)[] = [];
  readonly #closures: ClosureTypes;
  readonly #headers: (row: number) => number;

  constructor(dump: HeapDump, graph: ObjectGraph, names: ProgramNames, steps: TypeSteps) {
    this.#dump = dump;
    this.#graph = graph;
    this.#names = names;
    this.#steps = steps;
    this.#types = steps.types;
    this.#headers = headerBytes(dump, graph);
    this.#closures = new ClosureTypes(dump, names, steps);
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
    const claimed = this.#claimed(step, edge, object);
    if (claimed === NONE) return UNTYPED;
    const row = this.#refine(claimed, edge, object);
    const isMany = step.isArray;
    if (!this.#fits(row, isMany, edge, object)) return UNTYPED;
    return row * FORMS + (step.isBuffer === true ? BUFFER : isMany ? MANY : ONE);
  }

  #claimed(step: Step, edge: number, object: number): number {
    if (step.kind === "string") return NONE;
    if (step.kind === "function") return this.#closures.rowOf(object);
    if (step.kind !== "interface" && step.target !== NONE) return step.target;
    const dynamic = this.dynamicType(edge);
    return dynamic === NONE ? NONE : this.#behind(dynamic, object);
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
        return this.#closures.rowOf(object);
      case TypeKind.unsafePointer:
        return NONE;
      default:
        return this.#types.size(dynamic) <= (this.#dump.memory.size[object] as number) ? dynamic : NONE;
    }
  }

  /** Types that the runtime uses for several things: the row of the right one. */
  #refine(row: number, edge: number, object: number): number {
    this.#ambiguity[row] ??= ambiguityOf(this.#steps.name(row));
    switch (this.#ambiguity[row]) {
      case "table":
        return this.#dump.pointers.next[edge] === 0 ? this.#groupOf(row) : row;
      case "node":
        return this.#nodeOf(this.#steps.name(row), object);
      case "timer":
        return this.#timerOf(row, object);
      default:
        return row;
    }
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
    const [entry, inner] = ["entry[", "indirect["].map((kind) => this.#findGeneric(name.replace("node[", kind)));
    if (inner !== undefined && inner !== NONE && this.#types.size(inner) <= size) return inner;
    return entry ?? NONE;
  }

  /** Since Go 1.27 some types are there by the shapes of their arguments only. */
  #findGeneric(name: string): number {
    const found = this.#types.findByName(name);
    return found === NONE ? this.#types.findByName(name.replaceAll("interface {}", "go.shape.interface {}")) : found;
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
    const size = this.#steps.size(row);
    const header = this.#headers(object);
    const at = (this.#graph.interior[edge] as number) - header;
    const isAligned = isArray ? at >= 0 && at % size === 0 : at === 0;
    return size > 0 && isAligned && size + header <= (this.#dump.memory.size[object] as number);
  }

  /** Index of the step that the pointer at `edge` takes from an object of that packed type. */
  stepFrom(packed: number, object: number, edge: number): number {
    const row = typeRow(packed);
    const offset = (this.#dump.pointers.offset[edge] as number) - this.#headers(object);
    const size = this.#steps.size(row);
    if (offset < 0 || size <= 0) return 0;
    const form = packed % FORMS;
    if (form === ONE) return offset < size ? this.#steps.find(row, offset) : 0;
    return this.#steps.findElement(row, offset % size, form === BUFFER);
  }
}
