/** Which of the captures are one series, what was measured along it, and which two of its states are compared. */

import type { GrowthFinding } from "../../blame/findings/findings.ts";
import type { Capture } from "../../blame/provenance/provenance.ts";
import { checkSeries, type SeriesProvenance } from "../../blame/provenance/series.ts";
import { FALSE_DISCOVERIES } from "../../blame/suspects/suspects.ts";
import type { WeighedShape } from "../../blame/trend/counters.ts";
import { MIN_POINTS } from "../../blame/trend/trend.ts";
import { UsageError } from "../../errors.ts";
import type { ModuleNames } from "../../graph/go/own-modules.ts";
import type { Granularity } from "../../graph/granularity.ts";
import { firstOf } from "../../measurement/first-of.ts";
import { resolveSampleIndex } from "../../profile/sample-index.ts";
import type { Profile } from "../../profile/tables.ts";
import type { GrowthReport } from "../growth/growth.ts";
import type { TrendBeside } from "./beside.ts";
import { NO_PAIRS, pairsOf, type TrendPairs } from "./ends.ts";
import { type Axis, type FittedSeries, measure, type TrendMeasure, type TrendRow } from "./measure.ts";
import { trendRows } from "./rows.ts";
import { type Point, Series } from "./series.ts";

/** A question about a series with everything decided. */
export interface TrendQuestion {
  readonly sampleIndex: string;
  readonly granularity: Granularity;
  readonly noInlines: boolean;
  readonly sort: "flat" | "cum";
  readonly limit: number;
  readonly iterations: number | undefined;
  readonly limitBytes: number | undefined;
  readonly mainModule: ModuleNames | undefined;
}

/** What is known of a series before words are made of it. */
export interface MeasuredSeries {
  readonly captures: readonly Capture[];
  readonly beside: readonly (TrendBeside | undefined)[];
  readonly provenance: SeriesProvenance;
  /** Indices of the captures that are looked at. */
  readonly run: readonly number[];
  readonly series: Series;
  /** What takes away the meaning of all of it. */
  readonly blocking: SeriesProvenance["findings"][number] | undefined;
  readonly total: FittedSeries;
  readonly weighed: WeighedShape;
  /** Every row, in the order that is asked for. */
  readonly rows: readonly TrendRow[];
  readonly pairs: TrendPairs;
  readonly trend: TrendMeasure;
}

/** Throws UsageError for a sample type that counts what is no longer live. */
export function measureSeries(
  captures: readonly [Capture, ...Capture[]],
  beside: readonly (TrendBeside | undefined)[],
  query: TrendQuestion,
  growth: GrowthReport | undefined,
): MeasuredSeries {
  const type = liveType(captures[0].profile, query.sampleIndex);
  const processes = captures.map((_, index) => beside[index]?.process);
  const provenance = checkSeries(captures, processes);
  const run = longestRun(provenance.runs);
  const chosen = run.map((index): Point => ({ capture: captures[index] as Capture, beside: beside[index] }));
  const isOneProcess = provenance.hasSharedRows && !provenance.findings.some(({ code }) => code === "process-unknown");
  const series = new Series(chosen, type, isOneProcess, query);
  const blocking = provenance.findings.find(isMeaningless);
  const total = series.total(blocking === undefined);
  const weighed = series.weigh(total);
  const isFitted = blocking === undefined && chosen.length >= MIN_POINTS;
  const rows = isFitted ? trendRows(series.table, series.axis, query) : [];
  const course = courseOf(total, weighed, series.axis);
  const pairQuery = { type, mainModule: query.mainModule, iterations: query.iterations };
  const pairs = blocking === undefined ? pairsOf(chosen, course, pairQuery, growth) : NO_PAIRS;
  const trend = withoutPlateau(course, pairs);
  return { captures, beside, provenance, run, series, blocking, total, weighed, rows, pairs, trend };
}

/** What is no series of states of one heap. */
function isMeaningless({ code, severity }: SeriesProvenance["findings"][number]): boolean {
  return severity === "blocking" && (code === "delta" || code === "rate-changed" || code === "not-sampled");
}

/** It rises or falls by more than sampling explains. */
export function isSure({ trend }: FittedSeries): boolean {
  return trend.slopePValue <= FALSE_DISCOVERIES;
}

/** Of the whole, with what is counted exactly taken into account. */
function courseOf(total: FittedSeries, { shape }: WeighedShape, axis: Axis): TrendMeasure {
  const sampled = measure(total.values, total.trend, axis, isSure(total), total.change);
  return sampled.shape === "unknown" ? sampled : { ...sampled, shape };
}

/** By large steps with nothing between them: a map that splits its tables, a slice that is copied to a larger array. */
function growsInSteps(finding: GrowthFinding): boolean {
  if (finding.code === "large-blocks") return finding.facts.mayBeTables;
  return finding.code === "map-table" || finding.code === "append-only";
}

/** Between two such steps nothing shows of an end. */
function withoutPlateau(course: TrendMeasure, { ends }: TrendPairs): TrendMeasure {
  const isInSteps = ends?.findings.some(growsInSteps) ?? false;
  return course.shape === "saturating" && isInSteps ? { ...course, shape: "slowing", rise: null } : course;
}

/** The run of most states; the last of several. */
export function longestRun(runs: SeriesProvenance["runs"]): readonly number[] {
  return runs.reduce((longest, run) => (run.length >= longest.length ? run : longest), []);
}

function liveType({ header }: Profile, wanted: string): string {
  const type = header.sampleTypes[resolveSampleIndex(header, wanted)]?.type ?? "";
  if (/^(inuse_)?(space|objects)$/.test(type)) return type;
  throw new UsageError(
    "bad-option",
    `a trend is of what is live: --sample-index inuse_space or inuse_objects, not ${firstOf([type])}`,
  );
}
