/** Abbreviations: which attributes an entry has, and in which form. */
import type { ByteReader } from "../byte-reader.ts";
import { Form } from "./dwarf-constants.ts";

export interface Abbreviation {
  readonly tag: number;
  readonly hasChildren: boolean;
  readonly attributes: readonly number[];
  readonly forms: readonly number[];
  /** Values that the abbreviation itself holds (DW_FORM_implicit_const); 0 for others. */
  readonly constants: readonly number[];
}

export type Abbreviations = ReadonlyMap<number, Abbreviation>;

/** The table at `offset` of .debug_abbrev, by code. */
export function decodeAbbreviations(reader: ByteReader, offset: number): Abbreviations {
  const table = new Map<number, Abbreviation>();
  reader.seek(offset);
  for (let code = reader.uleb(); code !== 0; code = reader.uleb()) table.set(code, decodeAbbreviation(reader));
  return table;
}

function decodeAbbreviation(reader: ByteReader): Abbreviation {
  const tag = reader.uleb();
  const hasChildren = reader.u8() !== 0;
  const [attributes, forms, constants]: [number[], number[], number[]] = [[], [], []];
  for (;;) {
    const [attribute, form] = [reader.uleb(), reader.uleb()];
    const constant = form === Form.implicitConst ? reader.sleb() : 0;
    if (attribute === 0 && form === 0) return { tag, hasChildren, attributes, forms, constants };
    attributes.push(attribute);
    forms.push(form);
    constants.push(constant);
  }
}
