/** The findings of a series: its course, what its ends support, what grew beside the heap, and each run where there are several. */
import type { GrowthFinding } from "../../blame/findings/findings.ts";
import { type BesideHeapFinding, findBesideHeap, type GoroutineNumbers } from "../../blame/memory/beside-heap.ts";
import type { Capture } from "../../blame/provenance/provenance.ts";
import type { SeriesProvenance } from "../../blame/provenance/series.ts";
import type { ShapeBasis } from "../../blame/trend/counters.ts";
import {
  findSeries,
  type RateFacts,
  type RestartKind,
  type RisingPart,
  type RunFacts,
  type SeriesFinding,
  type SeriesSigns,
} from "../../blame/trend/findings.ts";
import type { Trend } from "../../blame/trend/trend.ts";
import { isLiveBytes } from "../../profile/live-bytes.ts";
import type { GrowthReport } from "../growth/growth.ts";
import { booksOf, risingGoroutines, type TrendBeside } from "./beside.ts";
import { pairOfInterest, type TrendPairs } from "./ends.ts";
import type { TrendMeasure } from "./measure.ts";
import { Series } from "./series.ts";

/** Something that a series supports. */
export type TrendFinding = SeriesFinding | BesideHeapFinding | GrowthFinding;

interface TrendKnown extends TrendPairs {
  readonly trend: TrendMeasure;
  readonly fit: Trend;
  readonly by: ShapeBasis;
  readonly captures: number;
  readonly runs: readonly RunFacts[];
  readonly restart: RestartKind;
  readonly part: RisingPart | null;
}

export function findTrend(series: Series, known: TrendKnown): TrendFinding[] {
  const { trend, by, captures, runs, restart, step, part } = known;
  const { values, shape } = trend;
  const change = trend.growthLow === null ? undefined : { low: trend.growthLow, high: trend.growthHigh ?? 0 };
  const course = findSeries({
    ...{ shape, by, values, captures, runs, restart, part },
    course: series.course({ values, change }),
    perHour: rateOf(trend.slopePerHour, trend.low, trend.high),
    perIteration: rateOf(trend.slopePerIteration, trend.slopePerIterationLow, trend.slopePerIterationHigh),
    step: step === null ? undefined : stepOf(step, known),
    ...endsOf(series, values, known.fit),
    goroutines: risingGoroutines(series.axis.at, series.counters),
    hasStacks: series.table.profile.samples.locations.length > 0,
  });
  if (runs.length > 1) return course;
  const beside = besideHeap(series, trend);
  // What is not the heap's comes first where it is most of what grew.
  return [
    ...beside.filter(({ facts }) => facts.isMost === true),
    ...course,
    ...beside.filter(({ facts }) => facts.isMost !== true),
    ...ofGrowth(course, known),
  ];
}

/** Courses whose growth is somebody's; what comes back, or does not grow, has nobody to name. */
const GROWN: readonly TrendFinding["code"][] = [
  "rises",
  "slows",
  "levels-off",
  "step",
  "unclear",
  "uncounted",
  "too-few",
];

/** The series has told these better. */
const TOLD: readonly GrowthFinding["code"][] = [
  ...(["grew", "shrank", "did-not-change", "parts-grew", "restart", "outside-heap", "goroutine-stacks"] as const),
];

/** Courses of a whole that did not grow: parts of it may have, and goroutines are counted apart. */
const NOT_GROWN: readonly TrendFinding["code"][] = ["flat", "falls", "irregular"];

/** What the two states that matter support: those around a step, else the ends. */
function ofGrowth(course: readonly SeriesFinding[], pairs: TrendPairs): readonly GrowthFinding[] {
  if (course.some(({ code }) => GROWN.includes(code))) {
    return pairOfInterest(pairs)?.findings.filter(({ code }) => !TOLD.includes(code)) ?? [];
  }
  const { findings = [] } = (course.some(({ code }) => NOT_GROWN.includes(code)) && pairs.ends) || {};
  const isOfParts = findings.some(({ code }) => code === "parts-grew");
  return findings.filter(({ code }) =>
    isOfParts ? code === "parts-grew" || !TOLD.includes(code) : code === "goroutines-more",
  );
}

function stepOf({ base, current, totals }: GrowthReport, { trend, fit }: TrendKnown): SeriesSigns["step"] {
  return {
    ...{ height: trend.rise ?? Number(totals.net), from: base.source, to: current.source },
    beside: fit.beside === undefined ? null : { low: Math.round(fit.beside.low), high: Math.round(fit.beside.high) },
    isLast: trend.stepAt === trend.values.length - 1,
  };
}

/** What the last points say of a rise or of its end. */
function endsOf(
  { points }: Series,
  values: readonly number[],
  { isLull, goesOnFrom }: Trend,
): Pick<SeriesSigns, "lull" | "goesOn"> {
  const nameOf = (at: number): string => points.at(at)?.capture.name ?? "";
  const to = nameOf(-1);
  const growthFrom = (at: number): number => (values.at(-1) ?? 0) - (values[at] ?? 0);
  return {
    lull: isLull ? { from: nameOf(-2), to } : null,
    goesOn: goesOnFrom === undefined ? null : { from: nameOf(goesOnFrom), to, growth: growthFrom(goesOnFrom) },
  };
}

function rateOf(rate: number | null, low: number | null, high: number | null): RateFacts | null {
  // A rise whose rate may be none has no rate worth a number.
  return rate === null || low === null || high === null || low <= 0 ? null : { rate, low, high };
}

function besideHeap(series: Series, { growth }: TrendMeasure): BesideHeapFinding[] {
  const { points, table } = series;
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || first === last) return [];
  const live = isLiveBytes(table.sampleType) ? growth : undefined;
  const ends = goroutinesOfEnds(series);
  return findBesideHeap(booksOf(first.capture, first.beside), booksOf(last.capture, last.beside), live, ends);
}

/** Their number at the first point and the last. */
function goroutinesOfEnds({ counters }: Series): GoroutineNumbers | undefined {
  const [base, current] = [counters.goroutines?.[0], counters.goroutines?.at(-1)];
  return base === undefined || current === undefined ? undefined : { base, current };
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

/** What tells the processes apart. */
export function restartKind(beside: readonly (TrendBeside | undefined)[], { findings }: SeriesProvenance): RestartKind {
  if (beside.some((each) => each?.process !== undefined)) return "known";
  return findings.some(({ code }) => code === "other-build") ? "other-build" : "counters";
}
