/**
 * From a place in a value of some type to what the pointer there leads to. What the runtime and package sync are made of inside (tables of
 * maps, nodes of sync.Map, buffers of channels) is walked through without being named: only what is a key, a value, an element shows.
 */
import { NONE, type TypeGraph, TypeKind } from "../../binary/index.ts";
import { elementOfLayout, hiddenPart, isContainer, isHidden, listFieldName, lookUpSpecial } from "./runtime-types.ts";
import { type PlacedVariable, type Step, type StepPart, UNKNOWN_STEP } from "./step.ts";

/** Closures and frames are no types of the program; they get rows behind those that are. */
interface Layout {
  readonly name: string;
  readonly size: number;
  readonly variables: readonly PlacedVariable[];
}

export class TypeSteps {
  readonly types: TypeGraph;
  readonly #layouts: Layout[] = [];
  readonly #wordBytes: number;
  /** By row of the type, then by word: index of `steps` plus 1, 0 where nobody asked yet. */
  readonly #known: (Int32Array | undefined)[] = [];
  readonly steps: Step[] = [UNKNOWN_STEP];
  /** By the index of a step: that of the same from an element of a slice, and from one of a channel. */
  readonly #fromElement = new Map<number, number>();
  readonly #fromBuffer = new Map<number, number>();
  readonly #hidden: (boolean | undefined)[] = [];

  constructor(types: TypeGraph, wordBytes: number) {
    this.types = types;
    this.#wordBytes = wordBytes;
  }

  /** The row of a closure or a frame: what is at each place of it. */
  addLayout(name: string, size: number, variables: readonly PlacedVariable[]): number {
    return this.types.length + this.#layouts.push({ name, size, variables }) - 1;
  }

  /** Bytes. */
  size(row: number): number {
    if (row < this.types.length) return this.types.size(row);
    return this.#layouts[row - this.types.length]?.size ?? 0;
  }

  /** "main.Pod"; the function of a closure. */
  name(row: number): string {
    if (row < this.types.length) return this.types.name(row);
    return this.#layouts[row - this.types.length]?.name ?? "";
  }

  /** TypeKind; a closure's is that of a struct. */
  kind(row: number): number {
    return row >= this.types.length ? TypeKind.struct : this.types.kind(row);
  }

  /** What has elements, or a pointer to it, by what its type is made of, whatever it is called; undefined for all else, NONE too. */
  container(row: number): "map" | "slice" | "channel" | undefined {
    if (row >= this.types.length) return undefined;
    const behind = this.types.kind(row) === TypeKind.pointer ? (this.types.columns.elements[row] as number) : row;
    return behind === NONE ? undefined : CONTAINERS.get(this.types.kind(behind));
  }

  /** Index of `steps`; 0 is UNKNOWN_STEP. `offset` lies within the type's size. */
  find(type: number, offset: number): number {
    const size = this.size(type);
    if (size > LARGEST_KNOWN) return this.#add(type, offset);
    const word = Math.floor(offset / this.#wordBytes);
    this.#known[type] ??= new Int32Array(Math.ceil(size / this.#wordBytes));
    const known = this.#known[type][word] as number;
    if (known > 0) return known - 1;
    const made = this.#add(type, offset);
    this.#known[type][word] = made + 1;
    return made;
  }

  /** The same where there is any number of the type, side by side. */
  findElement(type: number, offset: number, isBuffer: boolean): number {
    const index = this.find(type, offset);
    if (index === 0 || (!isBuffer && this.#isHidden(type))) return index;
    const made = isBuffer ? this.#fromBuffer : this.#fromElement;
    const known = made.get(index);
    if (known !== undefined) return known;
    const step = this.steps[index] as Step;
    const here = isBuffer ? { ...step, part: "buffer" as const } : { ...step, label: `[]${step.label}` };
    const added = this.steps.push(here) - 1;
    made.set(index, added);
    return added;
  }

  #isHidden(type: number): boolean {
    const known = this.#hidden[type];
    if (known !== undefined) return known;
    const made = isHidden(this.name(type));
    this.#hidden[type] = made;
    return made;
  }

  #add(type: number, offset: number): number {
    const layout = type < this.types.length ? undefined : this.#layouts[type - this.types.length];
    const step =
      layout === undefined
        ? walk(this.types, type, offset, this.#wordBytes)
        : this.#fromVariable(layout.variables, offset);
    if (step === UNKNOWN_STEP) return 0;
    return this.steps.push(step) - 1;
  }

  #fromVariable(variables: readonly PlacedVariable[], offset: number): Step {
    const found = variables.find((each) => offset >= each.offset && offset < each.offset + each.size);
    if (found === undefined) return UNKNOWN_STEP;
    if (found.type === NONE) return { ...UNKNOWN_STEP, label: `.${found.name}` };
    const inner = walk(this.types, found.type, offset - found.offset + found.start, this.#wordBytes);
    return { ...inner, label: `.${found.name}${inner.label}` };
  }
}

const CONTAINERS: ReadonlyMap<number, "map" | "slice" | "channel"> = new Map([
  [TypeKind.map, "map"],
  [TypeKind.slice, "slice"],
  [TypeKind.chan, "channel"],
]);

/** Types of more bytes are not kept word by word. */
const LARGEST_KNOWN = 1 << 16;
const DEEPEST = 64;

/** Down from the type to the pointer at `offset`. */
function walk(types: TypeGraph, from: number, at: number, wordBytes: number): Step {
  let type = from;
  let offset = at;
  let label = "";
  let part: StepPart = "";
  let inside = false;
  let container = NONE;
  /** Buckets of maps before Go 1.24 have all keys side by side, then all values. */
  let isColumn = false;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const kind = types.kind(type);
    if (kind === TypeKind.array) {
      const element = types.columns.elements[type] as number;
      const size = element === NONE ? 0 : types.size(element);
      if (size <= 0) return UNKNOWN_STEP;
      if (!inside && !isColumn) label += "[]";
      isColumn = false;
      [type, offset] = [element, offset % size];
      continue;
    }
    if (kind !== TypeKind.struct) return leafStep(types, type, offset, { label, part, inside, container, wordBytes });
    if (!inside && isContainer(types.name(type))) container = type;
    const special = lookUpSpecial(types, type, offset, wordBytes);
    if (special !== undefined) {
      const shown = special.type === NONE ? container : special.type;
      return { ...special, label, part: special.part || part, type: shown };
    }
    const field = types.findField(type, offset);
    if (field === NONE) return UNKNOWN_STEP;
    const name = listFieldName(types, type, field);
    const here = isHidden(types.name(type)) ? hiddenPart(name) : undefined;
    if (here !== undefined) [part, inside, isColumn] = [here === "" ? part : here, here === "", name.endsWith("s")];
    else if (!inside) label += `.${name}`;
    offset -= types.columns.fieldOffsets[field] as number;
    type = types.columns.fieldTypes[field] as number;
  }
  return UNKNOWN_STEP;
}

interface Place {
  readonly label: string;
  readonly part: StepPart;
  readonly inside: boolean;
  /** The type that it is the inside of, if that is one to name; else NONE. */
  readonly container: number;
  readonly wordBytes: number;
}

/** At a type that is a pointer of some kind. */
function leafStep(types: TypeGraph, type: number, offset: number, place: Place): Step {
  const { label, part, inside, container, wordBytes } = place;
  const { elements, layouts } = types.columns;
  const at = { label, part, type: inside ? container : type, isArray: false };
  const element = elements[type] as number;
  switch (types.kind(type)) {
    case TypeKind.pointer:
      return {
        ...at,
        kind: "pointer",
        target: element,
        isArray: inside && element !== NONE && elementOfLayout(types, element),
      };
    case TypeKind.slice:
      return { ...at, kind: "slice", target: element, isArray: true };
    case TypeKind.string:
      return { ...at, kind: "string", target: NONE };
    case TypeKind.interface:
      return offset === wordBytes ? { ...at, kind: "interface", target: NONE } : UNKNOWN_STEP;
    case TypeKind.map:
    case TypeKind.chan: {
      const layout = layouts[type] as number;
      const kind = types.kind(type) === TypeKind.map ? "map" : "channel";
      return { ...at, kind, target: layout === NONE ? NONE : (elements[layout] as number) };
    }
    case TypeKind.func:
      return { ...at, kind: "function", target: NONE };
    case TypeKind.unsafePointer:
      return { ...at, kind: "pointer", target: NONE };
    default:
      return UNKNOWN_STEP;
  }
}
