/** Cells of the `±` columns: half the width of an interval, `~` where the change is no more than noise explains, nothing where it is not known. */
import type { ColumnUnit } from "../measurement/delta.ts";
import type { FrameGrowth } from "../report/growth/growth.ts";

import { plusMinus } from "../wording/phrases.ts";

interface Bounds {
  readonly low: number | null;
  readonly high: number | null;
}

export function certainty(row: Bounds & { readonly significant: boolean | null }, unit: ColumnUnit): string {
  return row.significant === false ? "~" : plusMinus(row, unit).slice(1);
}

export function cumCertainty({ lowCum, highCum, significantCum }: FrameGrowth, unit: ColumnUnit): string {
  return certainty({ low: lowCum, high: highCum, significant: significantCum }, unit);
}

/** `counts` writes a number of objects with its sign. */
export function objectsCertainty(
  { lowObjects: low, highObjects: high, significantObjects }: FrameGrowth,
  counts: (count: number) => string,
): string {
  if (low === null || high === null) return "";
  return significantObjects === false ? "~" : counts((high - low) / 2).slice(1);
}
