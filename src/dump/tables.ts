/**
 * A Go heap dump as columns. Every piece of memory that holds pointers is one row of `memory`: objects first, in the order of the dump,
 * then what roots are in: segments, stack frames, goroutines, finalizers. Contents are not kept, only where they point and the few
 * words beside a pointer that say what it is (an interface's type, a slice's length).
 */

/** What a row of `memory` is. */
export const KIND = {
  object: 0,
  /** Initialised package variables. */
  data: 1,
  /** Package variables that start at zero. */
  bss: 2,
  /** What the stack map of a function says are pointers. */
  frame: 3,
  /** All other words of a frame that could be one: of variables whose address was taken, and leftovers. */
  frameWords: 4,
  /** A goroutine's own: the closure it starts with, its deferred calls and panics. */
  goroutine: 5,
  /** What a finalizer needs to run: its function. */
  finalizer: 6,
  /** The object of a finalizer that did not run: no root for Go. */
  finalized: 7,
  /** Object and function of a finalizer that waits to be run. */
  queuedFinalizer: 8,
  /** Described by the dump itself. */
  otherRoot: 9,
  /** Listed among the objects, and none: bits of the collector at the end of a span. */
  spanTail: 10,
  /** A goroutine's object, in which the runtime keeps it. */
  goroutineObject: 11,
} as const;

/** In columns of addresses and offsets: there is none, or it is not known. */
export const NONE = 0xffffffff;

export interface DumpParameters {
  readonly pointerBytes: 4 | 8;
  readonly isBigEndian: boolean;
  /** Addresses of the heap's arenas: first, and one behind the last. */
  readonly heapStart: number;
  readonly heapEnd: number;
  /** GOARCH. */
  readonly architecture: string;
  /** `go1.26.8`. */
  readonly goVersion: string;
  readonly processors: number;
}

export interface MemoryTable {
  readonly length: number;
  /** Rows 0 to here are objects. */
  readonly objectCount: number;
  /** One of KIND. */
  readonly kind: Uint8Array;
  readonly address: Float64Array;
  /** Bytes, as the size class has them. */
  readonly size: Float64Array;
  /** The first word as a number (of a map its count, of a closure its code); NaN if it is above 2^53 or not there. */
  readonly head: Float64Array;
  /** 1 if there is any place for a pointer, nil or not. */
  readonly hasPointers: Uint8Array;
  /** Of goroutines and their frames: row of `goroutines`, of `frames`; of an other root: of `rootNames`. NONE for the rest. */
  readonly owner: Uint32Array;
  /** Row r has the pointers firstPointer[r] to firstPointer[r + 1]. */
  readonly firstPointer: Uint32Array;
}

/** Pointers into the heap, and those of segments to anywhere, by the row of memory that they are in, then by offset. Nil is left out. */
export interface PointerTable {
  readonly length: number;
  /** Bytes from the start of the row's memory. */
  readonly offset: Uint32Array;
  readonly target: Float64Array;
  /** The word before it where that can be an interface's type or itab; `typeWordOf` reads it. */
  readonly before: Uint32Array;
  /** The two words behind it as numbers: length and capacity if it is a slice. NONE where they are larger or not there. */
  readonly next: Uint32Array;
  readonly second: Uint32Array;
}

export interface Goroutine {
  readonly address: number;
  readonly id: number;
  readonly status: number;
  readonly waitReason: string;
  readonly isSystem: boolean;
  /** Code address behind the go statement. */
  readonly creatorPc: number;
  /** Nanoseconds of the process's clock, 0 if it does not wait; rounded. */
  readonly waitSince: number;
}

/** Leaf first within a goroutine. */
export interface Frame {
  readonly goroutine: number;
  readonly depth: number;
  readonly stackPointer: number;
  readonly size: number;
  readonly entry: number;
  readonly pc: number;
  readonly function: string;
}

export interface Finalizer {
  readonly object: number;
  readonly function: number;
  readonly code: number;
  readonly isQueued: boolean;
}

export interface AllocationFrame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

/** One place that allocates objects of one size, as the heap profile has it: counts of samples, not of objects. */
export interface AllocationStack {
  readonly id: number;
  /** Bytes of one object, as asked for. */
  readonly size: number;
  /** Leaf first. */
  readonly frames: readonly AllocationFrame[];
  readonly allocs: number;
  readonly frees: number;
}

/** Fields of runtime.MemStats, bytes and counts. */
export interface DumpMemStats {
  readonly heapAlloc: number;
  readonly heapObjects: number;
  readonly heapInuse: number;
  readonly heapSys: number;
  readonly stackInuse: number;
  readonly nextGC: number;
  readonly numGC: number;
  readonly mallocs: number;
  readonly frees: number;
  readonly totalAlloc: number;
  readonly sys: number;
}

export interface HeapDump {
  readonly parameters: DumpParameters;
  readonly memory: MemoryTable;
  readonly pointers: PointerTable;
  readonly goroutines: readonly Goroutine[];
  readonly frames: readonly Frame[];
  readonly finalizers: readonly Finalizer[];
  readonly rootNames: readonly string[];
  /** Address of a runtime type to its name and size. */
  readonly types: ReadonlyMap<number, DumpType>;
  /** Address of an itab to that of the type that it is for. */
  readonly itabs: ReadonlyMap<number, number>;
  readonly memStats: DumpMemStats;
  readonly stacks: readonly AllocationStack[];
  /** Objects that the heap profile has sampled, by address, and their row of `stacks`. */
  readonly sampleAddress: Float64Array;
  readonly sampleStack: Uint32Array;
  /** Of the pointer: the address of the itab or type in the word before it, or 0. */
  readonly typeWordOf: (pointer: number) => number;
}

export interface DumpType {
  readonly name: string;
  readonly size: number;
}
