/** Where the process's memory is and what its settings do with it: the waterfall, what grew, what is set wrong, and what GOMEMLIMIT would buy. */
import {
  effectiveGogc,
  hoursUntil,
  inferGogc,
  liveMaximum,
  liveMaximumUnder,
  type MemoryUse,
  peakBytes,
  recommendedMemoryLimit,
} from "../blame/advise.ts";
import { checkSettings, type SettingFinding } from "../blame/memory-settings.ts";
import { buildWaterfall, compareWaterfalls, type Waterfall, type WaterfallGrowth } from "../blame/waterfall.ts";
import { formatGoMemoryLimit, parseGoMemoryLimit } from "../measurement/quantity.ts";
import type { MemStats } from "../profile/mem-stats.ts";
import { type ArithmeticStep, showArithmetic } from "./advise-arithmetic.ts";

export interface AdviceReport {
  readonly kind: "advice";
  readonly source: string;
  /** The earlier capture; null if there is one only. */
  readonly baseSource: string | null;
  /** Null without MemStats. */
  readonly waterfall: Waterfall | null;
  readonly baseWaterfall: Waterfall | null;
  readonly growth: WaterfallGrowth | null;
  readonly settings: {
    readonly limit: number | null;
    readonly gomemlimit: string | null;
    /** Null for off. */
    readonly gogc: number | null;
    /** At least this, by the heap goal; exactly this right after a collection. */
    readonly inferredGogc: number | null;
    readonly gcCpuFraction: number | null;
  };
  readonly findings: readonly (Omit<SettingFinding, "code"> & { readonly code: string })[];
  /** Null without a limit. */
  readonly outlook: Outlook | null;
}

export interface Outlook {
  /** What is reckoned with: the one that is set if it is sound, else the recommended one. */
  readonly memoryLimit: number;
  readonly recommended: string;
  readonly use: MemoryUse;
  /** Null with GOGC=off: no bound. */
  readonly peak: number | null;
  readonly liveMaximum: number;
  readonly liveMaximumUnder: number;
  /** liveMaximumUnder / liveMaximum; null where the latter is 0. */
  readonly buys: number | null;
  readonly effectiveGogc: number;
  readonly hoursWithout: number | null;
  readonly hoursUnder: number | null;
  readonly arithmetic: readonly ArithmeticStep[];
}

export interface MemoryCapture {
  readonly source: string;
  readonly memStats: MemStats | undefined;
  /** Sum of the live heap in the profile. */
  readonly liveBytes: number;
  readonly rss: number | undefined;
}

export interface AdviceQuery {
  readonly limit: { readonly text: string; readonly bytes: number } | undefined;
  readonly gomemlimit: string | undefined;
  /** `Infinity` for off. */
  readonly gogc: number;
  readonly slopePerHour: number | undefined;
}

export function adviceReport(
  capture: MemoryCapture,
  base: MemoryCapture | undefined,
  query: AdviceQuery,
): AdviceReport {
  const waterfall = waterfallOf(capture);
  const before = base === undefined ? undefined : waterfallOf(base);
  const growth = waterfall === undefined || before === undefined ? undefined : compareWaterfalls(before, waterfall);
  const use = useOf(capture, waterfall);
  const settings = checkSettings({ ...query, isGogcOff: query.gogc === Number.POSITIVE_INFINITY });
  const outlook = query.limit === undefined ? undefined : outlookOf(query.limit.bytes, use, query, settings);
  const { gcCpuFraction } = capture.memStats ?? {};
  return {
    kind: "advice",
    source: capture.source,
    baseSource: base?.source ?? null,
    waterfall: waterfall ?? null,
    baseWaterfall: before ?? null,
    growth: growth ?? null,
    settings: {
      limit: query.limit?.bytes ?? null,
      gomemlimit: query.gomemlimit ?? null,
      gogc: Number.isFinite(query.gogc) ? query.gogc : null,
      inferredGogc: gogcOf(capture.memStats) ?? null,
      gcCpuFraction: gcCpuFraction ?? null,
    },
    findings: [...settings, ...measuredFindings(capture, outlook)],
    outlook: outlook ?? null,
  };
}

function gogcOf({ nextGC, heapAlloc, stackInuse }: Partial<MemStats> = {}): number | undefined {
  return nextGC === undefined || heapAlloc === undefined ? undefined : inferGogc(nextGC, heapAlloc, stackInuse ?? 0);
}

function waterfallOf({ memStats, liveBytes, rss }: MemoryCapture): Waterfall | undefined {
  return memStats === undefined ? undefined : buildWaterfall(memStats, liveBytes, rss);
}

function useOf({ memStats, liveBytes }: MemoryCapture, waterfall: Waterfall | undefined): MemoryUse {
  if (waterfall === undefined) return { live: liveBytes, roots: 0, other: 0, fragmentation: 0, nonGo: 0 };
  const { live, fragmentation, stacks, profiler, runtime, other, nonGo } = waterfall.segments;
  return { live, roots: memStats?.stackInuse ?? 0, other: stacks + profiler + runtime + other, fragmentation, nonGo };
}

/** Settings with which reckoning makes no sense. */
const UNSOUND: readonly SettingFinding["code"][] = ["memlimit-above-limit", "memlimit-equals-limit", "memlimit-tiny"];

function outlookOf(
  limit: number,
  use: MemoryUse,
  { gomemlimit, gogc, slopePerHour }: AdviceQuery,
  findings: readonly SettingFinding[],
): Outlook {
  const recommended = formatGoMemoryLimit(recommendedMemoryLimit(limit, use.nonGo));
  const set = gomemlimit === undefined ? undefined : parseGoMemoryLimit(gomemlimit);
  const isSound = set !== undefined && Number.isFinite(set) && !findings.some(({ code }) => UNSOUND.includes(code));
  const memoryLimit = isSound ? set : (parseGoMemoryLimit(recommended) as number);
  const without = liveMaximum(limit, use, gogc);
  const under = liveMaximumUnder(memoryLimit, limit, use, gogc);
  const peak = peakBytes(use, gogc);
  const hours = (maximum: number): number | null =>
    (slopePerHour === undefined ? undefined : hoursUntil(maximum, use.live, slopePerHour)) ?? null;
  const left = effectiveGogc(memoryLimit, use, gogc);
  return {
    memoryLimit,
    recommended,
    use,
    peak: Number.isFinite(peak) ? peak : null,
    liveMaximum: without,
    liveMaximumUnder: under,
    buys: without > 0 ? under / without : null,
    effectiveGogc: left,
    hoursWithout: hours(without),
    hoursUnder: hours(under),
    arithmetic: showArithmetic({ limit, memoryLimit, use, gogc, peak, without, under, left }),
  };
}

/** Below this the collector works most of the time. */
const LEAST_GOGC = 25;
const MUCH_CPU = 0.1;
/** HeapAlloc over the live heap from which on the difference is worth a word. */
const MUCH_UNMARKED = 1.05;

function measuredFindings({ memStats }: MemoryCapture, outlook: Outlook | undefined): AdviceReport["findings"] {
  const findings: AdviceReport["findings"][number][] = [];
  if (memStats === undefined) {
    const text = "no MemStats (capture /debug/pprof/heap?debug=1 for them): all but the live heap counts as 0 here";
    findings.push({ code: "no-mem-stats", severity: "limiting", text });
  }
  if (outlook !== undefined && outlook.effectiveGogc < LEAST_GOGC) {
    const text = `under this GOMEMLIMIT GOGC is down to ${Math.round(outlook.effectiveGogc)} already: the collector would take much of the CPU; raise the limit or mend the growth first`;
    findings.push({ code: "gc-pressure", severity: "blocking", text });
  }
  if (outlook !== undefined && (memStats?.heapAlloc ?? 0) > outlook.use.live * MUCH_UNMARKED) {
    const text =
      "the live heap is what the profile's samples add up to; what is allocated beyond it may be garbage or sampling error, and is live at worst";
    findings.push({ code: "live-estimated", severity: "note", text });
  }
  const fraction = memStats?.gcCpuFraction ?? 0;
  if (fraction > MUCH_CPU) {
    const text = `collections took ${Math.round(100 * fraction)} % of the CPU since the start`;
    findings.push({ code: "gc-cpu", severity: "limiting", text });
  }
  return findings;
}
