/**
 * A capture as one answer: what the first snapshot and the last say of each other, what each step grew, what shape the whole has, and where the
 * memory of the process stands against its limit. Only one process is looked at: its run of most snapshots.
 */

import type { ProcessBooks } from "../../blame/memory/beside-heap.ts";
import { compare } from "../../blame/provenance/comparison.ts";
import type { Capture } from "../../blame/provenance/provenance.ts";
import { MIN_POINTS } from "../../blame/trend/trend.ts";
import type { ModuleNames } from "../../graph/go/own-modules.ts";
import type { Value } from "../../profile/int64.ts";
import { adviceReport } from "../advice/advice.ts";
import type { AdviceReport } from "../advice/report.ts";
import { type Companions, type GrowthReport, growthReport } from "../growth/growth.ts";
import type { TrendReport } from "../trend/report.ts";
import { type TrendBeside, type TrendFinding, trendReport } from "../trend/trend.ts";
import { adviceInput } from "./advice.ts";
import type { CaptureEvent, CaptureInput, CapturePoint, CaptureSettings, CaptureState } from "./input.ts";
import { type LiveChange, liveChange } from "./live-change.ts";
import { restartsOf } from "./restarts.ts";

export type { CaptureEvent, CaptureInput, CapturePoint, CaptureSettings, CaptureState } from "./input.ts";

export const CAPTURE_SCHEMA_VERSION = 1;

export interface CaptureQuery {
  /** Path of the program's own module, where it is not to be guessed. */
  readonly mainModule?: ModuleNames | undefined;
  /** Most rows of functions, 0 for all. */
  readonly limit?: number | undefined;
}

/** A series of snapshots of one process. */
export interface CaptureReport {
  readonly kind: "capture";
  readonly schemaVersion: 1;
  readonly source: string;
  readonly program: string | null;
  readonly settings: CaptureSettings;
  readonly points: readonly CapturePoint[];
  /** Names of those looked at. */
  readonly run: readonly string[];
  /** What comes first: a restart, what the series did, or what its two ends support. */
  readonly findings: readonly TrendFinding[];
  /** First to last; null with one snapshot. */
  readonly growth: GrowthReport | null;
  readonly steps: readonly CaptureStep[];
  /** Null with fewer than three. Its `ends` are null: they are `growth`. */
  readonly trend: TrendReport | null;
  /** Null without MemStats and without a limit. */
  readonly advice: AdviceReport | null;
  readonly events: readonly CaptureEvent[];
}

/** From one snapshot to the next. */
export interface CaptureStep extends LiveChange {
  readonly from: string;
  readonly to: string;
  readonly seconds: number;
  /** Runs of the command in it. */
  readonly iterations: number | null;
  /** Where most of the significant growth gathers; null if none is. */
  readonly top: { readonly frame: string; readonly growth: Value } | null;
}

export function captureReport(input: CaptureInput, query: CaptureQuery): CaptureReport {
  const { run, settings } = input;
  const [first, last] = [run[0] as CaptureState, run.at(-1) as CaptureState];
  const iterations = iterationsBetween(first, last) ?? undefined;
  const growth = run.length < 2 ? undefined : growthOf(first, last, query, besideOf(input, iterations));
  const trend = captureTrend(input, growth);
  return {
    kind: "capture",
    schemaVersion: CAPTURE_SCHEMA_VERSION,
    source: input.source,
    program: input.program,
    settings,
    points: input.points,
    run: run.map(({ point }) => point.name),
    findings: [...restartsOf(input, trend), ...(trend?.findings ?? growth?.findings ?? [])],
    growth: growth ?? null,
    steps: run.slice(1).map((state, index) => stepOf(run[index] as CaptureState, state, query)),
    trend: trend === undefined ? null : { ...trend, ends: null },
    advice: adviceOf(input, trend) ?? null,
    events: input.events,
  };
}

/** Goroutines of both ends, where they were taken, and how many snapshots lie between. */
function besideOf({ run, isCollected }: CaptureInput, iterations: number | undefined): Companions {
  const [first, last] = [run[0] as CaptureState, run.at(-1) as CaptureState];
  const capture = { isSeries: run.length > 2, isCollected, hasMemory: last.memStats !== undefined };
  const memory = { base: booksOf(first), current: booksOf(last) };
  if (first.goroutines === undefined || last.goroutines === undefined) return { capture, memory };
  const sources = { baseSource: first.point.name, currentSource: last.point.name };
  return { capture, memory, goroutines: { base: first.goroutines, current: last.goroutines, ...sources, iterations } };
}

function booksOf({ memStats, point }: CaptureState): ProcessBooks {
  return { memStats, resident: point.workingSetBytes ?? point.residentBytes ?? undefined };
}

function growthOf(base: CaptureState, current: CaptureState, query: CaptureQuery, beside: Companions): GrowthReport {
  return liveGrowth(captureOf(base), captureOf(current), query, beside);
}

/** What is live in the one against the other, function by function. */
export function liveGrowth(
  base: Capture,
  current: Capture,
  query: CaptureQuery,
  beside: Companions = {},
): GrowthReport {
  const names = { base: base.name, current: current.name };
  const comparison = compare(base.profile, current.profile, { names, sources: names, mainModule: query.mainModule });
  return growthReport(comparison, { sampleIndex: "inuse_space", limit: query.limit }, beside);
}

function captureOf({ point, profile }: CaptureState): Capture {
  return { name: point.name, profile };
}

function stepOf(before: CaptureState, after: CaptureState, query: CaptureQuery): CaptureStep {
  const growth = growthOf(before, after, { ...query, limit: 1 }, {});
  const [top] = growth.suspects;
  return {
    from: before.point.name,
    to: after.point.name,
    seconds: (Date.parse(after.point.time) - Date.parse(before.point.time)) / 1000,
    iterations: iterationsBetween(before, after),
    ...liveChange(growth),
    top: top === undefined ? null : { frame: top.frame, growth: top.growth },
  };
}

function iterationsBetween(before: CaptureState, after: CaptureState): number | null {
  const [from, to] = [before.point.iterations, after.point.iterations];
  return from === null || to === null || to === from ? null : to - from;
}

function besidePoint({ point, memStats, goroutines }: CaptureState): TrendBeside {
  return { memStats, goroutines, resident: point.workingSetBytes ?? point.residentBytes ?? undefined };
}

/** Undefined with fewer than three snapshots. */
export function captureTrend({ run }: CaptureInput, growth?: GrowthReport): TrendReport | undefined {
  if (run.length < MIN_POINTS) return undefined;
  const iterations = iterationsBetween(run[0] as CaptureState, run.at(-1) as CaptureState) ?? undefined;
  const query = {
    sampleIndex: "inuse_space",
    granularity: "functions",
    noInlines: false,
    sort: "flat",
    limit: 5,
    iterations,
    // When the process is killed is for the advice to say: long before the live heap alone is at the limit.
    limitBytes: undefined,
  } as const;
  return trendReport(run.map(captureOf), query, run.map(besidePoint), growth);
}

/** With the twin's MemStats, or with a limit alone. */
function adviceOf(input: CaptureInput, trend: TrendReport | undefined): AdviceReport | undefined {
  const last = input.run.at(-1) as CaptureState;
  if (last.memStats === undefined && input.settings.memoryLimit === null) return undefined;
  return adviceReport(adviceInput(input, trend));
}
