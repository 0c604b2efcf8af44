/** Types as they are met in .debug_info, and the graph that they make once all are known. */
import { NONE } from "../symbol-table.ts";
import { Tag } from "./dwarf-constants.ts";
import { NameColumn } from "./name-column.ts";
import { TypeGraph, TypeKind } from "./type-graph.ts";

/** What one entry says; offsets are of .debug_info, NONE where it does not say. */
export interface TypeEntry {
  offset: number;
  tag: number;
  nameStart: number;
  size: number;
  encoding: number;
  goKind: number;
  type: number;
  goKey: number;
  goElem: number;
  descriptor: number;
}

export class TypeBuilder {
  readonly #pointerSize: number;
  readonly #offsets: number[] = [];
  readonly #kinds: number[] = [];
  readonly #sizes: number[] = [];
  readonly #nameStarts: number[] = [];
  /** Offsets until `finish`. */
  readonly #types: number[] = [];
  readonly #keys: number[] = [];
  readonly #elems: number[] = [];
  readonly #isAlias: boolean[] = [];
  readonly #descriptors: number[] = [];
  readonly #counts: number[] = [];
  readonly #fieldOwners: number[] = [];
  readonly #fieldNameStarts: number[] = [];
  readonly #fieldTypes: number[] = [];
  readonly #fieldOffsets: number[] = [];
  readonly #fieldIsEmbedded: number[] = [];
  /** Row of the graph by row here; aliases lead to what they stand for. */
  #finalRows = new Int32Array(0);

  constructor(pointerSize: number) {
    this.#pointerSize = pointerSize;
  }

  /** Entries come in the order of their offsets. Gives the row, for its fields and counts. */
  add(entry: TypeEntry): number {
    const kind = kindOf(entry);
    this.#offsets.push(entry.offset);
    this.#kinds.push(kind);
    this.#sizes.push(entry.size);
    this.#nameStarts.push(entry.nameStart);
    this.#types.push(entry.type);
    this.#keys.push(entry.goKey);
    this.#elems.push(entry.goElem);
    this.#isAlias.push(ALIASES.includes(entry.tag) && entry.goKind === 0);
    this.#descriptors.push(entry.descriptor);
    this.#counts.push(0);
    return this.#offsets.length - 1;
  }

  addField(owner: number, nameStart: number, type: number, offset: number, isEmbedded: number): void {
    this.#fieldOwners.push(owner);
    this.#fieldNameStarts.push(nameStart);
    this.#fieldTypes.push(type);
    this.#fieldOffsets.push(Math.max(offset, 0));
    this.#fieldIsEmbedded.push(isEmbedded);
  }

  /** Arrays of several dimensions have several. */
  addCount(owner: number, count: number): void {
    const before = this.#counts[owner] as number;
    this.#counts[owner] = Math.max(before, 1) * Math.max(count, 0);
  }

  finish(sections: readonly Uint8Array[]): TypeGraph {
    const kept = this.#resolveAliases();
    const pick = (column: readonly number[]): Float64Array => Float64Array.from(kept, (row) => column[row] as number);
    const pickTypes = (column: readonly number[]): Int32Array =>
      Int32Array.from(kept, (row) => this.rowAt(column[row] as number));
    const kinds = Uint8Array.from(kept, (row) => this.#kinds[row] as number);
    const [types, elems] = [pickTypes(this.#types), pickTypes(this.#elems)];
    const hasLayout = (row: number): boolean => LAID_OUT.includes(kinds[row] as number);
    const columns = {
      ...{ kinds, keys: pickTypes(this.#keys), counts: pick(this.#counts), sizes: pick(this.#sizes) },
      elements: elems.map((elem, row) => (elem !== NONE || hasLayout(row) ? elem : (types[row] as number))),
      layouts: types.map((type, row) => (hasLayout(row) ? type : NONE)),
      ...{ descriptors: pick(this.#descriptors), names: new NameColumn(pick(this.#nameStarts), sections) },
      ...this.#finishFields(kept.length, sections),
    };
    settleSizes(columns, this.#pointerSize);
    return new TypeGraph(columns);
  }

  /** Row in the finished graph of the type at that offset; NONE where there is none. */
  rowAt(offset: number): number {
    const row = offset < 0 ? NONE : this.#findOffset(offset);
    return row === NONE ? NONE : (this.#finalRows[row] as number);
  }

  #findOffset(offset: number): number {
    const offsets = this.#offsets;
    let low = 0;
    let high = offsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((offsets[middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return offsets[low] === offset ? low : NONE;
  }

  /** Rows that stay; `#finalRows` is filled. An alias of itself stands for nothing. */
  #resolveAliases(): number[] {
    const kept: number[] = [];
    this.#finalRows = new Int32Array(this.#offsets.length).fill(UNSETTLED);
    for (let row = 0; row < this.#offsets.length; row++)
      if (!this.#isAlias[row]) this.#finalRows[row] = kept.push(row) - 1;
    for (let row = 0; row < this.#offsets.length; row++) this.#resolveAlias(row, kept);
    return kept;
  }

  #resolveAlias(row: number, kept: readonly number[]): void {
    const path: number[] = [];
    let at = row;
    while (at !== NONE && this.#finalRows[at] === UNSETTLED) {
      path.push(at);
      this.#finalRows[at] = NONE;
      at = this.#findOffset(this.#types[at] as number);
    }
    const target = at === NONE ? NONE : (this.#finalRows[at] as number);
    for (const alias of path) {
      this.#finalRows[alias] = target;
      // In C the name of a struct is often that of its typedef only.
      const own = kept[target];
      if (own !== undefined && this.#nameStarts[own] === NONE)
        this.#nameStarts[own] = this.#nameStarts[alias] as number;
    }
  }

  /** Fields in the order of their owners; those of aliases do not exist. */
  #finishFields(length: number, sections: readonly Uint8Array[]) {
    const owners = this.#fieldOwners.map((row) => this.#finalRows[row] as number);
    const fieldStarts = new Uint32Array(length + 1);
    for (const owner of owners) if (owner !== NONE) fieldStarts[owner + 1] = (fieldStarts[owner + 1] as number) + 1;
    for (let row = 0; row < length; row++)
      fieldStarts[row + 1] = (fieldStarts[row + 1] as number) + (fieldStarts[row] as number);
    const next = fieldStarts.slice();
    const order = new Int32Array(fieldStarts[length] as number);
    owners.forEach((owner, field) => {
      if (owner === NONE) return;
      order[next[owner] as number] = field;
      next[owner] = (next[owner] as number) + 1;
    });
    return {
      fieldStarts,
      fieldTypes: order.map((field) => this.rowAt(this.#fieldTypes[field] as number)),
      fieldOffsets: Float64Array.from(order, (field) => this.#fieldOffsets[field] as number),
      fieldIsEmbedded: Uint8Array.from(order, (field) => this.#fieldIsEmbedded[field] as number),
      fieldNames: new NameColumn(
        Float64Array.from(order, (field) => this.#fieldNameStarts[field] as number),
        sections,
      ),
    };
  }
}

const UNSETTLED = -2;

const ALIASES: readonly number[] = [Tag.typedef, Tag.const, Tag.volatile, Tag.restrict, Tag.atomic];

/** Kinds that DWARF has as a name for what the runtime makes of them. */
const LAID_OUT: readonly number[] = [TypeKind.map, TypeKind.chan, TypeKind.interface];

const KIND_OF_TAG: Readonly<Record<number, number>> = {
  [Tag.array]: TypeKind.array,
  [Tag.class]: TypeKind.struct,
  [Tag.enumeration]: TypeKind.enum,
  [Tag.pointer]: TypeKind.pointer,
  [Tag.reference]: TypeKind.pointer,
  [Tag.rvalueReference]: TypeKind.pointer,
  [Tag.structure]: TypeKind.struct,
  [Tag.subroutine]: TypeKind.func,
  [Tag.union]: TypeKind.union,
};

/** Go's number has flags above its five bits. */
function kindOf({ goKind, tag, type, encoding, size }: TypeEntry): number {
  if (goKind !== 0) return goKind & 31;
  if (tag === Tag.base) return scalarKind(encoding, size);
  if (tag === Tag.pointer && type === NONE) return TypeKind.unsafePointer;
  return KIND_OF_TAG[tag] ?? TypeKind.unknown;
}

const BY_ENCODING: Readonly<Record<number, readonly (readonly [size: number, kind: number])[]>> = {
  2: [[1, TypeKind.bool]],
  3: [
    [8, TypeKind.complex64],
    [16, TypeKind.complex128],
  ],
  4: [
    [4, TypeKind.float32],
    [8, TypeKind.float64],
  ],
  5: [
    [1, TypeKind.int8],
    [2, TypeKind.int16],
    [4, TypeKind.int32],
    [8, TypeKind.int64],
  ],
  7: [
    [1, TypeKind.uint8],
    [2, TypeKind.uint16],
    [4, TypeKind.uint32],
    [8, TypeKind.uint64],
  ],
};

/** Signed and unsigned characters are numbers of one byte. */
function scalarKind(encoding: number, size: number): number {
  const sizes = BY_ENCODING[encoding === 6 ? 5 : encoding === 8 ? 7 : encoding] ?? [];
  return sizes.find(([own]) => own === size)?.[1] ?? TypeKind.unknown;
}

interface SizedColumns {
  readonly kinds: Uint8Array;
  readonly sizes: Float64Array;
  readonly elements: Int32Array;
  readonly counts: Float64Array;
}

/** Sizes that DWARF leaves out: of pointers and what is one, of interfaces, of arrays in C. */
function settleSizes({ kinds, sizes, elements, counts }: SizedColumns, pointerSize: number): void {
  for (let row = 0; row < kinds.length; row++) {
    if ((sizes[row] as number) >= 0) continue;
    const kind = kinds[row] as number;
    sizes[row] = ONE_POINTER.includes(kind) ? pointerSize : kind === TypeKind.interface ? 2 * pointerSize : 0;
    const element = elements[row] as number;
    if (kind === TypeKind.array && element !== NONE)
      sizes[row] = (counts[row] as number) * Math.max(sizes[element] as number, 0);
  }
}

const ONE_POINTER: readonly number[] = [
  TypeKind.pointer,
  TypeKind.unsafePointer,
  TypeKind.map,
  TypeKind.chan,
  TypeKind.func,
];
