/**
 * Where references to the heap begin: package variables, stack frames of goroutines, finalizers, and what else the dump names. Each is a node of
 * the object graph, behind the objects; a goroutine is one too, with its frames below it.
 */
import { type HeapDump, KIND, NONE } from "../tables.ts";

export const HOLDER = {
  variable: 0,
  goroutine: 1,
  frame: 2,
  /** Words of a frame of which it is not known that they are pointers. */
  frameWords: 3,
  /** Closure, deferred calls, panics of a goroutine. */
  goroutineState: 4,
  finalizer: 5,
  queuedFinalizer: 6,
  otherRoot: 7,
  /** An object that is kept only until its finalizer runs. */
  finalized: 8,
  /** A goroutine's object: what it leads to is its own where nothing else leads there, as a channel that it waits for. */
  goroutineObject: 9,
} as const;

/** How sure it is that what a holder points to is alive; a weaker holder holds only what no stronger one reaches. */
export const CERTAIN = 1;
export const POSSIBLE = 2;
export const FINALIZED = 3;

export interface HolderTable {
  readonly length: number;
  /** One of HOLDER. */
  readonly kind: Uint8Array;
  /** CERTAIN, POSSIBLE or FINALIZED. */
  readonly tier: Uint8Array;
  /** Where the variable, the frame or the goroutine is; of finalizers the object. */
  readonly address: Float64Array;
  /** Start of the memory that its pointers' offsets count from. */
  readonly base: Float64Array;
  /** Row of the goroutine, the frame, the finalizer or the root's name; NONE for variables. */
  readonly owner: Uint32Array;
  /** The holder that it belongs to: a goroutine's of a frame; NONE if it stands alone. */
  readonly parent: Uint32Array;
  /** Its pointers: rows of the dump's `pointers`. */
  readonly firstPointer: Uint32Array;
  readonly endPointer: Uint32Array;
}

/** Where the variable begins that covers an address of the data or bss segment. */
type VariableStart = (address: number) => number;

interface Holder {
  readonly kind: number;
  readonly address: number;
  readonly base: number;
  readonly owner: number;
  readonly parent: number;
  readonly first: number;
  readonly end: number;
}

export function buildHolders(dump: HeapDump, startOf: VariableStart): HolderTable {
  const holders: Holder[] = [];
  const goroutineHolders = addGoroutines(dump, holders);
  for (let row = dump.memory.objectCount; row < dump.memory.length; row++) {
    const kind = dump.memory.kind[row] as number;
    if (kind === KIND.data || kind === KIND.bss) addVariables(dump, row, startOf, holders);
    else if (!isLeftOver(dump, row)) holders.push(holderOf(dump, row, goroutineHolders));
  }
  return tableOf(holders);
}

/** What is left over on the stacks of the runtime's goroutines holds nothing. */
function isLeftOver({ memory, frames, goroutines }: HeapDump, row: number): boolean {
  if (memory.kind[row] !== KIND.frameWords) return false;
  return goroutines[frames[memory.owner[row] as number]?.goroutine ?? -1]?.isSystem === true;
}

function addGoroutines(dump: HeapDump, holders: Holder[]): number {
  const first = holders.length;
  for (const [owner, { address }] of dump.goroutines.entries()) {
    holders.push({ kind: HOLDER.goroutine, address, base: address, owner, parent: NONE, first: 0, end: 0 });
  }
  return first;
}

const KINDS: ReadonlyMap<number, number> = new Map([
  [KIND.frame, HOLDER.frame],
  [KIND.frameWords, HOLDER.frameWords],
  [KIND.goroutine, HOLDER.goroutineState],
  [KIND.goroutineObject, HOLDER.goroutineObject],
  [KIND.finalizer, HOLDER.finalizer],
  [KIND.finalized, HOLDER.finalized],
  [KIND.queuedFinalizer, HOLDER.queuedFinalizer],
  [KIND.otherRoot, HOLDER.otherRoot],
]);

function holderOf({ memory, frames }: HeapDump, row: number, goroutines: number): Holder {
  const kind = KINDS.get(memory.kind[row] as number) ?? HOLDER.otherRoot;
  const owner = memory.owner[row] as number;
  const goroutine = goroutineOf(kind, owner, frames);
  return {
    kind,
    address: memory.address[row] as number,
    base: memory.address[row] as number,
    owner,
    parent: goroutine === NONE || goroutine < 0 ? NONE : goroutines + goroutine,
    first: memory.firstPointer[row] as number,
    end: memory.firstPointer[row + 1] as number,
  };
}

function goroutineOf(kind: number, owner: number, frames: HeapDump["frames"]): number {
  if (kind === HOLDER.goroutineState || kind === HOLDER.goroutineObject) return owner;
  if (kind !== HOLDER.frame && kind !== HOLDER.frameWords) return NONE;
  return frames[owner]?.goroutine ?? NONE;
}

/** Pointers of a segment lie in order, so those of a variable follow each other. */
function addVariables({ memory, pointers }: HeapDump, row: number, startOf: VariableStart, holders: Holder[]): void {
  const segment = memory.address[row] as number;
  const end = memory.firstPointer[row + 1] as number;
  let first = memory.firstPointer[row] as number;
  while (first < end) {
    const address = startOf(segment + (pointers.offset[first] as number));
    let next = first + 1;
    while (next < end && startOf(segment + (pointers.offset[next] as number)) === address) next++;
    holders.push({ kind: HOLDER.variable, address, base: segment, owner: NONE, parent: NONE, first, end: next });
    first = next;
  }
}

function tierOf(kind: number): number {
  if (kind === HOLDER.frameWords || kind === HOLDER.goroutineObject) return POSSIBLE;
  return kind === HOLDER.finalized ? FINALIZED : CERTAIN;
}

function tableOf(holders: readonly Holder[]): HolderTable {
  return {
    length: holders.length,
    kind: Uint8Array.from(holders, ({ kind }) => kind),
    tier: Uint8Array.from(holders, ({ kind }) => tierOf(kind)),
    address: Float64Array.from(holders, ({ address }) => address),
    base: Float64Array.from(holders, ({ base }) => base),
    owner: Uint32Array.from(holders, ({ owner }) => owner),
    parent: Uint32Array.from(holders, ({ parent }) => parent),
    firstPointer: Uint32Array.from(holders, ({ first }) => first),
    endPointer: Uint32Array.from(holders, ({ end }) => end),
  };
}
