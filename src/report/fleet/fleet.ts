/**
 * Many pods in one report: who grows and how fast, what all of them grow by against what is one pod's own, and the version that brought it. Servers lose
 * the sizes of objects, so noise is bounded for all alike: the variance of a stack's bytes is at most its bytes times the sampling period.
 */

import { UsageError } from "../../errors.ts";
import { groupBy } from "../../measurement/group-by.ts";
import { checkList } from "../../profile/argument.ts";
import { checkAmount, checkLimit, firstRows } from "../question.ts";
import { type FleetGrowth, findGrowths } from "./growths.ts";
import { countLimits, type LimitCount } from "./limits.ts";
import { changeOf, describePod, type FleetPod, type PodSeries, rfc } from "./pod.ts";

export type { FleetGrowth } from "./growths.ts";
export type { LimitCount, LimitSource } from "./limits.ts";
export type { FleetPod, FunctionLooks, PodSeries } from "./pod.ts";
export type { VersionFacts } from "./versions.ts";

/** All of it may be left out. */
export interface FleetQuery {
  /** Where the pods come from. */
  readonly source?: string | undefined;
  /** Bytes between two samples; undefined or 0: not known, and taken for what Go samples at. */
  readonly period?: number | undefined;
  /** Most pods that are rows; 0 for all. */
  readonly limit?: number | undefined;
  /** Of the containers that do not say theirs, bytes. */
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
  /** Of all pods, those left out too. */
  readonly limits: readonly LimitCount[];
  /** Those that rise first, the fastest of them before the others. */
  readonly pods: readonly FleetPod[];
  readonly omitted: number;
  /** Of all pods, those left out too. */
  readonly growths: readonly FleetGrowth[];
  /** Names of the programs that pods run, as far as they are known. */
  readonly services: readonly string[];
  /** Pods by what they do: `rising` to the end, surely, `outliers` among them; `ended`: rose in one step, or to a level that they keep. */
  readonly counts: {
    readonly pods: number;
    readonly rising: number;
    readonly outliers: number;
    readonly ended: number;
    /** With one profile, of which nothing can be said. */
    readonly single: number;
    /** That were started again, and how often all of them were. */
    readonly restarted: number;
    readonly restarts: number;
  };
  readonly missing: readonly string[];
}

const DEFAULT_PERIOD = 524288;

/** Throws UsageError "bad-option" for what is no series of a pod. */
function checkPod(pod: PodSeries): void {
  const { name, times, values, looks, functions } = (pod ?? {}) as Partial<PodSeries>;
  const isNamed = typeof name === "string" && times !== undefined && values !== undefined;
  const isWhole = isNamed && looks !== undefined && functions !== undefined && looks.length > 0;
  if (isWhole && times.length === values.length && times.length > 0) return;
  throw new UsageError(
    "bad-option",
    "a pod has a name, as many times as values, at least one, and looks at its functions",
  );
}

/** Throws UsageError where there is no pod, or the question makes no sense. */
export function fleetReport(pods: readonly PodSeries[], query: FleetQuery = {}): FleetReport {
  if (checkList(pods, "pods").length === 0) throw new UsageError("no-match", "there is no pod with a heap profile");
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
  const rows = withOutliers(described).map((row, at) => ({
    ...row,
    grew: grewMost(pods[at] as PodSeries, growths, period),
  }));
  const isNot = ({ isRising }: FleetPod): number => (isRising ? 0 : 1);
  rows.sort(
    (a, b) => isNot(a) - isNot(b) || (b.slopePerHour ?? 0) - (a.slopePerHour ?? 0) || (a.name < b.name ? -1 : 1),
  );
  const shown = firstRows(rows, limit);
  return {
    ...{ kind: "fleet", schemaVersion: 1, source: query.source ?? "", ...stretchOf(pods) },
    profiles: pods.reduce((sum, { window, times }) => sum + (window?.profiles ?? times.length), 0),
    noise: { period, isAssumed: period !== query.period },
    limitBytes: limitBytes ?? null,
    limits: countLimits(rows),
    pods: shown,
    omitted: rows.length - shown.length,
    growths,
    services: [...new Set(rows.flatMap(({ service }) => (service === null ? [] : [service])))].sort(),
    counts: countsOf(rows),
    missing: query.missing ?? [],
  };
}

function stretchOf(pods: readonly PodSeries[]): { readonly from: string; readonly to: string } {
  let [start, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { window, times } of pods) {
    start = Math.min(start, window?.from ?? (times[0] as number));
    end = Math.max(end, window?.to ?? (times.at(-1) as number));
  }
  return { from: rfc(start), to: rfc(end) };
}

function countsOf(rows: readonly FleetPod[]): FleetReport["counts"] {
  const count = (is: (row: FleetPod) => boolean): number => rows.filter(is).length;
  return {
    pods: rows.length,
    rising: count(({ isRising }) => isRising),
    outliers: count(({ isOutlier }) => isOutlier),
    ended: count(({ shape, low }) => (shape === "saturating" || shape === "step") && low > 0),
    single: count(({ profiles }) => profiles === 1),
    restarted: count(({ restarts }) => restarts > 0),
    restarts: rows.reduce((sum, { restarts }) => sum + restarts, 0),
  };
}

/** Three standard deviations of what most pods do, as their median distance tells it. */
const FAR = 3 * 1.4826;
/** Fewer pods have no habit. */
const LEAST_PODS = 5;

/** Of pods of one program. */
function withOutliers(rows: readonly FleetPod[]): FleetPod[] {
  const bounds = new Map(
    [...groupBy(rows, ({ service }) => service)].map(([service, own]) => [
      service,
      usualMost(own.flatMap(({ slopePerHour }) => slopePerHour ?? [])),
    ]),
  );
  return rows.map((row) => {
    const most = bounds.get(row.service) ?? Number.POSITIVE_INFINITY;
    return { ...row, isOutlier: row.isRising && (row.slopeLow ?? 0) > most };
  });
}

function usualMost(slopes: readonly number[]): number {
  if (slopes.length < LEAST_PODS) return Number.POSITIVE_INFINITY;
  const usual = median(slopes);
  return usual + FAR * median(slopes.map((slope) => Math.abs(slope - usual)));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

function grewMost(pod: PodSeries, growths: readonly FleetGrowth[], period: number): string | null {
  let most: string | null = null;
  let height = 0;
  for (const { name, service } of growths) {
    if (service !== (pod.service ?? null)) continue;
    const values = pod.functions.get(name) ?? [];
    const [first = 0, last = 0] = [values[0], values.at(-1)];
    const grown = last - first;
    if (grown <= height || changeOf(first, last, period).low <= 0) continue;
    height = grown;
    most = name;
  }
  return most;
}
