/** The list of fields behind a piece of memory: where in it pointers are. */
import { type ByteWindow, SHORTAGE } from "./byte-window.ts";
import { damagedDump } from "./dump-error.ts";
import { FIELD_EMPTY_INTERFACE, FIELD_END, FIELD_INTERFACE, FIELD_POINTER } from "./record-tags.ts";

/** The offset of the next field's pointer, or -1 at the end of the list. */
export function readField(window: ByteWindow, wordBytes: number): number {
  const bytes = window.bytes;
  if (window.pos >= bytes.length) throw SHORTAGE;
  const kind = bytes[window.pos++] as number;
  if (kind === FIELD_END) return -1;
  if (kind === FIELD_POINTER) return window.exact();
  if (kind === FIELD_INTERFACE || kind === FIELD_EMPTY_INTERFACE) return window.exact() + wordBytes;
  throw damagedDump(`a field is of the unknown kind ${kind}`, window.offset - 1);
}
