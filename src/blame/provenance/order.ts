/**
 * In which order captures were taken, told by what they say of themselves: their times; else what the runtime's text says of its collections; else
 * the alloc counters, which only rise in one process; else the numbers in their names. Words in names tell nothing: "after" comes before "before"
 * in the alphabet.
 */
import { exactSum } from "../../profile/int64.ts";
import { NONE, type Profile } from "../../profile/tables.ts";
import { findHeapColumns } from "../counts/sample-count.ts";
import { compareNumbered, isNumberedAlike } from "./numbered-names.ts";
import type { Capture, OrderEvidence } from "./provenance.ts";

/** What an order was told by; `given`: nothing says another than the one given. */
export interface CaptureOrder {
  readonly by: OrderEvidence;
  /** Indices into the captures, earliest first. */
  readonly indices: readonly number[];
  readonly isAsGiven: boolean;
}

/** Every order that the captures give reason for, best evidence first; the last is the one given. There is always one. */
export function captureOrders(captures: readonly Capture[]): readonly [CaptureOrder, ...CaptureOrder[]] {
  const profiles = captures.map(({ profile }) => profile);
  const names = captures.map(({ name }) => name);
  const orders = [
    orderBy("time", profiles.map(timesOf), compareEach),
    orderBy("collections", profiles.map(collectionsOf), compareEach),
    orderBy("counters", profiles.map(countersOf), compareEach),
    isNumberedAlike(names) ? orderBy("names", names, compareNumbered) : undefined,
  ].filter((order) => order !== undefined);
  const given: CaptureOrder = { by: "given", indices: captures.map((_, index) => index), isAsGiven: true };
  const [best = given, ...others] = [...orders, given];
  return [best, ...others];
}

/** When the state of the heap that it shows was reached: nanoseconds since the Unix epoch, as well as the profile knows; 0n if it does not. */
export function stateTime({ header, memStats }: Profile): bigint {
  return header.timeNanos > 0n ? header.timeNanos : (memStats?.lastGCNanos ?? 0n);
}

/** undefined if any capture lacks the evidence, or if it tells none of them from the others. */
function orderBy<Evidence>(
  by: OrderEvidence,
  evidence: readonly (Evidence | undefined)[],
  compare: (a: Evidence, b: Evidence) => number,
): CaptureOrder | undefined {
  const known = evidence.flatMap((each, index) => (each === undefined ? [] : [{ each, index }]));
  if (known.length < evidence.length) return undefined;
  known.sort((a, b) => compare(a.each, b.each));
  const isTold = known.some(({ each }, at) => at > 0 && compare((known[at - 1] as (typeof known)[0]).each, each) !== 0);
  const indices = known.map(({ index }) => index);
  return isTold ? { by, indices, isAsGiven: indices.every((index, at) => index === at) } : undefined;
}

function compareEach(a: readonly bigint[], b: readonly bigint[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] as bigint) < (b[at] as bigint) ? -1 : 1;
}

/** Those captured at the same time are told apart by their counters. */
function timesOf(profile: Profile): bigint[] | undefined {
  const { timeNanos } = profile.header;
  return timeNanos > 0n ? [timeNanos, ...(countersOf(profile) ?? [])] : undefined;
}

/** The time of the last one first, since it also tells processes apart; numbers of collections and bytes only rise within one. */
function collectionsOf({ memStats }: Profile): bigint[] | undefined {
  if (memStats?.lastGCNanos === undefined || memStats.totalAlloc === undefined) return undefined;
  const { lastGCNanos, numGC = 0, totalAlloc } = memStats;
  return Number.isInteger(numGC) && Number.isInteger(totalAlloc)
    ? [lastGCNanos, BigInt(numGC), BigInt(totalAlloc)]
    : undefined;
}

/** Bytes, then objects allocated so far. */
function countersOf({ header, samples }: Profile): bigint[] | undefined {
  const { allocSpace, allocObjects } = findHeapColumns(header);
  const columns = [allocSpace, allocObjects].filter((index) => index !== NONE);
  if (columns.length === 0 || samples.length === 0) return undefined;
  return columns.map((index) => exactSum(samples.values[index] as Profile["samples"]["values"][number]));
}
