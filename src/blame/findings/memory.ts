/** Growth of the process that the heap does not show: stacks, and memory that is not Go's. */
import type { GrowthFinding } from "./findings.ts";
import type { GrowthSigns, ProcessBooks } from "./signs.ts";

export interface MemoryFacts {
  /** Bytes; `grew` of the resident set, `go` of what the runtime holds. */
  readonly "outside-heap": { readonly growth: number; readonly resident: number; readonly go: number };
  readonly "goroutine-stacks": { readonly base: number; readonly current: number; readonly growth: number };
}

const MIB = 1024 ** 2;
/** Resident sets move by some megabytes with what is touched. */
const LEAST_OUTSIDE = 4 * MIB;

export function findMemory(signs: GrowthSigns): GrowthFinding[] {
  const { memory, unit } = signs;
  if (memory === undefined) return [];
  const heap = unit === "bytes" && signs.net > 0 ? signs.net : 0;
  return [...findOutside(memory.base, memory.current, heap), ...findStacks(memory.base, memory.current, signs)];
}

function findOutside(base: ProcessBooks, current: ProcessBooks, heap: number): GrowthFinding[] {
  const [before, after] = [goBytes(base), goBytes(current)];
  if (base.residentBytes === undefined || current.residentBytes === undefined) return [];
  if (before === undefined || after === undefined) return [];
  const resident = current.residentBytes - base.residentBytes;
  const go = after - before;
  const growth = resident - Math.max(0, go);
  if (growth < Math.max(LEAST_OUTSIDE, heap)) return [];
  return [{ code: "outside-heap", severity: "limiting", facts: { growth, resident, go } }];
}

/** Sys - HeapReleased: what the runtime holds. */
function goBytes({ memStats }: ProcessBooks): number | undefined {
  const { sys, heapReleased } = memStats ?? {};
  return sys === undefined || heapReleased === undefined ? undefined : sys - heapReleased;
}

function findStacks(base: ProcessBooks, current: ProcessBooks, { net, unit }: GrowthSigns): GrowthFinding[] {
  const [before, after] = [base.memStats?.stackInuse, current.memStats?.stackInuse];
  if (before === undefined || after === undefined) return [];
  const growth = after - before;
  const heap = unit === "bytes" ? Math.max(0, net) : 0;
  if (growth < MIB || growth < heap) return [];
  return [{ code: "goroutine-stacks", severity: "limiting", facts: { base: before, current: after, growth } }];
}
