/**
 * A cursor over the entries of .debug_info. After `next`, each attribute is either read by the method for what it is, or skipped, in the order of
 * the abbreviation.
 */
import type { ByteReader } from "../byte-reader.ts";
import type { Abbreviation } from "./abbreviations.ts";
import type { DebugSections } from "./debug-sections.ts";
import { Attribute, Form } from "./dwarf-constants.ts";
import type { Unit } from "./unit.ts";

export class EntryReader {
  readonly reader: ByteReader;
  readonly sections: DebugSections;
  readonly #info: Uint8Array;
  #addresses: ByteReader | undefined;
  #stringOffsets: ByteReader | undefined;
  unit: Unit;
  /** Of the entry, in .debug_info. */
  offset = 0;
  abbreviation: Abbreviation | undefined;

  constructor(sections: DebugSections, unit: Unit) {
    this.sections = sections;
    this.reader = sections.reader("info");
    this.#info = this.reader.bytes;
    this.unit = unit;
  }

  /** At the first entry of the unit; its own attributes are read first: others count from them. */
  enter(unit: Unit): void {
    this.unit = unit;
    this.reader.seek(unit.entriesAt);
    if (unit.entriesAt < unit.end && this.next()) this.#readBases();
    this.reader.seek(unit.entriesAt);
  }

  /** Moves to the attributes of the next entry; false where it is the end of a list of children. */
  next(): boolean {
    this.offset = this.reader.pos;
    const code = this.reader.uleb();
    if (code === 0) {
      this.abbreviation = undefined;
      return false;
    }
    this.abbreviation = this.unit.abbreviations.get(code);
    if (this.abbreviation === undefined) this.reader.fail("program-corrupt", `has an entry of unknown code ${code}`);
    return true;
  }

  skipAttributes(): void {
    for (const form of this.abbreviation?.forms ?? []) this.skip(form);
  }

  #readBases(): void {
    const { attributes = [], forms = [], constants = [] } = this.abbreviation ?? {};
    const bases = attributes.map((attribute, index) => {
      const name = BASES[attribute];
      const form = forms[index] as number;
      if (name === undefined) this.skip(form);
      return name === undefined
        ? undefined
        : { name, form, at: this.reader.pos, value: this.#number(form, constants[index] ?? 0) };
    });
    for (const base of bases) if (base !== undefined) this.unit[base.name] = base.value;
    // An indexed address needs the base that may come after it.
    const low = bases.find((base) => base?.name === "lowPc");
    if (low !== undefined) this.unit.lowPc = this.reader.seek(low.at) && this.number(low.form, 0);
  }

  /** A constant, a flag, an address, an offset into a section, or a reference as an offset into .debug_info. */
  number(form: number, constant: number): number {
    const value = this.#number(form, constant);
    return isIndexedAddress(form) ? this.addressAt(value) : value;
  }

  #number(form: number, constant: number): number {
    const { reader, unit } = this;
    switch (form) {
      case Form.addr:
        return reader.unsigned(unit.addressSize);
      case Form.data1:
      case Form.flag:
      case Form.addrx1:
      case Form.strx1:
        return reader.u8();
      case Form.data2:
      case Form.addrx2:
      case Form.strx2:
        return reader.u16();
      case Form.addrx3:
      case Form.strx3:
        return reader.u24();
      case Form.data4:
      case Form.addrx4:
      case Form.strx4:
        return reader.u32();
      case Form.data8:
        return reader.u64();
      case Form.udata:
      case Form.addrx:
      case Form.strx:
      case Form.loclistx:
      case Form.rnglistx:
        return reader.uleb();
      case Form.sdata:
        return reader.sleb();
      case Form.implicitConst:
        return constant;
      case Form.flagPresent:
        return 1;
      case Form.secOffset:
      case Form.strp:
      case Form.lineStrp:
        return reader.unsigned(unit.offsetSize);
      case Form.refAddr:
        return reader.unsigned(unit.version === 2 ? unit.addressSize : unit.offsetSize);
      case Form.ref1:
        return unit.start + reader.u8();
      case Form.ref2:
        return unit.start + reader.u16();
      case Form.ref4:
        return unit.start + reader.u32();
      case Form.ref8:
        return unit.start + reader.u64();
      case Form.refUdata:
        return unit.start + reader.uleb();
      case Form.indirect:
        return this.number(this.#indirectForm(), 0);
      default:
        // Blocks, and references to other files: not a number.
        this.skip(form);
        return -1;
    }
  }

  #indirectForm(): number {
    const form = this.reader.uleb();
    return form === Form.indirect ? this.reader.fail("program-corrupt", "has a form that leads to itself") : form;
  }

  /** Of the unit's table of addresses. */
  addressAt(index: number): number {
    this.#addresses ??= this.sections.reader("addr");
    const { addressSize, addrBase } = this.unit;
    return this.#addresses.seek(addrBase + index * addressSize).unsigned(addressSize);
  }

  isIndexedAddress(form: number): boolean {
    return isIndexedAddress(form);
  }

  /** Offset into a section of lists, given by itself or by its number in the unit's table. */
  listOffset(form: number, table: "rnglists" | "loclists"): number {
    const value = this.#number(form, 0);
    if (form !== Form.rnglistx && form !== Form.loclistx) return value;
    const { offsetSize } = this.unit;
    const base = table === "rnglists" ? this.unit.rnglistsBase : this.unit.loclistsBase;
    return (
      base +
      this.sections
        .reader(table)
        .seek(base + value * offsetSize)
        .unsigned(offsetSize)
    );
  }

  /** Where the text begins, counted through .debug_info, .debug_str and .debug_line_str, as a NameColumn takes it. */
  nameStart(form: number): number {
    if (form === Form.string) {
      const start = this.reader.pos;
      this.reader.skipText();
      return start;
    }
    const value = this.#number(form, 0);
    if (form === Form.strp) return this.#info.length + value;
    if (form === Form.lineStrp) return this.#info.length + this.sections.bytes("str").length + value;
    return isIndexedString(form) ? this.#info.length + this.#stringAt(value) : -1;
  }

  #stringAt(index: number): number {
    this.#stringOffsets ??= this.sections.reader("str_offsets");
    const { offsetSize, strOffsetsBase } = this.unit;
    return this.#stringOffsets.seek(strOffsetsBase + index * offsetSize).unsigned(offsetSize);
  }

  /** Moves to the first byte of a block or expression; says how many follow. -1 where the form is none, and nothing was read. */
  blockLength(form: number): number {
    const { reader } = this;
    if (form === Form.block1) return reader.u8();
    if (form === Form.exprloc || form === Form.block) return reader.uleb();
    if (form === Form.block2) return reader.u16();
    return form === Form.block4 ? reader.u32() : -1;
  }

  skip(form: number): void {
    const { reader } = this;
    const length = form === Form.string ? -1 : this.#lengthOf(form);
    if (form === Form.string) reader.skipText();
    else if (length >= 0) reader.skip(length);
    else if (form > Form.addrx4 || form === 0 || form === 2)
      reader.fail("program-unsupported", `has an attribute of form ${form}`);
    else this.#number(form, 0);
  }

  /** Of what is no number; -1 for what is one. */
  #lengthOf(form: number): number {
    const length = this.blockLength(form);
    if (length >= 0) return length;
    return OF_OTHER_FILES.includes(form) ? this.unit.offsetSize : (FIXED_LENGTHS[form] ?? -1);
  }
}

const FIXED_LENGTHS: Readonly<Record<number, number>> = {
  [Form.refSig8]: 8,
  [Form.refSup8]: 8,
  [Form.data16]: 16,
  [Form.refSup4]: 4,
};

const OF_OTHER_FILES: readonly number[] = [Form.strpSup, Form.gnuRefAlt, Form.gnuStrpAlt];

type BaseName = "addrBase" | "strOffsetsBase" | "rnglistsBase" | "loclistsBase" | "lowPc";
const BASES: Readonly<Record<number, BaseName>> = {
  [Attribute.addrBase]: "addrBase",
  [Attribute.strOffsetsBase]: "strOffsetsBase",
  [Attribute.rnglistsBase]: "rnglistsBase",
  [Attribute.loclistsBase]: "loclistsBase",
  [Attribute.lowPc]: "lowPc",
};

function isIndexedAddress(form: number): boolean {
  return form === Form.addrx || (form >= Form.addrx1 && form <= Form.addrx4);
}

function isIndexedString(form: number): boolean {
  return form === Form.strx || (form >= Form.strx1 && form <= Form.strx4);
}
