/** An amount that was estimated from samples. */
import type { Value } from "../../profile/int64.ts";

/** `low` and `high`: 95 % interval, null where the samples cannot be counted. */
export interface Amount {
  readonly value: Value;
  readonly low: number | null;
  readonly high: number | null;
  /** Recorded objects behind it. */
  readonly samples: number | null;
}
