/** Lists of profiles, put together from the answers for parts of a stretch of time; a part that cannot be had is said, not lost. */
import { FetchError } from "../../errors.ts";
import type { Labels, Listing, StoredPoint, StoredSeries, Stretch } from "./store.ts";

/** Points of any labels, in any order. */
export interface LabelledPoint extends StoredPoint {
  readonly labels: Labels;
}

/** Each profile once, by labels and time. */
function seriesOf(points: readonly LabelledPoint[]): StoredSeries[] {
  const byLabels = new Map<string, { readonly labels: Labels; readonly points: Map<string, StoredPoint> }>();
  for (const { labels, ...point } of points) {
    const key = JSON.stringify(labels);
    const series = byLabels.get(key) ?? { labels, points: new Map<string, StoredPoint>() };
    byLabels.set(key, series);
    series.points.set(`${point.atNanos} ${point.id}`, point);
  }
  return [...byLabels.values()].map(({ labels, points: own }) => ({
    labels,
    points: [...own.values()].sort((a, b) => Number(a.atNanos - b.atNanos)),
  }));
}

const DAY = 86_400_000_000_000n;

/** What servers limit one question to (Pyroscope's querier.max-query-length, if not set otherwise). */
export function daysOf({ from, to }: Stretch): Stretch[] {
  const parts: Stretch[] = [];
  for (let start = from; start <= to; start += DAY) {
    parts.push({ from: start, to: start + DAY - 1n < to ? start + DAY - 1n : to });
  }
  return parts;
}

/**
 * Asks for a day at a time. Servers' own ends are looser or tighter than asked for: `list` asks for a bit more than its part, and what is outside the
 * stretch is left out here. Throws what the first part failed with where all failed.
 */
export async function listByDay(
  stretch: Stretch,
  list: (part: Stretch) => Promise<readonly LabelledPoint[]>,
): Promise<Listing> {
  const parts = daysOf(stretch);
  const results = await Promise.allSettled(parts.map(list));
  const failed = results.flatMap((result, at) =>
    result.status === "rejected" ? [{ at, reason: result.reason as unknown }] : [],
  );
  const fatal = failed.find(
    ({ reason }) => !(reason instanceof FetchError) || reason.code === "sum-only" || reason.code === "aborted",
  );
  if (fatal !== undefined) throw fatal.reason;
  if (failed.length > 0 && failed.length === parts.length) throw failed[0]?.reason;
  return {
    series: seriesOf(
      results.flatMap((result) => (result.status === "fulfilled" ? result.value : [])).filter(isWithin(stretch)),
    ),
    missing: failed.map(
      ({ at, reason }) => `${momentOf(parts[at]?.from)} to ${momentOf(parts[at]?.to)}: ${(reason as Error).message}`,
    ),
  };
}

function isWithin({ from, to }: Stretch): (point: StoredPoint) => boolean {
  return ({ atNanos }) => atNanos >= from && atNanos <= to;
}

function momentOf(nanos: bigint | undefined): string {
  return new Date(Number((nanos ?? 0n) / 1_000_000n)).toISOString().slice(0, 16);
}
