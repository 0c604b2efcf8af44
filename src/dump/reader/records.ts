/** What each record adds to the dump. A reader changes nothing before all of its record has come, but for rows, which are cut again. */

import { KIND } from "../tables.ts";
import type { ByteWindow } from "./byte-window.ts";
import { damagedDump } from "./dump-error.ts";
import type { DumpParts } from "./dump-parts.ts";
import { readDeferred, readFrame, readGoroutine, readPanic } from "./goroutine-records.ts";
import { readMemory } from "./memory-record.ts";
import { readAllocationStack, readItab, readMemStats, readParameters, readType } from "./process-records.ts";
import * as tag from "./record-tags.ts";

type ReadRecord = (window: ByteWindow, parts: DumpParts) => void;

/** By tag. */
export const RECORDS: readonly (ReadRecord | undefined)[] = recordTable();

function recordTable(): (ReadRecord | undefined)[] {
  const table: (ReadRecord | undefined)[] = [];
  table[tag.END] = (_, parts) => {
    parts.isEnded = true;
  };
  table[tag.OBJECT] = (window, parts) => readMemory(window, parts, KIND.object);
  table[tag.DATA] = (window, parts) => readMemory(window, parts, KIND.data);
  table[tag.BSS] = (window, parts) => readMemory(window, parts, KIND.bss);
  table[tag.PARAMETERS] = (window, parts) => {
    parts.parameters = readParameters(window);
  };
  table[tag.TYPE] = (window, parts) => readType(window, parts.types);
  table[tag.ITAB] = (window, parts) => readItab(window, parts.itabs);
  table[tag.OS_THREAD] = readThread;
  table[tag.MEM_STATS] = (window, parts) => {
    parts.memStats = readMemStats(window);
  };
  table[tag.GOROUTINE] = (window, parts) => readGoroutine(window, parts.goroutines, parts.builder);
  table[tag.STACK_FRAME] = (window, parts) => readFrame(window, parts.heapWords(window.offset), parts, parts.builder);
  table[tag.DEFER] = (window, parts) => readDeferred(window, parts.goroutines.length - 1, parts.builder);
  table[tag.PANIC] = (window, parts) => readPanic(window, parts.goroutines.length - 1, parts.builder);
  table[tag.FINALIZER] = (window, parts) => readFinalizer(window, parts, false);
  table[tag.QUEUED_FINALIZER] = (window, parts) => readFinalizer(window, parts, true);
  table[tag.OTHER_ROOT] = readOtherRoot;
  table[tag.MEM_PROF] = readStack;
  table[tag.ALLOC_SAMPLE] = readSample;
  return table;
}

function readThread(window: ByteWindow): void {
  for (let field = 0; field < 3; field++) window.varint();
}

function readFinalizer(window: ByteWindow, { builder, finalizers }: DumpParts, isQueued: boolean): void {
  const object = window.exact();
  const closure = window.exact();
  const code = window.exact();
  window.varint(); // type of the argument
  window.varint(); // type of the object
  const row = finalizers.length;
  if (isQueued) builder.addRow(KIND.queuedFinalizer, object, row, [object, closure]);
  else {
    builder.addRow(KIND.finalizer, object, row, [closure]);
    builder.addRow(KIND.finalized, object, row, [object]);
  }
  finalizers.push({ object, function: closure, code, isQueued });
}

function readOtherRoot(window: ByteWindow, { builder, rootNames }: DumpParts): void {
  const name = window.text();
  const target = window.exact();
  builder.addRow(KIND.otherRoot, 0, rootNames.length, [target]);
  rootNames.push(name);
}

function readStack(window: ByteWindow, { stacks, stackRows }: DumpParts): void {
  const stack = readAllocationStack(window);
  stackRows.set(stack.id, stacks.length);
  stacks.push(stack);
}

function readSample(window: ByteWindow, { stackRows, sampleAddress, sampleStack }: DumpParts): void {
  const at = window.offset;
  const address = window.exact();
  const row = stackRows.get(window.exact());
  if (row === undefined) throw damagedDump("a sample of an allocation stack that is not there", at);
  sampleAddress.push(address);
  sampleStack.push(row);
}
