/** What an entry of a function, of a block in it, or of a variable says, as far as it says it. */
import { NONE } from "../symbol-table.ts";
import { Attribute, Form } from "./dwarf-constants.ts";
import type { EntryReader } from "./entry-reader.ts";
import { readRanges } from "./ranges.ts";

export class ScopeEntry {
  tag = 0;
  /** Of the entry in .debug_info; so are `type` and `origin`, the entry that it is a copy of. NONE where it does not say. */
  offset = 0;
  nameStart = NONE;
  linkageNameStart = NONE;
  type = NONE;
  origin = NONE;
  line = 0;
  isResult = false;
  callFile = 0;
  callLine = 0;
  closureOffset = NONE;
  /** Of the expression in .debug_info; NONE where it is none. */
  expressionAt = NONE;
  expressionLength = 0;
  /** Of the list of expressions in .debug_loc or .debug_loclists. */
  listAt = NONE;
  frameBaseAt = NONE;
  frameBaseLength = 0;
  #low = NONE;
  #high = NONE;
  #isHighLength = false;
  #rangesAt = NONE;

  /** Reads all attributes of the entry at which `entries` is. */
  read(entries: EntryReader): this {
    Object.assign(this, new ScopeEntry());
    this.#low = this.#high = this.#rangesAt = NONE;
    const { abbreviation } = entries;
    if (abbreviation === undefined) return this;
    this.tag = abbreviation.tag;
    this.offset = entries.offset;
    const { attributes, forms, constants } = abbreviation;
    for (let index = 0; index < attributes.length; index++)
      this.#readAttribute(entries, attributes[index] as number, forms[index] as number, constants[index] as number);
    return this;
  }

  #readAttribute(entries: EntryReader, attribute: number, form: number, constant: number): void {
    switch (attribute) {
      case Attribute.name:
        this.nameStart = entries.nameStart(form);
        break;
      case Attribute.linkageName:
      case Attribute.mipsLinkageName:
        this.linkageNameStart = entries.nameStart(form);
        break;
      case Attribute.type:
        this.type = entries.number(form, constant);
        break;
      case Attribute.abstractOrigin:
      case Attribute.specification:
        this.origin = entries.number(form, constant);
        break;
      case Attribute.declLine:
        this.line = entries.number(form, constant);
        break;
      case Attribute.variableParameter:
        this.isResult = entries.number(form, constant) !== 0;
        break;
      case Attribute.callFile:
        this.callFile = entries.number(form, constant);
        break;
      case Attribute.callLine:
        this.callLine = entries.number(form, constant);
        break;
      case Attribute.goClosureOffset:
        this.closureOffset = entries.number(form, constant);
        break;
      case Attribute.location:
        this.#readLocation(entries, form);
        break;
      case Attribute.frameBase:
        this.#readFrameBase(entries, form);
        break;
      default:
        this.#readPlace(entries, attribute, form, constant);
    }
  }

  #readPlace(entries: EntryReader, attribute: number, form: number, constant: number): void {
    switch (attribute) {
      case Attribute.lowPc:
        this.#low = entries.number(form, constant);
        break;
      case Attribute.highPc:
        this.#isHighLength = form !== Form.addr && !entries.isIndexedAddress(form);
        this.#high = entries.number(form, constant);
        break;
      case Attribute.ranges:
        this.#rangesAt = entries.listOffset(form, "rnglists");
        break;
      default:
        entries.skip(form);
    }
  }

  #readLocation(entries: EntryReader, form: number): void {
    const length = entries.blockLength(form);
    if (length < 0) {
      this.listAt = entries.listOffset(form, "loclists");
      return;
    }
    this.expressionAt = entries.reader.pos;
    this.expressionLength = length;
    entries.reader.skip(length);
  }

  #readFrameBase(entries: EntryReader, form: number): void {
    const length = entries.blockLength(form);
    if (length < 0) {
      entries.skip(form);
      return;
    }
    this.frameBaseAt = entries.reader.pos;
    this.frameBaseLength = length;
    entries.reader.skip(length);
  }

  /** Addresses that it covers: first and end of each range. Empty where it is not said. */
  ranges(entries: EntryReader): readonly number[] {
    if (this.#rangesAt !== NONE) return readRanges(entries, this.#rangesAt);
    if (this.#low === NONE || this.#high === NONE) return [];
    return [this.#low, this.#isHighLength ? this.#low + this.#high : this.#high];
  }
}
