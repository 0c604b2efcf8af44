/** Records about the process as a whole: parameters, types, statistics, allocation stacks. */

import type { AllocationFrame, AllocationStack, DumpMemStats, DumpParameters, DumpType } from "../tables.ts";
import type { ByteWindow } from "./byte-window.ts";
import { damagedDump } from "./dump-error.ts";

export function readParameters(window: ByteWindow): DumpParameters {
  const at = window.offset;
  const isBigEndian = window.varint() !== 0;
  const pointerBytes = window.varint();
  if (pointerBytes !== 4 && pointerBytes !== 8) throw damagedDump(`pointers of ${pointerBytes} bytes`, at);
  const heapStart = window.exact();
  const heapEnd = window.exact();
  if (heapEnd < heapStart) throw damagedDump("the heap ends before it starts", at);
  const architecture = window.text();
  const goVersion = window.text();
  return { isBigEndian, pointerBytes, heapStart, heapEnd, architecture, goVersion, processors: window.varint() };
}

export function readType(window: ByteWindow, types: Map<number, DumpType>): void {
  const address = window.exact();
  const size = window.exact();
  const name = window.text();
  window.varint();
  types.set(address, { name, size });
}

export function readItab(window: ByteWindow, itabs: Map<number, number>): void {
  const address = window.exact();
  itabs.set(address, window.exact());
}

/** In the order of runtime.MemStats, PauseNs as 256 numbers. */
const MEM_STATS_FIELDS = 24;
const PAUSES = 256;

export function readMemStats(window: ByteWindow): DumpMemStats {
  const fields = Array.from({ length: MEM_STATS_FIELDS }, () => window.varint());
  for (let pause = 0; pause < PAUSES; pause++) window.varint();
  const numGC = window.varint();
  const field = (index: number): number => fields[index] as number;
  return {
    totalAlloc: field(1),
    sys: field(2),
    mallocs: field(4),
    frees: field(5),
    heapAlloc: field(6),
    heapSys: field(7),
    heapInuse: field(9),
    heapObjects: field(11),
    stackInuse: field(12),
    nextGC: field(21),
    numGC,
  };
}

/** runtime/mprof.go allows no deeper stack. */
const DEEPEST = 100_000;

export function readAllocationStack(window: ByteWindow): AllocationStack {
  const id = window.exact();
  const size = window.exact();
  const depth = window.exact();
  if (depth > DEEPEST) throw damagedDump(`an allocation stack of ${depth} frames`, window.offset);
  const frames: AllocationFrame[] = [];
  while (frames.length < depth) frames.push({ function: window.text(), file: window.text(), line: window.varint() });
  return { id, size, frames, allocs: window.varint(), frees: window.varint() };
}
