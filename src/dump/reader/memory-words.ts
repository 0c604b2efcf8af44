/** Words of a piece of memory in the byte order and size of the process that was dumped, and what is worth keeping of them. */

import { type DumpParameters, NONE } from "../tables.ts";
import type { ByteWindow } from "./byte-window.ts";
import type { MemoryBuilder } from "./memory-builder.ts";
import type { TypeWords } from "./type-words.ts";

const TWO_32 = 4294967296;

export class MemoryWords {
  readonly wordBytes: number;
  readonly #start: number;
  readonly #end: number;
  readonly #isLittle: boolean;
  readonly #types: TypeWords;

  /** Pointers to `start` up to `end` are kept. */
  constructor(parameters: DumpParameters, types: TypeWords, start: number, end: number) {
    this.wordBytes = parameters.pointerBytes;
    this.#start = start;
    this.#end = end;
    this.#isLittle = !parameters.isBigEndian;
    this.#types = types;
  }

  /** Exact below 2^53. */
  word(view: DataView, at: number): number {
    if (this.wordBytes === 4) return view.getUint32(at, this.#isLittle);
    if (this.#isLittle) return view.getUint32(at + 4, true) * TWO_32 + view.getUint32(at, true);
    return view.getUint32(at, false) * TWO_32 + view.getUint32(at + 4, false);
  }

  /** Keeps the pointer at `offset` of the memory that is `size` bytes from `start` in the window, if its target is worth keeping. */
  keep(window: ByteWindow, start: number, size: number, offset: number, builder: MemoryBuilder): void {
    const view = window.view;
    const target = this.word(view, start + offset);
    if (target < this.#start || target >= this.#end) return;
    const width = this.wordBytes;
    const before = offset >= width ? this.#types.encode(this.word(view, start + offset - width)) : 0;
    const next = this.#count(view, start, size, offset + width);
    const second = this.#count(view, start, size, offset + 2 * width);
    builder.pointer(offset, target, before, next, second);
  }

  /** The first word as a number, NaN if there is none. */
  head(view: DataView, start: number, size: number): number {
    if (size < this.wordBytes) return Number.NaN;
    const word = this.word(view, start);
    return word > Number.MAX_SAFE_INTEGER ? Number.NaN : word;
  }

  #count(view: DataView, start: number, size: number, offset: number): number {
    if (offset + this.wordBytes > size) return NONE;
    const word = this.word(view, start + offset);
    return Math.min(word, NONE);
  }
}
