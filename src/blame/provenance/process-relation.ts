/** Whether two captures are of one process, by counters that start at 0 and never go down. */

import type { Diff } from "../../profile/merge/diff.ts";

/** Whether two captures are of one process. */
export type ProcessRelation = "same" | "different" | "unknown";
/** Fewer counters than this could be in order by accident. */
export const MIN_COUNTERS = 5;

export interface CounterOrder {
  readonly baseCounters: number;
  readonly currentCounters: number;
  /** Counters lower in current than in base, and the other way round. */
  readonly forwardDecreased: number;
  readonly backwardDecreased: number;
}

export function compareCounters(base: Float64Array | undefined, current: Float64Array | undefined): CounterOrder {
  let baseCounters = 0;
  let currentCounters = 0;
  let forwardDecreased = 0;
  let backwardDecreased = 0;
  for (let row = 0; row < (base?.length ?? 0); row++) {
    const before = base?.[row] as number;
    const after = current?.[row] ?? 0;
    if (before > 0) baseCounters++;
    if (after > 0) currentCounters++;
    if (after < before) forwardDecreased++;
    if (before < after) backwardDecreased++;
  }
  return { baseCounters, currentCounters, forwardDecreased, backwardDecreased };
}

export function relate(order: CounterOrder, diff: Diff): ProcessRelation {
  if (order.baseCounters === 0 || order.currentCounters === 0) return "unknown";
  if (isOtherBuild(diff, order) || wentBothWays(order)) return "different";
  const counters = order.forwardDecreased === 0 ? order.baseCounters : order.currentCounters;
  return counters >= MIN_COUNTERS ? "same" : "unknown";
}

function wentBothWays({ forwardDecreased, backwardDecreased }: CounterOrder): boolean {
  return forwardDecreased > 0 && backwardDecreased > 0;
}

/** A build id on one side only is another build too, unless the counters are of one process. The text form of a profile names no program at all. */
export function isOtherBuild({ base, current }: Diff, order: CounterOrder): boolean {
  if (base.buildId !== "" && current.buildId !== "") return base.buildId !== current.buildId;
  if (base.mainFile === "" || current.mainFile === "") return false;
  return base.mainFile !== current.mainFile || (base.buildId !== current.buildId && wentBothWays(order));
}
