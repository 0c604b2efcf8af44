/**
 * Many pods in one report: who grows and how fast, what all of them grow by against what is one pod's own, and the version that brought it. Servers lose
 * the sizes of objects, so noise is bounded for all alike: the variance of a stack's bytes is at most its bytes times the sampling period.
 */
import { UsageError } from "../../errors.ts";
import { checkAmount, checkLimit, firstRows } from "../question.ts";
import { type FleetGrowth, findGrowths } from "./growths.ts";
import { describePod, type FleetPod, type PodSeries } from "./pod.ts";

export type { FleetGrowth } from "./growths.ts";
export type { FleetPod, FunctionEnds, PodSeries } from "./pod.ts";

/** All of it may be left out. */
export interface FleetQuery {
  /** Where the pods come from. */
  readonly source?: string | undefined;
  /** Bytes between two samples; undefined or 0: not known, and taken for what Go samples at. */
  readonly period?: number | undefined;
  /** Most pods that are rows; 0 for all. */
  readonly limit?: number | undefined;
  /** Of a container, bytes. */
  readonly limitBytes?: number | undefined;
  /** What could not be had, a line for each. */
  readonly missing?: readonly string[] | undefined;
}

/** Times are RFC 3339. */
export interface FleetReport {
  readonly kind: "fleet";
  readonly schemaVersion: 1;
  readonly source: string;
  readonly from: string;
  readonly to: string;
  readonly profiles: number;
  /** All intervals rest on it; `isAssumed`: no profile says it. */
  readonly noise: { readonly period: number; readonly isAssumed: boolean };
  readonly limitBytes: number | null;
  /** Fastest growth first. */
  readonly pods: readonly FleetPod[];
  readonly omitted: number;
  /** Of all pods, those left out too. */
  readonly growths: readonly FleetGrowth[];
  /** Pods by what they do: `rising` surely, `outliers` among them. */
  readonly counts: { readonly pods: number; readonly rising: number; readonly outliers: number };
  readonly missing: readonly string[];
}

const DEFAULT_PERIOD = 524288;

/** Throws UsageError "bad-option" for what is no series of a pod. */
function checkPod(pod: PodSeries): void {
  const { name, times, values, ends } = (pod ?? {}) as Partial<PodSeries>;
  const isWhole = typeof name === "string" && times !== undefined && values !== undefined && ends !== undefined;
  if (isWhole && times.length === values.length && times.length > 0) return;
  throw new UsageError("bad-option", "a pod has a name, as many times as values, at least one, and its ends");
}

/** Throws UsageError where there is no pod, or the question makes no sense. */
export function fleetReport(pods: readonly PodSeries[], query: FleetQuery = {}): FleetReport {
  if (pods.length === 0) throw new UsageError("no-match", "there is no pod with a heap profile");
  pods.forEach(checkPod);
  const limit = checkLimit(query.limit ?? 0);
  const limitBytes = checkAmount("limitBytes", query.limitBytes);
  const period = query.period === undefined || query.period <= 1 ? DEFAULT_PERIOD : query.period;
  const described = pods.map((pod) => describePod(pod, period, limitBytes));
  const growths = findGrowths(
    pods,
    described.map(({ since }) => since),
    period,
  );
  const rows = withOutliers(described).map((row, at) => ({ ...row, grew: grewMost(pods[at] as PodSeries, growths) }));
  rows.sort((a, b) => (b.slopePerHour ?? 0) - (a.slopePerHour ?? 0) || (a.name < b.name ? -1 : 1));
  const shown = firstRows(rows, limit);
  return {
    ...{ kind: "fleet", schemaVersion: 1, source: query.source ?? "" },
    from: rows.map(({ from }) => from).sort()[0] ?? "",
    to:
      rows
        .map(({ to }) => to)
        .sort()
        .at(-1) ?? "",
    profiles: rows.reduce((sum, { profiles }) => sum + profiles, 0),
    noise: { period, isAssumed: period !== query.period },
    limitBytes: limitBytes ?? null,
    pods: shown,
    omitted: rows.length - shown.length,
    growths,
    counts: {
      pods: rows.length,
      rising: rows.filter(({ slopeLow }) => (slopeLow ?? 0) > 0).length,
      outliers: rows.filter(({ isOutlier }) => isOutlier).length,
    },
    missing: query.missing ?? [],
  };
}

/** Three standard deviations of what most pods do, as their median distance tells it. */
const FAR = 3 * 1.4826;
/** Fewer pods have no habit. */
const LEAST_PODS = 5;

function withOutliers(rows: readonly FleetPod[]): FleetPod[] {
  const slopes = rows.flatMap(({ slopePerHour }) => (slopePerHour === null ? [] : [slopePerHour]));
  if (slopes.length < LEAST_PODS) return [...rows];
  const usual = median(slopes);
  const spread = median(slopes.map((slope) => Math.abs(slope - usual)));
  return rows.map((row) => ({
    ...row,
    isOutlier: row.slopeLow !== null && row.slopeLow > usual + FAR * spread && row.slopeLow > 0,
  }));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

function grewMost({ ends }: PodSeries, growths: readonly FleetGrowth[]): string | null {
  let most: string | null = null;
  let height = 0;
  for (const { name } of growths) {
    const [first, last] = ends.get(name) ?? [0, 0];
    if (last - first <= height) continue;
    height = last - first;
    most = name;
  }
  return most;
}
