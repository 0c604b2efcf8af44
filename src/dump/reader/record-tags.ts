/** Records of `runtime/debug.WriteHeapDump`, as runtime/heapdump.go numbers them; the same from Go 1.7 to 1.27. */

export const HEADER = "go1.7 heap dump\n";

export const END = 0;
export const OBJECT = 1;
export const OTHER_ROOT = 2;
export const TYPE = 3;
export const GOROUTINE = 4;
export const STACK_FRAME = 5;
export const PARAMETERS = 6;
export const FINALIZER = 7;
export const ITAB = 8;
export const OS_THREAD = 9;
export const MEM_STATS = 10;
export const QUEUED_FINALIZER = 11;
export const DATA = 12;
export const BSS = 13;
export const DEFER = 14;
export const PANIC = 15;
export const MEM_PROF = 16;
export const ALLOC_SAMPLE = 17;

export const RECORD_NAMES: readonly string[] = [
  "the end",
  "an object",
  "a root",
  "a type",
  "a goroutine",
  "a stack frame",
  "the parameters",
  "a finalizer",
  "an itab",
  "a thread",
  "the memory statistics",
  "a queued finalizer",
  "the data segment",
  "the bss segment",
  "a deferred call",
  "a panic",
  "an allocation stack",
  "an allocation sample",
];

/** Kinds of fields; Go writes only pointers since 1.4. */
export const FIELD_END = 0;
export const FIELD_POINTER = 1;
export const FIELD_INTERFACE = 2;
export const FIELD_EMPTY_INTERFACE = 3;
