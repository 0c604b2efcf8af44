/**
 * A piece of memory that is too large to wait for: its words are looked at as they come, and those that point into the heap wait for the list
 * of fields, which comes behind the contents and says which of them are pointers.
 */

import { NONE, type PointerTable } from "../tables.ts";
import type { ByteWindow } from "./byte-window.ts";
import { readField } from "./field-list.ts";
import { MemoryBuilder } from "./memory-builder.ts";
import type { MemoryWords } from "./memory-words.ts";

/** Contents of more bytes are read in pieces. */
export const LARGE = 1 << 20;

export class LargeMemory {
  readonly kind: number;
  readonly address: number;
  readonly size: number;
  head = Number.NaN;
  readonly #firstPointer: number;
  readonly #words: MemoryWords;
  #read = 0;
  #hasPointers = false;
  #candidates = new MemoryBuilder();
  #sorted: PointerTable | undefined;
  #next = 0;

  /** `firstPointer` is how many pointers there are before its own. */
  constructor(kind: number, address: number, size: number, firstPointer: number, words: MemoryWords) {
    this.#words = words;
    this.#firstPointer = firstPointer;
    this.kind = kind;
    this.address = address;
    this.size = size;
  }

  /** Reads on; true when the row is in `builder`. Throws SHORTAGE with what was read kept. */
  read(window: ByteWindow, builder: MemoryBuilder): boolean {
    if (this.#sorted === undefined) {
      if (!this.#readContents(window)) return false;
      this.#sorted = this.#candidates.finish().pointers;
    }
    this.#readFields(window, builder);
    builder.endRow(this.kind, this.address, this.size, this.head, this.#hasPointers, NONE, this.#firstPointer);
    return true;
  }

  /** All words whose two neighbours behind have come; `#read` is the offset of the word before the next one. */
  #readContents(window: ByteWindow): boolean {
    const words = this.#words;
    const width = words.wordBytes;
    const from = this.#read;
    const there = Math.min(this.size - from, window.available);
    const isAll = from + there === this.size;
    if (from === 0 && there >= width) this.head = words.head(window.view, window.pos, there);
    const end = isAll ? there - width : there - 3 * width;
    let at = from === 0 ? 0 : width;
    for (; at <= end; at += width) this.#keep(window, from, at, there);
    if (isAll) window.pos += there;
    else if (at > width) {
      window.pos += at - width;
      this.#read = from + at - width;
    }
    return isAll;
  }

  #keep(window: ByteWindow, from: number, at: number, there: number): void {
    const before = this.#candidates.pointers;
    this.#words.keep(window, window.pos, there, at, this.#candidates);
    if (this.#candidates.pointers > before) this.#candidates.shiftLast(from);
  }

  #readFields(window: ByteWindow, builder: MemoryBuilder): void {
    const { offset, target, before, next, second, length } = this.#sorted as PointerTable;
    for (;;) {
      const start = window.pos;
      let field: number;
      try {
        field = readField(window, this.#words.wordBytes);
      } catch (error) {
        window.pos = start;
        throw error;
      }
      if (field < 0) return;
      this.#hasPointers = true;
      let row = this.#next;
      while (row < length && (offset[row] as number) < field) row++;
      if (row < length && offset[row] === field) {
        builder.pointer(
          field,
          target[row] as number,
          before[row] as number,
          next[row] as number,
          second[row] as number,
        );
        row++;
      }
      this.#next = row;
    }
  }
}
