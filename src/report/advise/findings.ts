/** What measurements say besides the segments: pressure on the collector, estimates, and whether profiles and MemStats fit. */
import type { SettingFinding } from "../../blame/memory/settings.ts";
import type { MemStats } from "../../profile/legacy/mem-stats.ts";
import type { LiveHeap } from "./live-heap.ts";

export interface Explained {
  /** Growth of HeapAlloc, in bytes: exact. */
  readonly heapAlloc: number;
  /** Part of it that is growth of the live heap in the profiles, with its 95 % interval. */
  readonly share: number;
  readonly low: number | null;
  readonly high: number | null;
  /** More than three standard errors away from all of it. */
  readonly isOutside: boolean | null;
}

/** Half of a 95 % interval in standard errors, and how many are too many. */
const HALF_INTERVAL = 1.96;
const TOO_FAR = 3;

/** undefined without both, and where HeapAlloc did not grow. */
export function explainedBy(
  growth: LiveHeap,
  base: MemStats | undefined,
  current: MemStats | undefined,
): Explained | undefined {
  const [before, after] = [base?.heapAlloc, current?.heapAlloc];
  if (before === undefined || after === undefined || after <= before) return undefined;
  const heapAlloc = after - before;
  const { bytes, low, high } = growth;
  const isKnown = low !== null && high !== null;
  const reach = isKnown ? (bytes < heapAlloc ? high - bytes : bytes - low) * (TOO_FAR / HALF_INTERVAL) : 0;
  return {
    heapAlloc,
    share: bytes / heapAlloc,
    low: isKnown ? low / heapAlloc : null,
    high: isKnown ? high / heapAlloc : null,
    isOutside: isKnown ? Math.abs(heapAlloc - bytes) > reach : null,
  };
}

/** Below this the collector works most of the time. */
const LEAST_GOGC = 25;
const MUCH_CPU = 0.1;
/** HeapAlloc over the live heap from which on the difference is worth a word. */
const MUCH_UNMARKED = 1.05;

export interface MeasuredFinding extends Omit<SettingFinding, "code"> {
  readonly code: "no-mem-stats" | "gc-pressure" | "live-estimated" | "gc-cpu" | "control-total";
}

export function measuredFindings(
  memStats: MemStats | undefined,
  live: LiveHeap,
  outlook: { readonly effectiveGogc: number | null } | undefined,
  explained: Explained | undefined,
): MeasuredFinding[] {
  const findings: MeasuredFinding[] = [];
  if (memStats === undefined) {
    const text = "no MemStats (capture /debug/pprof/heap?debug=1 for them): all but the live heap counts as 0 here";
    findings.push({ code: "no-mem-stats", severity: "limiting", text });
  }
  const left = outlook?.effectiveGogc ?? null;
  if (left !== null && left < LEAST_GOGC) {
    const text = `under this GOMEMLIMIT GOGC is down to ${Math.round(left)} already: the collector would take much of the CPU; raise the limit or mend the growth first`;
    findings.push({ code: "gc-pressure", severity: "blocking", text });
  }
  if (outlook !== undefined && (memStats?.heapAlloc ?? 0) > live.bytes * MUCH_UNMARKED) {
    const text =
      "the live heap is what the profile's samples add up to; what is allocated beyond it may be garbage or sampling error, and is live at worst";
    findings.push({ code: "live-estimated", severity: "note", text });
  }
  const fraction = memStats?.gcCpuFraction ?? 0;
  if (fraction > MUCH_CPU) {
    const text = `collections took ${Math.round(100 * fraction)} % of the CPU since the start`;
    findings.push({ code: "gc-cpu", severity: "limiting", text });
  }
  if (explained?.isOutside === true) {
    const text =
      "sampling does not explain the difference between what HeapAlloc and the profiles grew by: garbage that is not collected yet (capture with gc=1), profiles of another moment, or objects too small to be sampled";
    findings.push({ code: "control-total", severity: "limiting", text });
  }
  return findings;
}
