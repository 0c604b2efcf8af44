/**
 * What GOGC and GOMEMLIMIT mean for a container's limit, in closed form, after Go's GC guide: the heap may reach
 * live + (live + roots) GOGC/100 before it is collected, and GOMEMLIMIT lowers that goal so that Sys - HeapReleased stays below it, with 3 % of room.
 *
 *     peak          = live (1 + g) + roots g + other + fragmentation + nonGo            g = GOGC/100
 *     live, no limit = (L - other - fragmentation - nonGo - roots g) / (1 + g)          the largest the container survives
 *     live, limit M  = 0.97 M - other - fragmentation
 *     GOGC left      = (0.97 M - other - fragmentation - live) / (live + roots)
 *
 * Bytes all through; roots are the goroutines' stacks (globals are in no profile).
 */

import type { Interval } from "../../stats/interval.ts";

/** The pacer's headroom under a memory limit. */
export const PACER_ROOM = 0.97;
/** Of the container's limit, for GOMEMLIMIT: the rest is for what the runtime does not count. */
export const LIMIT_SHARE = 0.9;
/** Kept free beside memory outside Go, as part of the limit. */
export const NON_GO_ROOM = 0.05;

/** Where the memory of a process is, in bytes. */
export interface MemoryUse {
  readonly live: number;
  readonly roots: number;
  /** Stacks, runtime tables and the rest that is no heap. */
  readonly other: number;
  readonly fragmentation: number;
  readonly nonGo: number;
}

/** What GOMEMLIMIT should be: 90 % of the limit, or less where memory outside Go needs more than the rest. */
export function recommendedMemoryLimit(limit: number, nonGo: number): number {
  return Math.max(0, Math.min(LIMIT_SHARE * limit, limit - nonGo - NON_GO_ROOM * limit));
}

/** The largest GOMEMLIMIT of whole MiB, or KiB below 10 MiB, that is not above `bytes`. */
export function wholeMemoryLimit(bytes: number): number {
  const size = bytes < 10 * 1024 ** 2 ? 1024 : 1024 ** 2;
  return Math.floor(bytes / size) * size;
}

/** The most the process takes just before a collection, without GOMEMLIMIT. GOGC=off is `Infinity` here and below. */
export function peakBytes({ live, roots, other, fragmentation, nonGo }: MemoryUse, gogc: number): number {
  if (gogc === Number.POSITIVE_INFINITY) return gogc;
  const g = gogc / 100;
  return live * (1 + g) + roots * g + other + fragmentation + nonGo;
}

/** The largest live heap the container survives, without GOMEMLIMIT. */
export function liveMaximum(limit: number, use: MemoryUse, gogc: number): number {
  if (gogc === Number.POSITIVE_INFINITY) return 0;
  const g = gogc / 100;
  return Math.max(0, (limit - use.other - use.fragmentation - use.nonGo - use.roots * g) / (1 + g));
}

/** The same with GOMEMLIMIT; a memory limit that the container's limit undercuts changes nothing. */
export function liveMaximumUnder(memoryLimit: number, limit: number, use: MemoryUse, gogc: number): number {
  const without = liveMaximum(limit, use, gogc);
  if (memoryLimit + use.nonGo > limit) return without;
  return Math.max(without, PACER_ROOM * memoryLimit - use.other - use.fragmentation);
}

/** The GOGC that a memory limit leaves, at most the configured one; 0 where collections follow one another without a pause. */
export function effectiveGogc(memoryLimit: number, use: MemoryUse, gogc: number): number {
  const room = PACER_ROOM * memoryLimit - use.other - use.fragmentation - use.live;
  const marked = use.live + use.roots;
  if (marked <= 0) return gogc;
  return Math.min(gogc, Math.max(0, (100 * room) / marked));
}

/** Go's smallest heap goal at GOGC=100; it scales with GOGC. A heap of less than half says nothing of GOGC. */
const SMALLEST_GOAL = 4 * 1024 ** 2;

/**
 * The GOGC the process runs with, from its goal: exact right after a collection, when all that is allocated is live; later what was allocated since
 * makes it too low. Undefined where the goal cannot tell.
 */
export function inferGogc(nextGC: number, heapAlloc: number, roots: number): number | undefined {
  if (heapAlloc <= 0 || nextGC <= heapAlloc) return undefined;
  const gogc = (100 * (nextGC - heapAlloc)) / (heapAlloc + roots);
  return nextGC > (1.01 * SMALLEST_GOAL * gogc) / 100 ? gogc : undefined;
}

/** Hours, with the interval of the slope. */
export interface HoursLeft {
  readonly expected: number;
  readonly low: number;
  /** null: it may never be reached, since the slope's interval holds 0. */
  readonly high: number | null;
}

/** As low and as high as the intervals of the live heap and of its slope allow. undefined if it does not grow; 0 if it is there. */
export function hoursLeft(
  maximum: number,
  live: number,
  range: Interval,
  slope: Interval & { readonly expected: number },
): HoursLeft | undefined {
  if (!(slope.expected > 0)) return undefined;
  const hours = (from: number, bytesPerHour: number): number => Math.max(0, maximum - from) / bytesPerHour;
  return {
    expected: hours(live, slope.expected),
    low: hours(range.high, slope.high),
    high: slope.low > 0 ? hours(range.low, slope.low) : null,
  };
}
