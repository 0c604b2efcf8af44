/** What is known of a process, and what the advice about its memory has. */

import type { BesideHeapFinding } from "../../blame/memory/beside-heap.ts";
import type { SettingFinding } from "../../blame/memory/settings.ts";
import type { Waterfall, WaterfallGrowth } from "../../blame/memory/waterfall.ts";
import type { Finding } from "../../blame/provenance/provenance.ts";
import type { MemStats } from "../../profile/legacy/mem-stats.ts";
import type { Profile } from "../../profile/tables.ts";
import type { Explained, MeasuredFinding } from "./findings.ts";
import type { LiveHeap } from "./live-heap.ts";
import type { Outlook, Slope } from "./outlook.ts";

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

/** What is known of a process at one moment. */
export interface ProcessMemory {
  readonly source: string;
  readonly profile: Profile;
  readonly memStats: MemStats | undefined;
  /** Its resident set, or the container's working set. */
  readonly workingSet: number | undefined;
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
