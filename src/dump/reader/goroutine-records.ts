/** Records of goroutines: their own, their frames, their deferred calls and panics. */

import { type Frame, type Goroutine, KIND, NONE } from "../tables.ts";
import type { ByteWindow } from "./byte-window.ts";
import { readField } from "./field-list.ts";
import type { MemoryBuilder } from "./memory-builder.ts";
import type { MemoryWords } from "./memory-words.ts";

export function readGoroutine(window: ByteWindow, goroutines: Goroutine[], builder: MemoryBuilder): void {
  const address = window.exact();
  window.varint(); // stack pointer
  const id = window.varint();
  const creatorPc = window.varint();
  const status = window.varint();
  const isSystem = window.varint() !== 0;
  window.varint(); // is background: always 0
  const waitSince = window.varint();
  const waitReason = window.text();
  const closure = window.varint();
  window.varint(); // thread
  const deferred = window.varint();
  const panic = window.varint();
  builder.addRow(KIND.goroutine, address, goroutines.length, [closure, deferred, panic]);
  builder.addRow(KIND.goroutineObject, address, goroutines.length, [address]);
  goroutines.push({ address, id, status, waitReason, isSystem, creatorPc, waitSince });
}

export function readFrame(window: ByteWindow, words: MemoryWords, state: FrameState, builder: MemoryBuilder): void {
  const stackPointer = window.exact();
  const depth = window.varint();
  window.varint(); // stack pointer of the callee
  const size = window.exact();
  const contents = window.take(size);
  const entry = window.varint();
  const pc = window.varint();
  window.varint(); // where it goes on
  const name = window.text();
  const fields = readFields(window, words.wordBytes, size);
  const goroutine = state.goroutines.length - 1;
  const row = state.frames.length;
  const pieces = { contents, size, stackPointer, row };
  addRow(KIND.frame, pieces, fields, window, words, builder);
  addRow(KIND.frameWords, pieces, otherWords(fields, words.wordBytes, size), window, words, builder);
  state.frames.push({ goroutine, depth, stackPointer, size, entry, pc, function: name });
}

interface FrameState {
  readonly goroutines: readonly Goroutine[];
  readonly frames: Frame[];
}

interface FramePieces {
  readonly contents: number;
  readonly size: number;
  readonly stackPointer: number;
  readonly row: number;
}

/** Ascending and each once; the runtime also names places outside of the frame, which are another's. */
function readFields(window: ByteWindow, wordBytes: number, size: number): number[] {
  const fields: number[] = [];
  for (let field = readField(window, wordBytes); field >= 0; field = readField(window, wordBytes)) {
    if (field + wordBytes <= size) fields.push(field);
  }
  return [...new Set(fields)].sort((a, b) => a - b);
}

function otherWords(fields: readonly number[], wordBytes: number, size: number): number[] {
  const known = new Set(fields);
  const others: number[] = [];
  for (let offset = 0; offset + wordBytes <= size; offset += wordBytes) if (!known.has(offset)) others.push(offset);
  return others;
}

function addRow(
  kind: number,
  { contents, size, stackPointer, row }: FramePieces,
  offsets: readonly number[],
  window: ByteWindow,
  words: MemoryWords,
  builder: MemoryBuilder,
): void {
  const first = builder.pointers;
  for (const offset of offsets) words.keep(window, contents, size, offset, builder);
  builder.endRow(kind, stackPointer, size, Number.NaN, true, row, first);
}

/** A deferred call is a root with its function: it may lie on the stack, where no object is. */
export function readDeferred(window: ByteWindow, goroutine: number, builder: MemoryBuilder): void {
  const address = window.exact();
  window.varint(); // goroutine
  window.varint(); // stack pointer
  window.varint(); // code address
  const closure = window.varint();
  window.varint(); // code of the closure
  window.varint(); // next
  builder.addRow(KIND.goroutine, address, goroutine < 0 ? NONE : goroutine, [address, closure]);
}

export function readPanic(window: ByteWindow, goroutine: number, builder: MemoryBuilder): void {
  const address = window.exact();
  window.varint(); // goroutine
  window.varint(); // type of the value
  const value = window.varint();
  window.varint(); // always 0
  window.varint(); // next
  builder.addRow(KIND.goroutine, address, goroutine < 0 ? NONE : goroutine, [value]);
}
