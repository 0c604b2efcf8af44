/** Cells of the `±` columns: half the width of an interval, `~` where the change is no more than noise explains, nothing where it is not known. */
import type { ColumnUnit } from "../measurement/delta.ts";
import type { FrameGrowth } from "../report/growth.ts";
import { plusMinus } from "./growth-summary.ts";

interface Bounds {
  readonly low: number | null;
  readonly high: number | null;
}

export function certainty(row: Bounds & { readonly significant: boolean | null }, unit: ColumnUnit): string {
  return row.significant === false ? "~" : plusMinus(row, unit).slice(1);
}

/** By cum each frame is looked at by itself: `~` where its interval holds 0. */
export function cumCertainty({ lowCum: low, highCum: high }: FrameGrowth, unit: ColumnUnit): string {
  return certainty({ low, high, significant: excludesZero({ low, high }) }, unit);
}

/** The same for the numbers of objects; `counts` writes one with its sign. */
export function objectsCertainty(
  { lowObjects: low, highObjects: high }: FrameGrowth,
  counts: (count: number) => string,
): string {
  if (low === null || high === null) return "";
  return excludesZero({ low, high }) ? counts((high - low) / 2).slice(1) : "~";
}

function excludesZero({ low, high }: Bounds): boolean | null {
  return low === null || high === null ? null : low > 0 || high < 0;
}
