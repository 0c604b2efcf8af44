/** A capture as it was taken: every snapshot, and of the run that is looked at what was captured. */

import type { GoroutineGroup } from "../../profile/legacy/goroutines.ts";
import type { MemStats } from "../../profile/legacy/mem-stats.ts";
import type { Profile } from "../../profile/tables.ts";
import type { Workload } from "../advice/report.ts";

/** One snapshot, as the manifest has it; bytes, null where unknown. */
export interface CapturePoint {
  readonly name: string;
  /** RFC 3339. */
  readonly time: string;
  /** Number of the process; a restart makes another one. */
  readonly process: number;
  /** How often the command had run. */
  readonly iterations: number | null;
  readonly trigger: string | null;
  readonly liveBytes: number | null;
  readonly workingSetBytes: number | null;
  readonly residentBytes: number | null;
}

/** A snapshot of the run that is looked at, with what was taken. */
export interface CaptureState {
  readonly point: CapturePoint;
  readonly profile: Profile;
  readonly memStats: MemStats | undefined;
  readonly goroutines: readonly GoroutineGroup[] | undefined;
}

/** What the pod says of the process; null where it is no pod's, or not set. */
export interface CaptureSettings {
  readonly pod: string | null;
  /** What makes the pod, where it was named by that. */
  readonly workload: Workload | null;
  readonly memoryLimit: { readonly text: string; readonly bytes: number } | null;
  readonly memoryRequest: string | null;
  readonly gogc: string | null;
  readonly gomemlimit: string | null;
  readonly restartCount: number | null;
  readonly lastEnd: string | null;
}

/** Something out of the ordinary while the series was taken; `time` by RFC 3339. */
export interface CaptureEvent {
  readonly time: string;
  readonly kind: "restart" | "trigger" | "failed" | "during" | "stopped";
  readonly text: string;
}

export interface CaptureInput {
  readonly source: string;
  readonly program: string | null;
  readonly points: readonly CapturePoint[];
  /** Of one process, in order of time; at least one. */
  readonly run: readonly CaptureState[];
  /** Each profile was taken right after a garbage collection. */
  readonly isCollected: boolean;
  readonly settings: CaptureSettings;
  readonly events: readonly CaptureEvent[];
}
