/** Types of a program written by hand, for dumps that are: what a variable of each is made of, word by word. */
import { NameColumn } from "../../src/binary/dwarf/name-column.ts";
import { NONE, TypeGraph, TypeKind } from "../../src/binary/index.ts";

export interface WrittenType {
  readonly name: string;
  readonly kind: keyof typeof TypeKind;
  /** Bytes; of a struct as its fields have them where not given. */
  readonly size?: number;
  /** Name of what it points to or holds. */
  readonly element?: string;
  /** Name and type, one after another. */
  readonly fields?: readonly (readonly [name: string, type: string])[];
}

const SIZES: Partial<Record<keyof typeof TypeKind, number>> = { pointer: 8, slice: 24, string: 16, uint8: 1 };

/** Each stands behind those that it is made of; what it points to may come later. */
export function writtenTypes(types: readonly WrittenType[]): TypeGraph {
  const rowOf = new Map(types.map(({ name }, row) => [name, row]));
  const rows = (names: readonly (string | undefined)[]): Int32Array =>
    Int32Array.from(names, (name) => (name === undefined ? NONE : (rowOf.get(name) ?? NONE)));
  const sizes: number[] = [];
  const offsets: number[] = [];
  for (const { kind, size = SIZES[kind], fields = [] } of types) {
    let end = 0;
    for (const [, type] of fields) {
      offsets.push(end);
      end += sizes[rowOf.get(type) ?? NONE] ?? 0;
    }
    sizes.push(size ?? end);
  }
  const fields = types.flatMap(({ fields = [] }) => fields);
  const none = new Int32Array(types.length).fill(NONE);
  return new TypeGraph({
    kinds: Uint8Array.from(types, ({ kind }) => TypeKind[kind]),
    sizes: Float64Array.from(sizes),
    elements: rows(types.map(({ element }) => element)),
    ...{ keys: none, layouts: none, counts: new Float64Array(types.length) },
    fieldStarts: Uint32Array.from([0, ...types.map((_, row) => fieldsUpTo(types, row))]),
    descriptors: new Float64Array(types.length),
    names: namesOf(types.map(({ name }) => name)),
    fieldTypes: rows(fields.map(([, type]) => type)),
    fieldOffsets: Float64Array.from(offsets),
    fieldIsEmbedded: new Uint8Array(fields.length),
    fieldNames: namesOf(fields.map(([name]) => name)),
  });
}

function fieldsUpTo(types: readonly WrittenType[], last: number): number {
  return types.slice(0, last + 1).reduce((sum, { fields = [] }) => sum + fields.length, 0);
}

function namesOf(names: readonly string[]): NameColumn {
  const starts = new Float64Array(names.length);
  let text = "";
  for (const [row, name] of names.entries()) {
    starts[row] = text.length;
    text += `${name}\0`;
  }
  return new NameColumn(starts, [new TextEncoder().encode(text)]);
}
