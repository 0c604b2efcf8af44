/** What was taken beside each heap of a series: goroutines, the runtime's books, resident size, and which process it was. */

import type { ProcessBooks } from "../../blame/memory/beside-heap.ts";
import type { Capture } from "../../blame/provenance/provenance.ts";
import { type ExactCounters, isRisingCount } from "../../blame/trend/counters.ts";
import type { GoroutineGroup } from "../../profile/legacy/goroutines.ts";
import type { MemStats } from "../../profile/legacy/mem-stats.ts";

/** Of one capture; undefined where it was not taken. */
export interface TrendBeside {
  readonly goroutines?: readonly GoroutineGroup[] | undefined;
  /** Of a text form that was taken with it; those of the heap itself, where it is a text, are known already. */
  readonly memStats?: MemStats | undefined;
  /** Bytes: of the process, or the container's working set. */
  readonly resident?: number | undefined;
  /** Tells processes apart. */
  readonly process?: number | undefined;
}

/** One a point; null where it was not taken at every point. */
export interface TrendCounters {
  /** Goroutines; exact. */
  readonly goroutines: readonly number[] | null;
  /** HeapAlloc, bytes: exact, with garbage in it. */
  readonly heapAlloc: readonly number[] | null;
  /** Resident bytes; the largest so far (MaxRSS) where only that is known. */
  readonly resident: readonly number[] | null;
}

function memStatsOf({ profile }: Capture, beside: TrendBeside | undefined): MemStats | undefined {
  return beside?.memStats ?? profile.memStats;
}

export function booksOf(capture: Capture, beside: TrendBeside | undefined): ProcessBooks {
  return { memStats: memStatsOf(capture, beside), resident: beside?.resident };
}

/** `beside` goes with `captures`. */
export function countersOf(captures: readonly Capture[], beside: readonly (TrendBeside | undefined)[]): TrendCounters {
  const stats = captures.map((capture, index) => memStatsOf(capture, beside[index]));
  return {
    goroutines: allOf(beside.map((each) => each?.goroutines && countOf(each.goroutines))),
    heapAlloc: allOf(stats.map((each) => each?.heapAlloc)),
    resident: allOf(beside.map((each) => each?.resident)) ?? allOf(stats.map((each) => each?.maxRss)),
  };
}

export function exactCounters({ goroutines, heapAlloc }: TrendCounters): ExactCounters {
  return { goroutines: goroutines ?? undefined, heapAlloc: heapAlloc ?? undefined };
}

/** Those that rise to the end; else undefined. */
export function risingGoroutines(at: readonly number[], { goroutines }: TrendCounters): readonly number[] | undefined {
  return goroutines !== null && isRisingCount(at, goroutines) ? goroutines : undefined;
}

function countOf(groups: readonly GoroutineGroup[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0);
}

function allOf(values: readonly (number | undefined)[]): readonly number[] | null {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length && known.length > 0 ? known : null;
}
