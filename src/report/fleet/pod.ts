/** One pod of a fleet: the course of its live heap, and what it grew by between its first profile and its last. */
import { computeTrend, type Trend, type TrendShape, timeToLimit } from "../../blame/trend/trend.ts";
import { findBend } from "../../stats/bend.ts";
import { differenceInterval, type Interval, type WeightedSum } from "../../stats/interval.ts";
import { evenPositions } from "./even-positions.ts";

/** Bytes a function keeps live, by its name: at the first profile and at the last. */
export type FunctionEnds = ReadonlyMap<string, readonly [first: number, last: number]>;

/** What is known of one pod: its profiles in order of time. */
export interface PodSeries {
  readonly name: string;
  /** As its labels say, else the id of its build; null if neither is known. */
  readonly version: string | null;
  readonly node: string | null;
  /** Milliseconds since 1970, and live bytes, of each profile. */
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly ends: FunctionEnds;
}

/** A pod as a row. Bytes, and bytes by hour; times are RFC 3339. */
export interface FleetPod {
  readonly name: string;
  readonly version: string | null;
  readonly node: string | null;
  readonly profiles: number;
  readonly from: string;
  readonly to: string;
  readonly first: number;
  readonly last: number;
  /** last - first, with an interval of at least 95 %: its noise is a bound. */
  readonly growth: number;
  readonly low: number;
  readonly high: number;
  readonly shape: TrendShape;
  /** Of a line through its profiles; null of fewer than three. */
  readonly slopePerHour: number | null;
  readonly slopeLow: number | null;
  readonly slopeHigh: number | null;
  /** From when on it grows faster than before; null where it does not, or always grew. */
  readonly since: string | null;
  /** Grows surely faster than nearly all others. */
  readonly isOutlier: boolean;
  /** Until the limit is reached; null unless it rises to the end, surely, and a limit is given. */
  readonly hoursToLimit: { readonly expected: number; readonly low: number; readonly high: number | null } | null;
  /** The function that surely grew most in it. */
  readonly grew: string | null;
}

const HOUR = 3_600_000;
/** Points that are fitted: the noise of more is no less. */
const MOST_FITTED = 64;

/** `period`: bytes between two samples. */
export function describePod(pod: PodSeries, period: number, limitBytes: number | undefined): FleetPod {
  const { name, version, node, times, values } = pod;
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
  return {
    ...{ name, version, node, profiles: values.length, from: rfc(times[0]), to: rfc(times.at(-1)), first, last },
    ...{ growth: last - first, low: Math.round(change.low), high: Math.round(change.high), shape: trend.shape },
    slopePerHour: isFitted ? trend.slope : null,
    slopeLow: isFitted ? trend.slopeInterval.low : null,
    slopeHigh: isFitted ? trend.slopeInterval.high : null,
    since: sinceOf(points, times, chosen),
    ...{ isOutlier: false, hoursToLimit: limitOf(trend, limitBytes), grew: null },
  };
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

function hoursAt(times: readonly number[], at: number): number {
  return ((times[at] ?? 0) - (times[0] ?? 0)) / HOUR;
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

function limitOf(trend: Trend, limitBytes: number | undefined): FleetPod["hoursToLimit"] {
  const time = limitBytes === undefined ? undefined : timeToLimit(trend, limitBytes);
  return time === undefined ? null : { ...time, high: Number.isFinite(time.high) ? time.high : null };
}

function rfc(milliseconds: number | undefined): string {
  return new Date(milliseconds ?? 0).toISOString().replace(".000Z", "Z");
}
