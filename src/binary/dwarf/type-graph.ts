/** Types of a program as columns: a type is its row. What a name in the source stands for is followed already: no row is a mere alias. */
import { NONE } from "../symbol-table.ts";
import type { NameColumn } from "./name-column.ts";

/** Go's own numbers (reflect.Kind), and three of C. */
export const TypeKind = {
  unknown: 0,
  bool: 1,
  int: 2,
  int8: 3,
  int16: 4,
  int32: 5,
  int64: 6,
  uint: 7,
  uint8: 8,
  uint16: 9,
  uint32: 10,
  uint64: 11,
  uintptr: 12,
  float32: 13,
  float64: 14,
  complex64: 15,
  complex128: 16,
  array: 17,
  chan: 18,
  func: 19,
  interface: 20,
  map: 21,
  pointer: 22,
  slice: 23,
  string: 24,
  struct: 25,
  unsafePointer: 26,
  /** C only: a union's fields all lie at 0; a scalar of C is an int or a float of its size. */
  union: 27,
  enum: 28,
} as const;

export interface TypeColumns {
  /** TypeKind. */
  readonly kinds: Uint8Array;
  /** Bytes that a value takes. */
  readonly sizes: Float64Array;
  /** What a pointer points to, what an array, slice or channel holds, what a map maps to; NONE for others and for unsafe.Pointer. */
  readonly elements: Int32Array;
  /** Of a map. */
  readonly keys: Int32Array;
  /**
   * How the runtime lays out a map (pointer to `map<K,V>`), a channel (pointer to `hchan<T>`), an interface (struct `runtime.iface` or
   * `runtime.eface`): a row of this table; NONE for others, whose fields are their own.
   */
  readonly layouts: Int32Array;
  /** Elements of an array. */
  readonly counts: Float64Array;
  /** Fields of row r are fieldStarts[r] to fieldStarts[r + 1]; structs, strings (str, len) and slices (array, len, cap) have them. */
  readonly fieldStarts: Uint32Array;
  /** Where Go keeps its own description, as bytes from `runtime.types`; 0 where it has none. */
  readonly descriptors: Float64Array;
  readonly names: NameColumn;
  /** Row of the type of a field. */
  readonly fieldTypes: Int32Array;
  /** Bytes from the start of the struct. */
  readonly fieldOffsets: Float64Array;
  readonly fieldIsEmbedded: Uint8Array;
  readonly fieldNames: NameColumn;
}

export class TypeGraph {
  readonly columns: TypeColumns;
  readonly length: number;
  #byName: Map<string, number> | undefined;
  #byDescriptor: Map<number, number> | undefined;

  constructor(columns: TypeColumns) {
    this.columns = columns;
    this.length = columns.kinds.length;
  }

  /** TypeKind. */
  kind(row: number): number {
    return this.columns.kinds[row] as number;
  }

  /** As in the source, with its package: "main.server", "map[main.podPort][]int", "*os.File". */
  name(row: number): string {
    return this.columns.names.at(row);
  }

  /** Bytes. */
  size(row: number): number {
    return this.columns.sizes[row] as number;
  }

  fieldName(field: number): string {
    return this.columns.fieldNames.at(field);
  }

  /** The field of a struct, string or slice that covers byte `offset`; NONE where it is padding. */
  findField(row: number, offset: number): number {
    const { fieldStarts, fieldOffsets, fieldTypes } = this.columns;
    const end = fieldStarts[row + 1] as number;
    for (let field = fieldStarts[row] as number; field < end; field++) {
      const start = fieldOffsets[field] as number;
      if (offset >= start && offset < start + this.size(fieldTypes[field] as number)) return field;
    }
    return NONE;
  }

  /** The first type of that name; NONE where there is none. */
  findByName(name: string): number {
    this.#byName ??= indexRows(this.length, (row) => this.name(row));
    return this.#byName.get(name) ?? NONE;
  }

  /** The type that Go describes at `runtime.types` + `offset` bytes: what an interface's type word or an itab's points to. */
  findByDescriptor(offset: number): number {
    this.#byDescriptor ??= indexRows(this.length, (row) => this.columns.descriptors[row] as number);
    return offset === 0 ? NONE : (this.#byDescriptor.get(offset) ?? NONE);
  }
}

/** The first row of each key wins. */
function indexRows<Key>(length: number, keyOf: (row: number) => Key): Map<Key, number> {
  const rows = new Map<Key, number>();
  for (let row = length - 1; row >= 0; row--) rows.set(keyOf(row), row);
  return rows;
}
