/** Records of memory: objects and segments. */

import { KIND, NONE } from "../tables.ts";
import type { ByteWindow } from "./byte-window.ts";
import { damagedDump } from "./dump-error.ts";
import type { DumpParts } from "./dump-parts.ts";
import { readField } from "./field-list.ts";
import { LARGE, LargeMemory } from "./large-memory.ts";

/** Adds the row, or begins to read it where its contents are large. Where nearly all time of reading goes. */
export function readMemory(window: ByteWindow, parts: DumpParts, kind: number): void {
  const words = kind === KIND.object ? parts.heapWords(window.offset) : parts.segmentWords(window.offset);
  const builder = parts.builder;
  const address = window.exact();
  const size = window.exact();
  const first = builder.pointers;
  if (size > LARGE) {
    parts.large = new LargeMemory(kind, address, size, first, words);
    parts.visited++;
    return;
  }
  const contents = window.take(size);
  const width = words.wordBytes;
  if (parts.visit !== undefined && kind === KIND.object) {
    // Nothing is shown before all of the record is there.
    while (readField(window, width) >= 0);
    parts.visit(parts.visited++, window.bytes, contents, size);
    return;
  }
  let hasPointers = false;
  for (let offset = readField(window, width); offset >= 0; offset = readField(window, width)) {
    if (offset + width > size) throw damagedDump("a field lies outside of its object", window.offset);
    hasPointers = true;
    words.keep(window, contents, size, offset, builder);
  }
  builder.endRow(kind, address, size, words.head(window.view, contents, size), hasPointers, NONE, first);
}
