/** DWARF's sections, each unpacked when it is first asked for and then kept. */
import { ByteReader } from "../byte-reader.ts";
import type { ObjectFile } from "../object-file.ts";
import { readDebugSection } from "../section-data.ts";

type DebugSectionName =
  | "abbrev"
  | "addr"
  | "info"
  | "line"
  | "line_str"
  | "loc"
  | "loclists"
  | "ranges"
  | "rnglists"
  | "str"
  | "str_offsets";

export class DebugSections {
  readonly file: ObjectFile;
  readonly #read = new Map<DebugSectionName, Uint8Array>();

  constructor(file: ObjectFile) {
    this.file = file;
  }

  /** Empty where the program has none. */
  bytes(name: DebugSectionName): Uint8Array {
    const known = this.#read.get(name);
    if (known !== undefined) return known;
    const bytes = readDebugSection(this.file, name);
    this.#read.set(name, bytes);
    return bytes;
  }

  /** The sections that hold names, in the order that a NameColumn counts them. */
  get texts(): readonly Uint8Array[] {
    return [this.bytes("info"), this.bytes("str"), this.bytes("line_str")];
  }

  reader(name: DebugSectionName): ByteReader {
    return new ByteReader(this.bytes(name), this.file.isLittleEndian, `section .debug_${name}`);
  }
}
