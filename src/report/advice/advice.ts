/** Where the process's memory is and what its settings do with it: the waterfall, what grew, what is set wrong, and what GOMEMLIMIT would buy. */
import {
  type BesideHeapFinding,
  findBesideHeap,
  outsideGrowth,
  type ProcessBooks,
} from "../../blame/memory/beside-heap.ts";
import {
  effectiveGogc,
  type HoursLeft,
  hoursLeft,
  inferGogc,
  liveMaximum,
  liveMaximumUnder,
  type MemoryUse,
  peakBytes,
  recommendedMemoryLimit,
  wholeMemoryLimit,
} from "../../blame/memory/limits.ts";
import { checkSettings, type SettingFinding } from "../../blame/memory/settings.ts";
import {
  buildWaterfall,
  compareWaterfalls,
  type Waterfall,
  type WaterfallGrowth,
} from "../../blame/memory/waterfall.ts";
import type { Finding } from "../../blame/provenance/provenance.ts";
import { parseGoMemoryLimit } from "../../measurement/quantity.ts";
import type { MemStats } from "../../profile/legacy/mem-stats.ts";
import type { Profile } from "../../profile/tables.ts";
import { checkAmount } from "../question.ts";
import {
  type Explained,
  explainedBy,
  type MeasuredFinding,
  measuredFindings,
  overLimit,
  whereFindings,
} from "./findings.ts";
import { type LiveHeap, liveGrowthOf, liveHeapOf } from "./live-heap.ts";

export type { HoursLeft } from "../../blame/memory/limits.ts";

const ADVICE_SCHEMA_VERSION = 1;

/** Bytes throughout. */
export interface AdviceReport {
  readonly kind: "advice";
  readonly schemaVersion: 1;
  readonly source: string;
  /** The earlier capture; null if there is one only. */
  readonly baseSource: string | null;
  /** As the profiles have it. */
  readonly live: LiveHeap;
  readonly baseLive: LiveHeap | null;
  readonly liveGrowth: LiveHeap | null;
  /** Null without MemStats. */
  readonly waterfall: Waterfall | null;
  readonly baseWaterfall: Waterfall | null;
  readonly growth: WaterfallGrowth | null;
  /** How much of HeapAlloc's growth, which is exact, the profiles show; null without two captures with MemStats, or growth. */
  readonly explained: Explained | null;
  readonly settings: {
    readonly limit: number | null;
    readonly gomemlimit: string | null;
    /** Null for off. */
    readonly gogc: number | null;
    /** At least this, by the heap goal; exactly this right after a collection. */
    readonly inferredGogc: number | null;
    readonly gcCpuFraction: number | null;
  };
  readonly findings: readonly AdviceFinding[];
  /** What the settings are to be made for; null where that is not known. */
  readonly workload: Workload | null;
  /** Null without a limit. */
  readonly outlook: Outlook | null;
}

/** About the settings, the pair of profiles, and what was measured. */
export type AdviceFinding = BesideHeapFinding | SettingFinding | Finding | MeasuredFinding;

/** What makes the pod. */
export interface Workload {
  readonly namespace: string;
  /** As kubectl takes it: `deployment/web`. */
  readonly name: string;
  readonly container: string;
}

/** Against the container's limit; bytes. */
export interface Outlook {
  /** What is reckoned with: the one that is set if it is sound, else the recommended one. */
  readonly memoryLimit: number;
  /** GOMEMLIMIT, in bytes: whole MiB, or KiB below 10 MiB. */
  readonly recommended: number;
  readonly use: MemoryUse;
  /** Null with GOGC=off: no bound. */
  readonly peak: number | null;
  readonly liveMaximum: number;
  readonly liveMaximumUnder: number;
  /** liveMaximumUnder / liveMaximum; null where the latter is 0. */
  readonly buys: number | null;
  /** What GOMEMLIMIT leaves of GOGC now; null for off, where nothing is live. */
  readonly effectiveGogc: number | null;
  /** Until the live heap is at these; null without a slope, or with one that does not rise. */
  readonly hoursWithout: HoursLeft | null;
  readonly hoursUnder: HoursLeft | null;
}

/** What is known of a process at one moment. */
export interface ProcessMemory {
  readonly source: string;
  readonly profile: Profile;
  readonly memStats: MemStats | undefined;
  /** Its resident set, or the container's working set. */
  readonly workingSet: number | undefined;
}

/** Of the live heap, in bytes an hour; `low` and `high` are equal to `expected` where its interval is not known. */
export interface Slope {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/** What is known of a process. */
export interface AdviceInput {
  readonly current: ProcessMemory;
  /** Captured earlier: says what grew. */
  readonly base?: ProcessMemory | undefined;
  readonly limit?: { readonly text: string; readonly bytes: number } | undefined;
  readonly gomemlimit?: string | undefined;
  /** Percent, `Infinity` for off; 100 if not given, as in the Go runtime. */
  readonly gogc?: number | undefined;
  readonly slope?: Slope | undefined;
  readonly workload?: Workload | undefined;
  /** The container's specification was read: what it does not set is not set there. */
  readonly isContainerSeen?: boolean | undefined;
}

/** Of the Go runtime. */
export const DEFAULT_GOGC = 100;

/** Where the memory of a process is, and what its settings do for it in its container. Throws ProfileError "not-heap", UsageError. */
export function adviceReport(input: AdviceInput): AdviceReport {
  const { current, base, limit, gogc = DEFAULT_GOGC } = input;
  checkAmount("limit", limit?.bytes);
  const live = liveHeapOf(current.profile, current.source);
  const baseLive = base && liveHeapOf(base.profile, base.source);
  const liveGrowth = base && liveGrowthOf(base.profile, current.profile);
  const waterfall = waterfallOf(current, live);
  const before = base && baseLive && waterfallOf(base, baseLive);
  const [first, last] = [base && booksOf(base), booksOf(current)];
  const growth = waterfall && before && compareWaterfalls(before, waterfall, first && outsideChange(first, last));
  const beside = first === undefined ? [] : findBesideHeap(first, last, Math.max(0, liveGrowth?.bytes ?? 0));
  const explained = liveGrowth && explainedBy(liveGrowth, base?.memStats, current.memStats);
  const use = useOf(current, live, waterfall);
  const { gomemlimit, isContainerSeen = false } = input;
  const isGogcOff = gogc === Number.POSITIVE_INFINITY;
  const settings = checkSettings({ limit, gomemlimit, isGogcOff, isContainerSeen });
  const outlook = limit && outlookOf(limit.bytes, use, input, live, settings);
  return {
    kind: "advice",
    schemaVersion: ADVICE_SCHEMA_VERSION,
    source: current.source,
    baseSource: base?.source ?? null,
    live,
    baseLive: baseLive ?? null,
    liveGrowth:
      liveGrowth === undefined ? null : { bytes: liveGrowth.bytes, low: liveGrowth.low, high: liveGrowth.high },
    waterfall: waterfall ?? null,
    baseWaterfall: before ?? null,
    growth: growth ?? null,
    explained: explained ?? null,
    settings: {
      limit: limit?.bytes ?? null,
      gomemlimit: input.gomemlimit ?? null,
      gogc: Number.isFinite(gogc) ? gogc : null,
      inferredGogc: gogcOf(current.memStats) ?? null,
      gcCpuFraction: current.memStats?.gcCpuFraction ?? null,
    },
    findings: [
      ...beside,
      ...(limit && outlook ? overLimit(limit.bytes, waterfall, use.live, survivedBy(outlook)) : []),
      ...whereFindings(waterfall),
      ...settings,
      ...(liveGrowth?.findings ?? []),
      ...measuredFindings(current.memStats, live, outlook, explained),
      ...(outlook && waterfall && waterfall.rss === undefined ? [OUTSIDE_UNKNOWN] : []),
    ],
    workload: input.workload ?? null,
    outlook: outlook ?? null,
  };
}

const OUTSIDE_UNKNOWN: MeasuredFinding = { code: "outside-unknown", severity: "limiting", facts: {} };

function booksOf({ memStats, workingSet }: ProcessMemory): ProcessBooks {
  return { memStats, resident: workingSet };
}

/** By peaks it is the least that it can be, which may be less than nothing. */
function outsideChange(before: ProcessBooks, after: ProcessBooks): number | undefined {
  const change = outsideGrowth(before, after);
  return change?.measure === "peak" ? Math.max(0, change.growth) : change?.growth;
}

function survivedBy({ liveMaximum, liveMaximumUnder }: Outlook): number {
  return Math.max(liveMaximum, liveMaximumUnder);
}

function gogcOf({ nextGC, heapAlloc, stackInuse }: Partial<MemStats> = {}): number | undefined {
  return nextGC === undefined || heapAlloc === undefined ? undefined : inferGogc(nextGC, heapAlloc, stackInuse ?? 0);
}

function waterfallOf(known: ProcessMemory, live: LiveHeap): Waterfall | undefined {
  return buildWaterfall(booksOf(known), live.bytes);
}

function useOf({ memStats }: ProcessMemory, live: LiveHeap, waterfall: Waterfall | undefined): MemoryUse {
  if (waterfall === undefined) return { live: live.bytes, roots: 0, other: 0, fragmentation: 0, nonGo: 0 };
  const { live: bytes, fragmentation, stacks, profiler, runtime, other, nonGo } = waterfall.segments;
  const rest = stacks + profiler + runtime + other;
  return { live: bytes, roots: memStats?.stackInuse ?? 0, other: rest, fragmentation, nonGo };
}

/** Settings with which reckoning makes no sense. */
const UNSOUND: readonly SettingFinding["code"][] = ["memlimit-above-limit", "memlimit-equals-limit", "memlimit-tiny"];

function outlookOf(
  limit: number,
  use: MemoryUse,
  { gomemlimit, gogc = DEFAULT_GOGC, slope }: AdviceInput,
  live: LiveHeap,
  findings: readonly SettingFinding[],
): Outlook {
  const recommended = wholeMemoryLimit(recommendedMemoryLimit(limit, use.nonGo));
  const set = gomemlimit === undefined ? undefined : parseGoMemoryLimit(gomemlimit);
  const isSound = set !== undefined && Number.isFinite(set) && !findings.some(({ code }) => UNSOUND.includes(code));
  const memoryLimit = isSound ? set : recommended;
  const without = liveMaximum(limit, use, gogc);
  const under = liveMaximumUnder(memoryLimit, limit, use, gogc);
  const peak = peakBytes(use, gogc);
  const range = { low: live.low ?? use.live, high: Math.max(use.live, live.high ?? use.live) };
  const hours = (maximum: number): HoursLeft | null =>
    (slope === undefined ? undefined : hoursLeft(maximum, use.live, range, slope)) ?? null;
  const left = effectiveGogc(memoryLimit, use, gogc);
  return {
    memoryLimit,
    recommended,
    use,
    peak: Number.isFinite(peak) ? Math.round(peak) : null,
    liveMaximum: Math.round(without),
    liveMaximumUnder: Math.round(under),
    buys: without > 0 ? under / without : null,
    effectiveGogc: Number.isFinite(left) ? left : null,
    hoursWithout: hours(without),
    hoursUnder: hours(under),
  };
}
