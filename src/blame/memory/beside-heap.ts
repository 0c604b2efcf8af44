/**
 * What grew beside the heap, from the books of a process at two moments: goroutine stacks, and memory that is not Go's at all (cgo, mmap, threads, the
 * pages of the program's own file). What was not measured at both ends is not known, and nothing is said of it.
 */
import type { MemStats } from "../../profile/legacy/mem-stats.ts";
import type { FindingOf } from "../finding.ts";

/** What is known of a process at one moment. */
export interface ProcessBooks {
  readonly memStats: MemStats | undefined;
  /** Its resident set, or the container's working set, at that moment; bytes. */
  readonly resident: number | undefined;
}

/** `now`: what was resident at that moment. `peak`: the most that ever was (MaxRSS of the text form). */
export type ResidentMeasure = "now" | "peak";

/** How much of the resident memory is not Go's, at least. */
export interface OutsideMemory {
  readonly bytes: number;
  readonly resident: number;
  readonly measure: ResidentMeasure;
}

/** Growth of a process beside its heap. */
export interface BesideHeapFacts {
  readonly "outside-heap": {
    /** Bytes that are not Go's, at least. */
    readonly growth: number;
    /** Resident bytes of both ends, by this measure. */
    readonly before: number;
    readonly after: number;
    readonly measure: ResidentMeasure;
    /** It grew by more than what is live did; null where that is not known. */
    readonly isMost: boolean | null;
  };
  /** Bytes of StackInuse, which is exact. */
  readonly "goroutine-stacks": {
    readonly growth: number;
    readonly before: number;
    readonly after: number;
    readonly isMost: boolean | null;
    /** Their number at both ends; null where it was not taken. */
    readonly goroutinesBefore: number | null;
    readonly goroutinesAfter: number | null;
  };
}

/** How many goroutines there were at both ends. */
export interface GoroutineNumbers {
  readonly base: number;
  readonly current: number;
}

/** Growth beside the heap, with what it rests on. */
export type BesideHeapFinding = FindingOf<BesideHeapFacts>;

/** What reading its own program file may add to a process, and a tenth of it, is no growth worth a sentence. */
const LEAST_OUTSIDE = 8 * 1024 ** 2;
const LEAST_SHARE = 0.1;
const LEAST_STACKS = 1024 ** 2;

/**
 * `liveGrowth`: bytes by which the live heap grew; undefined where that is not known. What weighs most comes first: of a finding whose `isMost` is true a
 * report speaks before it speaks of the heap. `goroutines`: their number at both ends, where it is known.
 */
export function findBesideHeap(
  before: ProcessBooks,
  after: ProcessBooks,
  liveGrowth: number | undefined,
  goroutines?: GoroutineNumbers,
): BesideHeapFinding[] {
  const found = [...findOutside(before, after, liveGrowth), ...findStacks(before, after, liveGrowth, goroutines)];
  return found.sort((a, b) => b.facts.growth - a.facts.growth);
}

function findOutside(
  before: ProcessBooks,
  after: ProcessBooks,
  liveGrowth: number | undefined,
): readonly BesideHeapFinding[] {
  const change = outsideGrowth(before, after);
  if (change === undefined) return [];
  if (change.growth < Math.max(LEAST_OUTSIDE, LEAST_SHARE * change.after)) return [];
  const isMost = isMostOf(change.growth, liveGrowth);
  return [{ code: "outside-heap", severity: severityOf(isMost), facts: { ...change, isMost } }];
}

function findStacks(
  before: ProcessBooks,
  after: ProcessBooks,
  liveGrowth: number | undefined,
  goroutines: GoroutineNumbers | undefined,
): readonly BesideHeapFinding[] {
  const [from, to] = [before.memStats?.stackInuse, after.memStats?.stackInuse];
  if (from === undefined || to === undefined || to - from < Math.max(LEAST_STACKS, liveGrowth ?? 0)) return [];
  const isMost = isMostOf(to - from, liveGrowth);
  const facts = { growth: to - from, before: from, after: to, isMost };
  return [{ code: "goroutine-stacks", severity: severityOf(isMost), facts: { ...facts, ...numbersOf(goroutines) } }];
}

function numbersOf(
  goroutines: GoroutineNumbers | undefined,
): Pick<BesideHeapFacts["goroutine-stacks"], "goroutinesBefore" | "goroutinesAfter"> {
  return { goroutinesBefore: goroutines?.base ?? null, goroutinesAfter: goroutines?.current ?? null };
}

function isMostOf(growth: number, liveGrowth: number | undefined): boolean | null {
  return liveGrowth === undefined ? null : growth > liveGrowth;
}

function severityOf(isMost: boolean | null): "limiting" | "note" {
  return isMost === false ? "note" : "limiting";
}

interface OutsideGrowth {
  readonly growth: number;
  readonly before: number;
  readonly after: number;
  readonly measure: ResidentMeasure;
}

/** undefined where the ends were not measured alike. `growth` is the least that is not Go's; it may be below zero. */
export function outsideGrowth(before: ProcessBooks, after: ProcessBooks): OutsideGrowth | undefined {
  const [from, to] = [goBytesOf(before.memStats), goBytesOf(after.memStats)];
  if (from === undefined || to === undefined) return undefined;
  if (before.resident !== undefined && after.resident !== undefined) {
    const ends = { before: before.resident, after: after.resident, measure: "now" as const };
    return { ...ends, growth: ends.after - ends.before - (to.held - from.held) };
  }
  const [first, last] = [before.memStats?.maxRss, after.memStats?.maxRss];
  if (first === undefined || last === undefined) return undefined;
  // Between the ends Go may have held all that it ever asked for, and have given it back since.
  const growth = last - first - (to.most - from.held);
  return { growth, before: first, after: last, measure: "peak" };
}

/** What is resident and not Go's, at least; undefined without the runtime's books or without a resident size. */
export function outsideMemory({ memStats, resident }: ProcessBooks): OutsideMemory | undefined {
  const go = goBytesOf(memStats);
  if (go === undefined) return undefined;
  if (resident !== undefined) return { bytes: Math.max(0, resident - go.held), resident, measure: "now" };
  const peak = memStats?.maxRss;
  return peak === undefined ? undefined : { bytes: Math.max(0, peak - go.most), resident: peak, measure: "peak" };
}

/** What Go holds now, and the most that it can ever have held: bytes. */
function goBytesOf(stats: MemStats | undefined): { readonly held: number; readonly most: number } | undefined {
  if (stats?.sys === undefined || stats.heapReleased === undefined) return undefined;
  return { held: stats.sys - stats.heapReleased, most: stats.sys };
}
