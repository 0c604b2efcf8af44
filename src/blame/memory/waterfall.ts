/**
 * Where a Go process's memory is, from the runtime's own books: segments that add up to what the runtime holds (Sys - HeapReleased) and what the
 * process has beside it.
 *
 *     live  dead  fragmentation  idle | stacks  profiler  runtime  other | non-Go
 *     └ HeapAlloc ┘                   |                                  |
 *     └──── HeapInuse ────┘           |                                  |
 *     └──── HeapSys - HeapReleased ───┘                                  |
 *     └──────────────────── Sys - HeapReleased ──────────────────────────┘ └ up to the resident set
 */
import type { MemStats } from "../../profile/legacy/mem-stats.ts";
import { type OutsideMemory, outsideMemory, type ProcessBooks } from "./beside-heap.ts";

/** Where memory of a process can be. */
export const SEGMENTS = [
  "live",
  "dead",
  "fragmentation",
  "idle",
  "stacks",
  "profiler",
  "runtime",
  "other",
  "nonGo",
] as const;

/** One of SEGMENTS. */
export type SegmentName = (typeof SEGMENTS)[number];

/** The memory of a process in parts that add up; bytes. */
export interface Waterfall {
  /** Bytes, in the order of SEGMENTS. Their sum is `goBytes` + the nonGo segment, exactly. */
  readonly segments: Readonly<Record<SegmentName, number>>;
  /** Sys - HeapReleased: what GOMEMLIMIT bounds. */
  readonly goBytes: number;
  /** The sum of the segments. */
  readonly total: number;
  /** The resident set, if it is known. Untouched pages keep it below `goBytes` at times; then nonGo is 0. */
  readonly rss: number | undefined;
  /** `peak`: the largest that there was, and nonGo is the least of it that was not Go's. */
  readonly measure: OutsideMemory["measure"] | undefined;
}

/** The fields the segments are made of. */
interface Books {
  readonly sys: number;
  readonly heapAlloc: number;
  readonly heapInuse: number;
  readonly heapIdle: number;
  readonly heapReleased: number;
  readonly stackSys: number;
  readonly mspanSys: number;
  readonly mcacheSys: number;
  readonly buckHashSys: number;
  readonly gcSys: number;
}

/** `liveBytes` as the heap profile has it; undefined without MemStats, or if these are incomplete. */
export function buildWaterfall(at: ProcessBooks, liveBytes: number): Waterfall | undefined {
  const books = at.memStats && booksOf(at.memStats);
  if (books === undefined) return undefined;
  const outside = outsideMemory(at);
  const goBytes = books.sys - books.heapReleased;
  // The profile is an estimate; the runtime's count of what is allocated is exact and the most that can be live.
  const live = Math.min(Math.max(liveBytes, 0), books.heapAlloc);
  const heap = {
    live,
    dead: books.heapAlloc - live,
    fragmentation: books.heapInuse - books.heapAlloc,
    idle: books.heapIdle - books.heapReleased,
  };
  const known = {
    stacks: books.stackSys,
    profiler: books.buckHashSys,
    runtime: books.mspanSys + books.mcacheSys + books.gcSys,
  };
  const sum = [...Object.values(heap), ...Object.values(known)].reduce((total, bytes) => total + bytes, 0);
  const nonGo = outside?.bytes ?? 0;
  const segments = { ...heap, ...known, other: goBytes - sum, nonGo };
  return { segments, goBytes, total: goBytes + nonGo, rss: outside?.resident, measure: outside?.measure };
}

function booksOf(stats: MemStats): Books | undefined {
  const { sys, heapAlloc, heapInuse, heapIdle, heapReleased, stackSys } = stats;
  const { mspanSys, mcacheSys, buckHashSys, gcSys } = stats;
  const books = {
    sys,
    heapAlloc,
    heapInuse,
    heapIdle,
    heapReleased,
    stackSys,
    mspanSys,
    mcacheSys,
    buckHashSys,
    gcSys,
  };
  return Object.values(books).includes(undefined) ? undefined : (books as Books);
}

/** What each part grew by; bytes. */
export interface WaterfallGrowth {
  readonly growth: Readonly<Record<SegmentName, number>>;
  readonly total: number;
  /** The segment that grew most; undefined if the whole did not grow. */
  readonly grown: SegmentName | undefined;
  /** Whether a diff of heap profiles can show what grew most. */
  readonly isExplainedByHeap: boolean;
}

/** What may grow without a reason worth a sentence. */
const NOTHING_MUCH = 1024 ** 2;

/** `outside`: by how much the non-Go part grew; undefined where that is not known. */
export function compareWaterfalls(before: Waterfall, after: Waterfall, outside: number | undefined): WaterfallGrowth {
  const growth = Object.fromEntries(
    SEGMENTS.map((name) => [name, name === "nonGo" ? (outside ?? 0) : after.segments[name] - before.segments[name]]),
  ) as Record<SegmentName, number>;
  const total = SEGMENTS.reduce((sum, name) => sum + growth[name], 0);
  if (total < NOTHING_MUCH) return { growth, total, grown: undefined, isExplainedByHeap: true };
  const grown = SEGMENTS.reduce((most, name) => (growth[name] > growth[most] ? name : most));
  return { growth, total, grown, isExplainedByHeap: grown === "live" };
}
