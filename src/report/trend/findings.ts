/** The findings of a series: its course, what its ends support, what grew beside the heap, and each run where there are several. */
import { type BesideHeapFinding, findBesideHeap } from "../../blame/memory/beside-heap.ts";
import type { Capture } from "../../blame/provenance/provenance.ts";
import type { SeriesProvenance } from "../../blame/provenance/series.ts";
import type { ShapeBasis } from "../../blame/trend/counters.ts";
import { findSeries, type RateFacts, type RunFacts, type SeriesFinding } from "../../blame/trend/findings.ts";
import type { GrowthReport } from "../growth/growth.ts";
import { booksOf, risingGoroutines, type TrendBeside } from "./beside.ts";
import { growthBetween, type PairQuery, pairOf, type TrendPair } from "./ends.ts";
import type { TrendMeasure, TrendRow } from "./measure.ts";
import { type Point, Series } from "./series.ts";

export type TrendFinding = SeriesFinding | BesideHeapFinding;

export interface TrendPairs {
  readonly ends: TrendPair | null;
  readonly step: TrendPair | null;
}

export const NO_PAIRS: TrendPairs = { ends: null, step: null };

/** `known`: the growth of the ends, where it is computed already. */
export function pairsOf(
  points: readonly Point[],
  trend: TrendMeasure,
  rows: readonly TrendRow[],
  query: PairQuery,
  known: GrowthReport | undefined,
): TrendPairs {
  const at = (index: number): Capture | undefined => points.at(index)?.capture;
  const between = (from: Capture | undefined, to: Capture | undefined): TrendPair | null =>
    from === undefined || to === undefined ? null : pairOf(growthBetween(from, to, query), rows);
  if (points.length < 2) return NO_PAIRS;
  const { stepAt } = trend;
  return {
    ends: known === undefined ? between(at(0), at(-1)) : pairOf(known, rows),
    step: trend.shape !== "step" || stepAt === null ? null : between(at(stepAt - 1), at(stepAt)),
  };
}

export interface TrendKnown extends TrendPairs {
  readonly trend: TrendMeasure;
  readonly by: ShapeBasis;
  readonly captures: number;
  readonly runs: readonly RunFacts[];
}

export function findTrend(series: Series, known: TrendKnown): TrendFinding[] {
  const { trend, by, captures, runs, step } = known;
  const { values, shape } = trend;
  const change = trend.growthLow === null ? undefined : { low: trend.growthLow, high: trend.growthHigh ?? 0 };
  const course = findSeries({
    ...{ shape, by, values, captures, runs },
    course: series.course({ values, change }),
    perHour: rateOf(trend.slopePerHour, trend.low, trend.high),
    perIteration: rateOf(trend.slopePerIteration, trend.slopePerIterationLow, trend.slopePerIterationHigh),
    step: step === null ? undefined : { height: trend.rise ?? step.net, from: step.from, to: step.to },
    goroutines: risingGoroutines(series.axis.at, series.counters),
  });
  if (runs.length > 1) return course;
  const beside = besideHeap(series, trend);
  // What is not the heap's comes first where it is most of what grew.
  return [
    ...beside.filter(({ facts }) => facts.isMost === true),
    ...course,
    ...beside.filter(({ facts }) => facts.isMost !== true),
  ];
}

function rateOf(rate: number | null, low: number | null, high: number | null): RateFacts | null {
  return rate === null || low === null || high === null ? null : { rate, low, high };
}

function besideHeap({ points, table }: Series, { growth }: TrendMeasure): BesideHeapFinding[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || first === last) return [];
  const live = table.sampleType.unit === "bytes" ? Math.max(0, growth) : undefined;
  return findBesideHeap(booksOf(first.capture, first.beside), booksOf(last.capture, last.beside), live);
}

/** Each process by itself; empty where there is one only. */
export function runsOf(
  captures: readonly Capture[],
  beside: readonly (TrendBeside | undefined)[],
  { runs, hasSharedRows }: SeriesProvenance,
  type: string,
): RunFacts[] {
  if (runs.length < 2) return [];
  return runs.map((run): RunFacts => {
    const points = run.map((index) => ({ capture: captures[index] as Capture, beside: beside[index] }));
    const series = new Series(points, type, hasSharedRows, { iterations: undefined });
    const total = series.total(true);
    const names = { from: points[0]?.capture.name ?? "", to: points.at(-1)?.capture.name ?? "" };
    const { shape } = total.change === undefined && run.length > 2 ? UNCOUNTED : series.weigh(total);
    return { ...series.course(total), ...names, shape };
  });
}

const UNCOUNTED = { shape: "unknown" } as const;
