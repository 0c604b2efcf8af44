/** A string table with some strings added: the old ones keep their bytes and their numbers. */
import { encodeText, StringTable } from "./string-table.ts";

export class StringAppender {
  readonly #table: StringTable;
  readonly #added: string[] = [];
  readonly #indices: Map<string, number> = new Map();

  constructor(table: StringTable) {
    this.#table = table;
  }

  /** Number of `text` among the added strings. */
  intern(text: string): number {
    const known = this.#indices.get(text);
    if (known !== undefined) return known;
    const index = this.#table.length + this.#added.push(text) - 1;
    this.#indices.set(text, index);
    return index;
  }

  finish(): StringTable {
    if (this.#added.length === 0) return this.#table;
    const { bytes, offsets, length } = this.#table;
    const parts = this.#added.map(encodeText);
    const oldEnd = offsets[length] as number;
    const size = parts.reduce((sum, part) => sum + part.length, oldEnd);
    const allBytes = new Uint8Array(size);
    allBytes.set(bytes.subarray(0, oldEnd));
    const allOffsets = new Uint32Array(offsets.length + parts.length);
    allOffsets.set(offsets);
    let end = oldEnd;
    for (const [added, part] of parts.entries()) {
      allBytes.set(part, end);
      end += part.length;
      allOffsets[length + added + 1] = end;
    }
    return new StringTable(allBytes, allOffsets);
  }
}
