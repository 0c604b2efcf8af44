/** Series of heaps of one process, written as text: for each moment the live recorded objects of each function, of 64 KiB each. */
import type { Capture } from "../../../src/blame/provenance/provenance.ts";
import { type HeapOptions, heapProfile } from "../../blame/heap-buckets.ts";

export const MINUTE = 60_000_000_000n;

/** `live[i]`: by function, at moment i. What was ever allocated rises with what is live, and little more, so that most of it survived. */
export function capturesOf(live: readonly Readonly<Record<string, number>>[], options: HeapOptions = {}): Capture[] {
  const names = [...new Set(live.flatMap((moment) => Object.keys(moment)))];
  const allocated = new Map<string, number>();
  return live.map((moment, at) => {
    const buckets = names.map((name) => {
      const [before, inuse] = [live[at - 1]?.[name] ?? 0, moment[name] ?? 0];
      const alloc = (allocated.get(name) ?? 0) + Math.max(0, inuse - before) + 1;
      allocated.set(name, alloc);
      return { stack: `main.main;main.${name}`, size: 65536, inuse, alloc };
    });
    const counters = Array.from({ length: 6 }, (_, index) => ({
      ...{ stack: `runtime.c${index}`, size: 64, inuse: 0, alloc: 9 + at },
    }));
    const timeNanos = MINUTE * BigInt(at + 1);
    return { name: `t${at}`, profile: heapProfile([...buckets, ...counters], { timeNanos, ...options }) };
  });
}

export const RISING = [100, 300, 500, 700, 900, 1100].map((put) => ({ put, keep: 50 }));
