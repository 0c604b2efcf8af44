/**
 * Whether a heap profile shows a state of the heap or what changed over a stretch of time. The runtime gives a state no duration; the handler of
 * net/http/pprof gives one to what it subtracts for seconds=, and nothing else in it need tell: what only grew has no value below zero.
 *
 * Some writers (dd-trace-go, godeltaprof) subtract the alloc columns alone. Of one stack no more can live on than was allocated, before and
 * after a subtraction alike; so where more is live than was allocated, the two columns are not of one stretch, and the live one is a state.
 */
import { exactSum, type ValueColumn } from "../../profile/int64.ts";
import { describeProfileKind } from "../../profile/profile-kind.ts";
import { NONE, type Profile } from "../../profile/tables.ts";
import { findHeapColumns, type SampleCounts } from "../counts/sample-count.ts";

/**
 * `change`: all columns are differences; `span`: of a stretch of time in a way that is not known, a sum, a mean or a difference; `counted`: live
 * values are a state, allocations those of the stretch.
 */
export type Coverage = "state" | "change" | "span" | "counted";

export function coverageOf(profile: Profile, { negative }: Pick<SampleCounts, "negative">): Coverage {
  const { header } = profile;
  if (negative > 0) return "change";
  if (describeProfileKind(header) !== "heap" || header.durationNanos <= 0n) return "state";
  const { allocSpace, inuseSpace } = findHeapColumns(header);
  if (allocSpace === NONE || inuseSpace === NONE) return "span";
  const { values } = profile.samples;
  return exceeds(values[inuseSpace] as ValueColumn, values[allocSpace] as ValueColumn) ? "counted" : "change";
}

/** Bytes by which the live heap grew over the stretch of a `change`; undefined without such a column. */
export function liveChange({ header, samples }: Profile): number | undefined {
  const column = samples.values[findHeapColumns(header).inuseSpace];
  return column === undefined ? undefined : Number(exactSum(column));
}

/** Rounding of two scaled numbers that were subtracted. */
const ROUNDING = 2;

function exceeds(live: ValueColumn, allocated: ValueColumn): boolean {
  return live.some((value: number | bigint, row: number) => Number(value) > Number(allocated[row]) + ROUNDING);
}

/** Fewer recorded objects may all be live by chance. */
const MANY_RECORDED = 20;

/**
 * What a collection finds dead is counted as freed when the next one ends, or at once where it was asked for (runtime/mprof.go): until then a profile shows
 * as live all that was allocated. `collections`: how many there were, where that is known; after two it is no longer so.
 */
export function isNothingFreed({ inuse, alloc, verdict }: SampleCounts, collections: number | undefined): boolean {
  if (verdict !== "exact" || inuse === undefined || alloc === undefined) return false;
  if (collections !== undefined && collections > 1) return false;
  const recorded = inuse.counts.reduce((sum, count) => sum + count, 0);
  return recorded >= MANY_RECORDED && inuse.counts.every((count, row) => count === alloc.counts[row]);
}
