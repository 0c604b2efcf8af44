/** Where the process's memory is and what its settings do with it: the waterfall, what grew, what is set wrong, and what GOMEMLIMIT would buy. */

import { findBesideHeap, outsideGrowth, type ProcessBooks } from "../../blame/memory/beside-heap.ts";
import { inferGogc, type MemoryUse } from "../../blame/memory/limits.ts";
import { checkSettings } from "../../blame/memory/settings.ts";
import { buildWaterfall, compareWaterfalls, type Waterfall } from "../../blame/memory/waterfall.ts";
import { checkFields, checkProfile, checkString } from "../../profile/argument.ts";
import type { MemStats } from "../../profile/legacy/mem-stats.ts";
import { checkAmount } from "../question.ts";
import { explainedBy, type MeasuredFinding, measuredFindings, overLimit, whereFindings } from "./findings.ts";
import { type LiveHeap, liveGrowthOf, liveHeapOf } from "./live-heap.ts";
import { DEFAULT_GOGC, type Outlook, outlookOf } from "./outlook.ts";
import type { AdviceInput, AdviceReport, ProcessMemory } from "./report.ts";

const ADVICE_SCHEMA_VERSION = 1;

/** Where the memory of a process is, and what its settings do for it in its container. Throws ProfileError "not-heap", UsageError. */
export function adviceReport(input: AdviceInput): AdviceReport {
  const { current, base, limit, gogc = DEFAULT_GOGC } = checkFields(input, ["current"], "advice is about current");
  for (const state of base ? [base, current] : [current])
    checkProfile(checkFields(state, ["profile"], "a state has a profile").profile);
  checkAmount("limit", limit?.bytes);
  const live = liveHeapOf(current.profile, current.source);
  const baseLive = base && liveHeapOf(base.profile, base.source);
  const sources = { base: base?.source ?? "", current: current.source };
  const liveGrowth = base && liveGrowthOf(base.profile, current.profile, sources);
  const waterfall = waterfallOf(current, live);
  const before = base && baseLive && waterfallOf(base, baseLive);
  const [first, last] = [base && booksOf(base), booksOf(current)];
  const growth = waterfall && before && compareWaterfalls(before, waterfall, first && outsideChange(first, last));
  const beside = first === undefined ? [] : findBesideHeap(first, last, liveGrowth?.bytes);
  const explained = liveGrowth && explainedBy(liveGrowth, base?.memStats, current.memStats);
  const use = useOf(current, live, waterfall);
  const { gomemlimit, isContainerSeen = false } = input;
  if (gomemlimit !== undefined) checkString(gomemlimit, "GOMEMLIMIT");
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
