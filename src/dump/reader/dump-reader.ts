/**
 * Reads a heap dump as it comes, in pieces of any size. Memory goes with the number of objects and pointers, not with the bytes of the
 * dump: contents are looked through and dropped.
 */

import type { HeapDump } from "../tables.ts";
import { ByteWindow, SHORTAGE } from "./byte-window.ts";
import { damagedDump, notADump, truncatedDump } from "./dump-error.ts";
import { type ContentsVisitor, DumpParts } from "./dump-parts.ts";
import type { LargeMemory } from "./large-memory.ts";
import { HEADER, RECORD_NAMES } from "./record-tags.ts";
import { RECORDS } from "./records.ts";

export class DumpReader {
  readonly #window = new ByteWindow();
  readonly #parts: DumpParts;
  #isBegun = false;

  /** With a visitor the contents of objects are shown to it, and `finish` gives no dump that is of use. */
  constructor(visit?: ContentsVisitor) {
    this.#parts = new DumpParts(visit);
  }

  /** Throws ProfileError "heap-dump". The bytes of `piece` may be used until the next call, and must stay as they are. */
  push(piece: Uint8Array): void {
    this.#window.append(piece);
    while (!this.#parts.isEnded && this.#readOn());
    if (this.#parts.isEnded && this.#window.available > 0) {
      throw damagedDump("something follows its end", this.#window.offset);
    }
  }

  /** Throws ProfileError "heap-dump" if the dump is not whole. */
  finish(): HeapDump {
    const window = this.#window;
    if (!this.#parts.isEnded) throw truncatedDump(window.offset + window.available, this.#unfinished());
    return this.#parts.finish(window.offset);
  }

  #unfinished(): string {
    if (!this.#isBegun) return "its header";
    if (this.#parts.large !== undefined) return "a large piece of memory";
    const first = this.#window.bytes[this.#window.pos];
    return first === undefined ? "front of the next record" : (RECORD_NAMES[first] ?? "an unknown record");
  }

  /** One record, or what has come of a large one; false if more bytes are needed. */
  #readOn(): boolean {
    const { large, builder } = this.#parts;
    const start = this.#window.pos;
    const rows = builder.rows;
    const pointers = builder.pointers;
    try {
      if (large !== undefined) return this.#readLarge(large);
      if (this.#isBegun) this.#readRecord();
      else this.#readHeader();
      return true;
    } catch (error) {
      if (error !== SHORTAGE) throw error;
      if (large === undefined) {
        this.#window.pos = start;
        builder.cut(rows, pointers);
      }
      return false;
    }
  }

  #readLarge(large: LargeMemory): boolean {
    const parts = this.#parts;
    if (!large.read(this.#window, parts.builder)) return false;
    parts.large = undefined;
    return true;
  }

  #readHeader(): void {
    const window = this.#window;
    const text = String.fromCharCode(...window.bytes.subarray(window.pos, window.pos + HEADER.length));
    if (!HEADER.startsWith(text)) throw notADump(describeHeader(text));
    window.take(HEADER.length);
    this.#isBegun = true;
  }

  #readRecord(): void {
    const window = this.#window;
    const at = window.offset;
    const tag = window.varint();
    const read = RECORDS[tag];
    if (read === undefined) throw damagedDump(`a record of the unknown kind ${tag}`, at);
    read(window, this.#parts);
  }
}

function describeHeader(text: string): string {
  const version = /^go1\.(\d+) heap dump/.exec(text);
  if (version !== null) return `a heap dump in the format of Go 1.${version[1]}: Go 1.7 and later write another`;
  return "this is no Go heap dump (runtime/debug.WriteHeapDump)";
}
