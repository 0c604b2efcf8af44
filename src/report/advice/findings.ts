/** What measurements say besides the segments: pressure on the collector, estimates, and whether profiles and MemStats fit. */
import type { FindingOf, NoFacts } from "../../blame/finding.ts";
import type { ResidentMeasure } from "../../blame/memory/beside-heap.ts";
import { SEGMENTS, type SegmentName, type Waterfall } from "../../blame/memory/waterfall.ts";
import type { MemStats } from "../../profile/legacy/mem-stats.ts";
import type { LiveHeap } from "./live-heap.ts";

/** How much of what the runtime's own counter grew by the profiles account for. */
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

/** HeapAlloc moves by so much with what serving a profile allocates. */
const NOTHING_MUCH = 1024 ** 2;
/** Half of a 95 % interval in standard errors, and how many are too many. */
const HALF_INTERVAL = 1.96;
const TOO_FAR = 3;

/** undefined without both, and where HeapAlloc hardly grew. */
export function explainedBy(
  growth: LiveHeap,
  base: MemStats | undefined,
  current: MemStats | undefined,
): Explained | undefined {
  const [before, after] = [base?.heapAlloc, current?.heapAlloc];
  if (before === undefined || after === undefined || after - before < NOTHING_MUCH) return undefined;
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

/** What was measured of a process, by code, with the facts of each. */
export interface MeasuredFacts {
  readonly "no-mem-stats": NoFacts;
  /** What GOMEMLIMIT leaves of GOGC. */
  readonly "gc-pressure": { readonly gogc: number };
  readonly "live-estimated": NoFacts;
  /** Part of the CPU since the start. */
  readonly "gc-cpu": { readonly fraction: number };
  readonly "control-total": NoFacts;
  /** The largest part of the memory. `resident` null: not measured. */
  readonly "most-memory": {
    readonly segment: SegmentName;
    readonly bytes: number;
    readonly total: number;
    readonly resident: number | null;
    readonly measure: ResidentMeasure | null;
  };
  /** Bytes; `what` is above the limit, or above what the process survives with. */
  readonly "over-limit": { readonly what: "resident" | "go" | "live"; readonly bytes: number; readonly limit: number };
  /** Garbage, and idle heap kept: what GOGC and GOMEMLIMIT bound. */
  readonly "memory-limit": { readonly collectable: number; readonly total: number };
  /** Not measured: what counts as 0, so that limits are the most there can be. */
  readonly "outside-unknown": NoFacts;
}

/** Something that was measured of a process. */
export type MeasuredFinding = FindingOf<MeasuredFacts>;

export function measuredFindings(
  memStats: MemStats | undefined,
  live: LiveHeap,
  outlook: { readonly effectiveGogc: number | null } | undefined,
  explained: Explained | undefined,
): MeasuredFinding[] {
  const findings: MeasuredFinding[] = [];
  if (memStats === undefined) findings.push({ code: "no-mem-stats", severity: "limiting", facts: {} });
  const left = outlook?.effectiveGogc ?? null;
  if (left !== null && left < LEAST_GOGC) {
    findings.push({
      code: "gc-pressure",
      severity: "blocking",
      facts: { gogc: left },
    });
  }
  if (outlook !== undefined && (memStats?.heapAlloc ?? 0) > live.bytes * MUCH_UNMARKED) {
    findings.push({ code: "live-estimated", severity: "note", facts: {} });
  }
  const fraction = memStats?.gcCpuFraction ?? 0;
  if (fraction > MUCH_CPU)
    findings.push({
      code: "gc-cpu",
      severity: "limiting",
      facts: { fraction },
    });
  if (explained?.isOutside === true) findings.push({ code: "control-total", severity: "limiting", facts: {} });
  return findings;
}

/** Where the memory is; empty without the runtime's books. */
export function whereFindings(waterfall: Waterfall | undefined): MeasuredFinding[] {
  if (waterfall === undefined || waterfall.total <= 0) return [];
  const { segments, total, rss, measure } = waterfall;
  const segment = SEGMENTS.reduce((most, name) => (segments[name] > segments[most] ? name : most));
  const facts = { segment, bytes: segments[segment], total, resident: rss ?? null, measure: measure ?? null };
  return [{ code: "most-memory", severity: "note", facts }, ...collectable(waterfall)];
}

/** Of the memory, and at least: what is worth a setting. */
const MUCH_COLLECTABLE = 1 / 3;
const LEAST_COLLECTABLE = 16 * 1024 ** 2;

function collectable({ segments, goBytes, total: held, rss = held }: Waterfall): MeasuredFinding[] {
  // What Go holds and never touched is no memory.
  const untouched = Math.max(0, goBytes - rss);
  const [bytes, total] = [segments.dead + segments.idle - untouched, held - untouched];
  if (bytes < Math.max(LEAST_COLLECTABLE, MUCH_COLLECTABLE * total)) return [];
  return [{ code: "memory-limit", severity: "note", facts: { collectable: bytes, total } }];
}

/** What stands above the limit now. `survived`: the largest live heap that does not. */
export function overLimit(
  limit: number,
  waterfall: Waterfall | undefined,
  live: number,
  survived: number,
): MeasuredFinding[] {
  const resident = waterfall?.measure === "now" ? waterfall.rss : undefined;
  const found = [
    { what: "resident" as const, bytes: resident ?? 0, limit },
    { what: "go" as const, bytes: waterfall?.goBytes ?? 0, limit },
    { what: "live" as const, bytes: live, limit: survived },
  ].find(({ bytes, limit: most }) => bytes > most);
  return found === undefined ? [] : [{ code: "over-limit", severity: "blocking", facts: found }];
}
