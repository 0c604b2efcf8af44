/** What was live, what is, and whether the difference is more than noise: the numbers of a growth report that a row of a table needs. */
import type { Value } from "../../profile/int64.ts";
import type { GrowthReport } from "../growth/growth.ts";

/** Live bytes. */
export interface LiveChange {
  readonly base: Value;
  readonly current: Value;
  readonly net: Value;
  /** 95 % interval of `net`, whole bytes; null where it is withheld. */
  readonly low: number | null;
  readonly high: number | null;
  /** Whether `net` is more than noise; null where that is withheld. */
  readonly significant: boolean | null;
}

export function liveChange({ totals, certainty }: GrowthReport): LiveChange {
  return {
    base: totals.base,
    current: totals.current,
    net: totals.net,
    low: certainty?.net.low ?? null,
    high: certainty?.net.high ?? null,
    significant: certainty?.significant ?? null,
  };
}
