/** One pod of a fleet: the course of its live heap, and what it grew by between its first profile and its last. */
import { computeTrend, type Trend, type TrendShape, timeToLimit } from "../../blame/trend/trend.ts";
import { findBend } from "../../stats/bend.ts";
import { differenceInterval, type Interval, type WeightedSum } from "../../stats/interval.ts";
import { evenPositions } from "./even-positions.ts";
import type { LimitSource } from "./limits.ts";

/** Bytes a function keeps live, by its name: one at each look. */
export type FunctionLooks = ReadonlyMap<string, readonly number[]>;

/** What is known of one pod: profiles of one process of it, in order of time. */
export interface PodSeries {
  readonly name: string;
  /** The program that it runs, as its labels or its profiles say: pods of one are compared. null or left out where that is not known. */
  readonly service?: string | null;
  /** As its labels say, else the id of its build; null if neither is known. */
  readonly version: string | null;
  readonly node: string | null;
  /** Milliseconds since 1970, and live bytes, of each profile. */
  readonly times: readonly number[];
  readonly values: readonly number[];
  /** Positions of the profiles whose functions are known: the first and the last among them. */
  readonly looks: readonly number[];
  readonly functions: FunctionLooks;
  /** Bytes allocated in an hour, in the first third of the time and in the last; null or left out where that is not known. */
  readonly allocation?: { readonly first: number; readonly last: number } | null;
  /** All that was seen of the pod, where that is more: milliseconds since 1970. */
  readonly window?: { readonly from: number; readonly to: number; readonly profiles: number } | undefined;
  /** Other processes of the pod in the same time, and whether one came after this. */
  readonly restarts?: number;
  readonly isEnded?: boolean;
  /** Of its container, bytes; null where it is not known, or where `limitFrom` says that there is none. */
  readonly limitBytes?: number | null;
  readonly limitFrom?: LimitSource | null;
}

/** A pod as a row. Bytes, and bytes by hour; times are RFC 3339. */
export interface FleetPod {
  readonly name: string;
  readonly service: string | null;
  readonly version: string | null;
  readonly node: string | null;
  readonly profiles: number;
  readonly restarts: number;
  readonly from: string;
  readonly to: string;
  readonly first: number;
  readonly last: number;
  /** last - first, with an interval of at least 95 %: its noise is a bound. */
  readonly growth: number;
  readonly low: number;
  readonly high: number;
  readonly shape: TrendShape;
  /** It goes up to the end, surely: neither in one step, nor to a level that it keeps. */
  readonly isRising: boolean;
  /** Of a line through its profiles; null of fewer than three. */
  readonly slopePerHour: number | null;
  readonly slopeLow: number | null;
  readonly slopeHigh: number | null;
  /** From when on it grows faster than before; null where it does not, or always grew. */
  readonly since: string | null;
  /** Grows surely faster than nearly all others of its program. */
  readonly isOutlier: boolean;
  /** Of its container; null where it is not known, or where `limitFrom` says that there is none. */
  readonly limitBytes: number | null;
  /** What says so; null where nothing is known. */
  readonly limitFrom: LimitSource | null;
  /** Until the limit is reached; null unless it rises to the end, surely, and a limit is known. */
  readonly hoursToLimit: { readonly expected: number; readonly low: number; readonly high: number | null } | null;
  /** The function that surely grew most in it. */
  readonly grew: string | null;
  /** Some of its profiles, evenly spaced: hours since the first one of it, and live bytes. */
  readonly course: { readonly hours: readonly number[]; readonly values: readonly number[] };
}

const HOUR = 3_600_000;
/** Points that are fitted: the noise of more is no less. */
const MOST_FITTED = 64;
/** Points of a small picture. */
const MOST_DRAWN = 24;
/** What came all at once, ended, or went again, rises no more. */
const OVER: readonly TrendShape[] = ["saturating", "step", "returns", "falling", "irregular", "flat", "too-few"];

/** `period`: bytes between two samples. `limitBytes`: of pods that say none. */
export function describePod(pod: PodSeries, period: number, limitBytes: number | undefined): FleetPod {
  const { name, version, node, times, values, service = null, restarts = 0 } = pod;
  const chosen = evenPositions(values.length, MOST_FITTED);
  const points = chosen.map((at) => ({
    at: hoursAt(times, at),
    value: values[at] as number,
    variance: Math.max(1, period * (values[at] as number)),
  }));
  const trend = computeTrend(points);
  const isFitted = trend.shape !== "too-few";
  const [first = 0, last = 0] = [values[0], values.at(-1)];
  const change = changeOf(first, last, period);
  const { bytes: limit, from: limitFrom } = ownLimit(pod, limitBytes);
  const from = rfc(times[0]);
  const since = sinceOf(points, times, chosen);
  return {
    ...{ name, service, version, node, profiles: values.length, restarts, from, to: rfc(times.at(-1)), first, last },
    ...{ growth: last - first, low: Math.round(change.low), high: Math.round(change.high), shape: trend.shape },
    isRising: !OVER.includes(trend.shape) && (trend.slopeInterval.low > 0 || (since !== null && change.low > 0)),
    slopePerHour: isFitted ? trend.slope : null,
    slopeLow: isFitted ? trend.slopeInterval.low : null,
    slopeHigh: isFitted ? trend.slopeInterval.high : null,
    since,
    ...{
      isOutlier: false,
      limitBytes: limit,
      limitFrom,
      hoursToLimit: pod.isEnded === true ? null : limitOf(trend, limit),
    },
    ...{ grew: null, course: courseOf(pod) },
  };
}

/** That of all goes before GOMEMLIMIT, which no container has. */
function ownLimit(
  { limitBytes = null, limitFrom = null }: PodSeries,
  ofAll: number | undefined,
): { readonly bytes: number | null; readonly from: LimitSource | null } {
  const isKnown = limitBytes !== null || limitFrom !== null;
  if (isKnown && (limitFrom !== "gomemlimit" || ofAll === undefined)) {
    return { bytes: limitBytes, from: limitFrom ?? "pod-option" };
  }
  return { bytes: ofAll ?? null, from: ofAll === undefined ? null : "option" };
}

/** Of a sum whose variance is at most so many bytes times the period. */
export function boundedSum(bytes: number, period: number): WeightedSum {
  return { value: bytes, exact: 0, variance: bytes * period, largestWeight: period };
}

export function changeOf(first: number, last: number, period: number, confidence?: number): Interval {
  return differenceInterval(boundedSum(last, period), boundedSum(first, period), confidence);
}

export function hoursOf({ times }: Pick<PodSeries, "times">): number {
  return hoursAt(times, times.length - 1);
}

export function hoursAt(times: readonly number[], at: number): number {
  return ((times[at] ?? 0) - (times[0] ?? 0)) / HOUR;
}

export function rfc(milliseconds: number | undefined): string {
  return new Date(milliseconds ?? 0).toISOString().replace(".000Z", "Z");
}

function courseOf({ times, values }: PodSeries): FleetPod["course"] {
  const drawn = evenPositions(values.length, MOST_DRAWN);
  return { hours: drawn.map((at) => hoursAt(times, at)), values: drawn.map((at) => values[at] as number) };
}

function sinceOf(
  points: readonly { readonly at: number; readonly value: number }[],
  times: readonly number[],
  chosen: readonly number[],
): string | null {
  const bend = findBend(
    points.map(({ at }) => at),
    points.map(({ value }) => value),
  );
  return bend === undefined || bend.change <= 0 ? null : rfc(times[chosen[bend.at] as number]);
}

function limitOf(trend: Trend, limitBytes: number | null): FleetPod["hoursToLimit"] {
  const time = limitBytes === null ? undefined : timeToLimit(trend, limitBytes);
  return time === undefined ? null : { ...time, high: Number.isFinite(time.high) ? time.high : null };
}
