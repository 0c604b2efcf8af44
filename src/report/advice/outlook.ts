/** What a container's limit holds of the live heap, with GOMEMLIMIT and without. */

import {
  effectiveGogc,
  type HoursLeft,
  hoursLeft,
  liveMaximum,
  liveMaximumUnder,
  type MemoryUse,
  peakBytes,
  recommendedMemoryLimit,
  wholeMemoryLimit,
} from "../../blame/memory/limits.ts";
import type { SettingFinding } from "../../blame/memory/settings.ts";
import { parseGoMemoryLimit } from "../../measurement/quantity.ts";
import type { LiveHeap } from "./live-heap.ts";

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

/** Of the live heap, in bytes an hour; `low` and `high` are equal to `expected` where its interval is not known. */
export interface Slope {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/** Of the Go runtime. */
export const DEFAULT_GOGC = 100;

/** What the outlook is reckoned for, beside the limit. */
interface OutlookSettings {
  readonly gomemlimit?: string | undefined;
  readonly gogc?: number | undefined;
  readonly slope?: Slope | undefined;
}

/** Settings with which reckoning makes no sense. */
const UNSOUND: readonly SettingFinding["code"][] = ["memlimit-above-limit", "memlimit-equals-limit", "memlimit-tiny"];

/** `live` with its interval; `findings` about the settings. */
export function outlookOf(
  limit: number,
  use: MemoryUse,
  { gomemlimit, gogc = DEFAULT_GOGC, slope }: OutlookSettings,
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
