/** How much of the process's memory the heap of a profile is: by the runtime's own books, and by the container's limit. */
import { buildWaterfall, type Waterfall } from "../../blame/memory/waterfall.ts";
import type { MemStats } from "../../profile/legacy/mem-stats.ts";
import type { Amount } from "./amount.ts";

export interface KnownMemory {
  /** From the text form of the profile. */
  readonly memStats?: MemStats | undefined;
  /** Of the container. */
  readonly limit?: { readonly text: string; readonly bytes: number } | undefined;
}

/** Memory of the process beside the live heap; bytes. */
export interface HeapMemory {
  /** What the runtime holds of the system, by part; null without its books. */
  readonly waterfall: Waterfall | null;
  /** Live heap over what the runtime holds; null as `waterfall` is. */
  readonly shareOfGo: number | null;
  /** Largest resident set of the process so far; null where the profile does not say. */
  readonly peakRss: number | null;
  readonly limit: { readonly text: string; readonly bytes: number } | null;
  /** Live heap over the limit, with its interval; null without one. */
  readonly shareOfLimit: { readonly share: number; readonly low: number | null; readonly high: number | null } | null;
}

/** Null where nothing is known. */
export function measureMemory(live: Amount, { memStats, limit }: KnownMemory): HeapMemory | null {
  const bytes = Number(live.value);
  // What the runtime holds alone: the peak has a field of its own.
  const books = memStats && { memStats: { ...memStats, maxRss: undefined }, resident: undefined };
  const waterfall = books && buildWaterfall(books, bytes);
  if (waterfall === undefined && limit === undefined) return null;
  const shareOf = (value: number | null): number | null =>
    value === null || limit === undefined ? null : value / limit.bytes;
  return {
    waterfall: waterfall ?? null,
    shareOfGo: waterfall === undefined || waterfall.goBytes === 0 ? null : waterfall.segments.live / waterfall.goBytes,
    peakRss: memStats?.maxRss ?? null,
    limit: limit ?? null,
    shareOfLimit:
      limit === undefined ? null : { share: bytes / limit.bytes, low: shareOf(live.low), high: shareOf(live.high) },
  };
}
