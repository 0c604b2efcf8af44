/** One walk over .debug_info for types and package variables; functions and what is in them are passed by. */
import { NONE } from "../symbol-table.ts";
import type { Abbreviation } from "./abbreviations.ts";
import type { DebugSections } from "./debug-sections.ts";
import { Attribute, Tag } from "./dwarf-constants.ts";
import { EntryReader } from "./entry-reader.ts";
import { NameColumn } from "./name-column.ts";
import { TypeBuilder, type TypeEntry } from "./type-builder.ts";
import type { TypeGraph } from "./type-graph.ts";
import type { Unit } from "./unit.ts";
import { VariableTable } from "./variable-table.ts";

export interface TypesAndVariables {
  readonly types: TypeGraph;
  readonly variables: VariableTable;
  /** Row of the type at that offset of .debug_info; NONE where there is none. */
  readonly typeAt: (offset: number) => number;
}

export function decodeTypes(sections: DebugSections, units: readonly Unit[]): TypesAndVariables {
  const first = units[0];
  const walk =
    first === undefined ? undefined : new TypeWalk(new EntryReader(sections, first), sections.file.pointerSize);
  for (const unit of units) walk?.readUnit(unit);
  const names = sections.texts;
  const builder = walk?.builder ?? new TypeBuilder(sections.file.pointerSize);
  const types = builder.finish(names);
  return {
    types,
    variables: buildVariables(walk?.variables ?? [], builder, names, types),
    typeAt: (at) => builder.rowAt(at),
  };
}

interface Variable {
  readonly address: number;
  readonly nameStart: number;
  /** Offset in .debug_info. */
  readonly type: number;
}

class TypeWalk {
  readonly builder: TypeBuilder;
  readonly variables: Variable[] = [];
  readonly #entries: EntryReader;
  /** Rows of the entries that are open, innermost last; NONE for what is no type. */
  readonly #open: number[] = [];
  readonly #entry: TypeEntry = { ...BLANK };
  #count = NONE;
  #fieldOffset = 0;
  #isEmbedded = 0;
  #address = NONE;

  constructor(entries: EntryReader, pointerSize: number) {
    this.#entries = entries;
    this.builder = new TypeBuilder(pointerSize);
  }

  readUnit(unit: Unit): void {
    const entries = this.#entries;
    entries.enter(unit);
    this.#open.length = 0;
    while (entries.reader.pos < unit.end) {
      if (!entries.next()) {
        this.#open.pop();
        continue;
      }
      const abbreviation = entries.abbreviation as Abbreviation;
      const role = ROLES[abbreviation.tag];
      const row = role === undefined ? this.#pass() : this.#read(abbreviation, role);
      if (abbreviation.hasChildren) this.#open.push(row);
    }
  }

  #pass(): number {
    this.#entries.skipAttributes();
    return NONE;
  }

  #read(abbreviation: Abbreviation, role: Role): number {
    this.#readAttributes(abbreviation);
    const { builder } = this;
    const { offset, nameStart, type } = this.#entry;
    const owner = this.#open[this.#open.length - 1] ?? NONE;
    if (role === "type") return builder.add({ ...this.#entry, offset });
    if (role === "member" && owner !== NONE)
      builder.addField(owner, nameStart, type, this.#fieldOffset, this.#isEmbedded);
    if (role === "subrange" && owner !== NONE) builder.addCount(owner, this.#count);
    if (role === "variable" && this.#address >= 0) this.variables.push({ address: this.#address, nameStart, type });
    return NONE;
  }

  #readAttributes({ tag, attributes, forms, constants }: Abbreviation): void {
    Object.assign(this.#entry, BLANK);
    this.#entry.offset = this.#entries.offset;
    this.#entry.tag = tag;
    this.#count = this.#address = NONE;
    this.#fieldOffset = this.#isEmbedded = 0;
    for (let index = 0; index < attributes.length; index++)
      this.#readAttribute(attributes[index] as number, forms[index] as number, constants[index] as number);
  }

  #readAttribute(attribute: number, form: number, constant: number): void {
    const entries = this.#entries;
    const entry = this.#entry;
    switch (attribute) {
      case Attribute.name:
        entry.nameStart = entries.nameStart(form);
        break;
      case Attribute.type:
        entry.type = entries.number(form, constant);
        break;
      case Attribute.byteSize:
        entry.size = entries.number(form, constant);
        break;
      case Attribute.encoding:
        entry.encoding = entries.number(form, constant);
        break;
      case Attribute.goKind:
        entry.goKind = entries.number(form, constant);
        break;
      case Attribute.goKey:
        entry.goKey = entries.number(form, constant);
        break;
      case Attribute.goElem:
        entry.goElem = entries.number(form, constant);
        break;
      case Attribute.goRuntimeType:
        entry.descriptor = entries.number(form, constant);
        break;
      case Attribute.goEmbeddedField:
        this.#isEmbedded = entries.number(form, constant);
        break;
      case Attribute.dataMemberLocation:
        this.#fieldOffset = entries.number(form, constant);
        break;
      case Attribute.count:
        this.#count = entries.number(form, constant);
        break;
      case Attribute.upperBound:
        this.#count = entries.number(form, constant) + 1;
        break;
      case Attribute.location:
        this.#address = readAddress(entries, form);
        break;
      default:
        entries.skip(form);
    }
  }
}

const BLANK: TypeEntry = {
  ...{ offset: 0, tag: 0, nameStart: NONE, size: NONE, encoding: 0, goKind: 0 },
  ...{ type: NONE, goKey: NONE, goElem: NONE, descriptor: 0 },
};

type Role = "type" | "member" | "subrange" | "variable";

const TYPES: readonly number[] = [
  ...[Tag.array, Tag.class, Tag.enumeration, Tag.pointer, Tag.reference, Tag.structure, Tag.subroutine, Tag.typedef],
  ...[Tag.union, Tag.base, Tag.const, Tag.volatile, Tag.restrict, Tag.unspecified, Tag.rvalueReference, Tag.atomic],
];

const ROLES: Readonly<Record<number, Role>> = {
  ...Object.fromEntries(TYPES.map((tag) => [tag, "type" as const])),
  [Tag.member]: "member",
  [Tag.subrange]: "subrange",
  [Tag.variable]: "variable",
};

const DW_OP_addr = 0x03;

/** Of a variable that always lies in one place; NONE for all others. */
function readAddress(entries: EntryReader, form: number): number {
  const { reader, unit } = entries;
  const length = entries.blockLength(form);
  if (length < 0) {
    entries.skip(form);
    return NONE;
  }
  const end = reader.pos + length;
  const isAddress = length === 1 + unit.addressSize && reader.u8() === DW_OP_addr;
  const address = isAddress ? reader.unsigned(unit.addressSize) : NONE;
  reader.seek(end);
  return address;
}

function buildVariables(
  variables: Variable[],
  builder: TypeBuilder,
  names: readonly Uint8Array[],
  types: TypeGraph,
): VariableTable {
  variables.sort((a, b) => a.address - b.address);
  const addresses = Float64Array.from(variables, ({ address }) => address);
  const rows = Int32Array.from(variables, ({ type }) => builder.rowAt(type));
  const starts = Float64Array.from(variables, ({ nameStart }) => nameStart);
  return new VariableTable(addresses, rows, new NameColumn(starts, names), types);
}
