/** What closures hold, by their functions: the variables that they captured. */
import { NONE } from "../../binary/index.ts";
import type { HeapDump } from "../tables.ts";
import type { ProgramNames } from "./program-names.ts";
import type { PlacedVariable } from "./step.ts";
import type { TypeSteps } from "./type-steps.ts";

/** `main.(*worker).run-fm`, `main.worker.run-fm` */
const METHOD_VALUE = /^((?:.*\/)?[^./]+\.)(?:\(\*([^()]+)\)|([^.()]+))\.[^.]+-fm$/;

export class ClosureTypes {
  readonly #dump: HeapDump;
  readonly #names: ProgramNames;
  readonly #steps: TypeSteps;
  /** By the address of the function. */
  readonly #rows = new Map<number, number>();

  constructor(dump: HeapDump, names: ProgramNames, steps: TypeSteps) {
    this.#dump = dump;
    this.#names = names;
    this.#steps = steps;
  }

  /** The row of the closure that an object is; NONE if it begins with no function. */
  rowOf(object: number): number {
    const entry = this.#dump.memory.head[object] as number;
    const known = this.#rows.get(entry);
    if (known !== undefined) return known;
    const row = this.#add(entry);
    this.#rows.set(entry, row);
    return row;
  }

  #add(entry: number): number {
    const name = Number.isNaN(entry) ? undefined : this.#names.functionAt(entry);
    if (name === undefined) return NONE;
    const captured = name.endsWith("-fm") ? this.#receiver(name) : this.#names.captured(entry);
    const size = captured.reduce((end, { offset, size: bytes }) => Math.max(end, offset + bytes), this.#word);
    return this.#steps.addLayout(name, size, captured);
  }

  /** Of a method value: what its method is called on. */
  #receiver(name: string): readonly PlacedVariable[] {
    const { types } = this.#steps;
    const [, path = "", pointer = "", value = ""] = METHOD_VALUE.exec(name) ?? [];
    const type = types.findByName(pointer === "" ? path + value : `*${path}${pointer}`);
    if (type === NONE) return [];
    return [{ name: "(receiver)", type, offset: this.#word, size: types.size(type), start: 0 }];
  }

  get #word(): number {
    return this.#dump.parameters.pointerBytes;
  }
}
