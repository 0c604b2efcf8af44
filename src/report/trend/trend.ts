/**
 * What shape growth has over three or more captures, of the total and of every function: a line that goes on, a step, a warm-up that levels off,
 * or nothing. Captures that repeat a state of the heap are left out, and only one process is looked at: its run of most states.
 */

import { uniqueFindings } from "../../blame/finding.ts";
import type { GrowthFinding } from "../../blame/findings/findings.ts";
import type { Capture } from "../../blame/provenance/provenance.ts";
import { checkSeries, type SeriesProvenance } from "../../blame/provenance/series.ts";
import { FALSE_DISCOVERIES } from "../../blame/suspects/suspects.ts";
import { MIN_POINTS, type TimeToLimit, timeToLimit } from "../../blame/trend/trend.ts";
import { UsageError } from "../../errors.ts";
import type { ModuleNames } from "../../graph/go/own-modules.ts";
import { GRANULARITIES, type Granularity } from "../../graph/granularity.ts";
import { checkFields, checkList, checkProfile } from "../../profile/argument.ts";
import { checkComparable } from "../../profile/merge/check-comparable.ts";
import { comparableProfiles } from "../../profile/merge/common-types.ts";
import { resolveSampleIndex } from "../../profile/sample-index.ts";
import type { Profile } from "../../profile/tables.ts";
import type { GrowthReport } from "../growth/growth.ts";
import { checkAmount, checkLimit, checkWord, firstRows } from "../question.ts";
import type { TrendBeside } from "./beside.ts";
import { coursesOf, NO_PAIRS, pairOfInterest, pairsOf, type TrendPairs } from "./ends.ts";
import { findTrend, restartKind, runsOf } from "./findings.ts";
import { type Axis, type FittedSeries, measure, type TrendMeasure, type TrendRow } from "./measure.ts";
import { findRisingPart } from "./part.ts";
import type { TrendQuery, TrendReport, TrendResult, TrendVerdict } from "./report.ts";
import { trendRows } from "./rows.ts";
import { type Point, Series } from "./series.ts";
import type { TrendTable } from "./table.ts";

export type { TrendBeside, TrendCounters } from "./beside.ts";
export type { TrendFinding } from "./findings.ts";
export type { TrendMeasure, TrendRow } from "./measure.ts";

const TREND_SCHEMA_VERSION = 1;

/** The same with everything decided. */
interface TrendQuestion {
  readonly sampleIndex: string;
  readonly granularity: Granularity;
  readonly noInlines: boolean;
  readonly sort: "flat" | "cum";
  readonly limit: number;
  readonly iterations: number | undefined;
  readonly limitBytes: number | undefined;
  readonly mainModule: ModuleNames | undefined;
}

/**
 * `captures`: one or more in any order, named by their sources; fewer than three show no shape. `beside` goes with them. `growth`: that of the first
 * point to the last, where it is known already. Throws UsageError for a sample type that counts what is no longer live, and for a question that
 * makes no sense.
 */
export function trendReport(
  captures: readonly Capture[],
  query: TrendQuery = {},
  beside: readonly (TrendBeside | undefined)[] = [],
  growth?: GrowthReport,
): TrendReport {
  return buildTrend(captures, query, beside, growth).report;
}

/** The report, and which of the captures it is about. Throws as trendReport. */
export function buildTrend(
  given: readonly Capture[],
  asked: TrendQuery = {},
  beside: readonly (TrendBeside | undefined)[] = [],
  growth?: GrowthReport,
): TrendResult {
  const query = decide(asked ?? {});
  for (const capture of checkList(given, "captures"))
    checkProfile(checkFields(capture, ["profile"], "a capture has a name and a profile").profile);
  const captures = alike(given);
  const [first] = captures;
  if (first === undefined) throw new UsageError("bad-option", "a trend needs captures: there is none");
  const type = liveType(first.profile, query.sampleIndex);
  const provenance = checkSeries(
    captures,
    captures.map((_, index) => beside[index]?.process),
  );
  const run = longestRun(provenance.runs);
  const chosen = run.map((index): Point => ({ capture: captures[index] as Capture, beside: beside[index] }));
  const isOneProcess = provenance.hasSharedRows && !provenance.findings.some(({ code }) => code === "process-unknown");
  const series = new Series(chosen, type, isOneProcess, query);
  const blocking = provenance.findings.find(
    ({ code, severity }) => severity === "blocking" && (code === "delta" || code === "rate-changed"),
  );
  const isTestable = blocking === undefined;
  const total = series.total(isTestable);
  const { axis, table } = series;
  const rows = chosen.length < MIN_POINTS || !isTestable ? [] : trendRows(table, axis, query);
  const shown = firstRows(rows, query.limit);
  const isSure = total.trend.slopePValue <= FALSE_DISCOVERIES;
  const sampled = measure(total.values, total.trend, axis, isSure, total.change);
  const weighed = series.weigh(total);
  const course: TrendMeasure = sampled.shape === "unknown" ? sampled : { ...sampled, shape: weighed.shape };
  const toLimit =
    query.limitBytes === undefined
      ? undefined
      : limitOf(table, { ...total, trend: { ...total.trend, shape: weighed.shape } }, query.limitBytes, axis);
  const pairQuery = { type, mainModule: query.mainModule, iterations: query.iterations };
  const pairs = isTestable ? pairsOf(chosen, course, pairQuery, growth) : NO_PAIRS;
  const trend = withoutPlateau(course, pairs);
  const runs = isTestable ? runsOf(captures, beside, provenance, type) : [];
  const report: TrendReport = {
    kind: "trend",
    schemaVersion: TREND_SCHEMA_VERSION,
    verdict: {
      code: blocking === undefined ? trend.shape : "not-comparable",
      cause: blocking?.code ?? null,
      facts: {
        runs: provenance.runs.length,
        seconds: series.seconds,
        limitBytes: query.limitBytes ?? null,
        steady: steadiest(rows),
      },
    },
    findings: isTestable
      ? findTrend(series, {
          trend,
          fit: total.trend,
          by: weighed.by,
          captures: captures.length,
          runs,
          restart: restartKind(beside, provenance),
          part: findRisingPart(rows, trend.values, table.sampleType.unit),
          ...pairs,
        })
      : [],
    sampleType: table.sampleType,
    granularity: query.granularity,
    sort: query.sort,
    iterations: query.iterations ?? null,
    points: chosen.map(({ capture: { name, profile } }) => ({
      source: name,
      timeNanos: profile.header.timeNanos === 0n ? null : profile.header.timeNanos,
    })),
    dropped: droppedOf(captures, provenance, run),
    trend,
    counters: series.counters,
    ends: pairs.ends,
    step: pairs.step,
    courses: coursesOf(pairOfInterest(pairs), rows),
    hoursToLimit:
      toLimit === undefined ? null : { ...toLimit, high: Number.isFinite(toLimit.high) ? toLimit.high : null },
    functions: shown,
    omitted: rows.length - shown.length,
    provenance: uniqueFindings(provenance.findings),
  };
  return { report, run };
}

/** With the sample types and units that all of them have. Throws UsageError "no-common-sample-type", "incompatible-types". */
function alike(captures: readonly Capture[]): readonly Capture[] {
  const typesOf = ({ profile }: Capture): string => JSON.stringify(profile.header.sampleTypes);
  if (captures.every((capture) => typesOf(capture) === typesOf(captures[0] as Capture))) return captures;
  checkComparable(captures);
  const profiles = comparableProfiles(captures.map(({ profile }) => profile));
  return captures.map((capture, at) => ({ ...capture, profile: profiles[at] as Profile }));
}

function decide(query: TrendQuery): TrendQuestion {
  const { sampleIndex = "", granularity = "functions", noInlines = false, sort = "flat", limit = 0 } = query;
  return {
    sampleIndex: String(sampleIndex),
    granularity: checkWord("granularity", granularity, GRANULARITIES),
    noInlines,
    sort: checkWord("sort", sort, ["flat", "cum"]),
    limit: checkLimit(limit),
    iterations: checkAmount("iterations", query.iterations),
    limitBytes: checkAmount("limitBytes", query.limitBytes),
    mainModule: query.mainModule,
  };
}

function liveType({ header }: Profile, wanted: string): string {
  const type = header.sampleTypes[resolveSampleIndex(header, wanted)]?.type ?? "";
  if (/^(inuse_)?(space|objects)$/.test(type)) return type;
  throw new UsageError(
    "bad-option",
    `a trend is of what is live: --sample-index inuse_space or inuse_objects, not ${type}`,
  );
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

/** Only for a total in bytes over known times. */
function limitOf(table: TrendTable, total: FittedSeries, limit: number, axis: Axis): TimeToLimit | undefined {
  const { unit } = table.sampleType;
  if (unit !== "bytes") throw new UsageError("bad-option", "--limit-bytes is a size, but this counts objects");
  const isKnown = axis.hours !== undefined && table.noise !== undefined && total.trend.slopePValue <= FALSE_DISCOVERIES;
  return isKnown ? timeToLimit(total.trend, limit) : undefined;
}

function droppedOf(
  captures: readonly Capture[],
  provenance: SeriesProvenance,
  run: readonly number[],
): TrendReport["dropped"] {
  return captures.flatMap(({ name }, index) => {
    if (run.includes(index)) return [];
    return [
      {
        source: name,
        reason: provenance.repeated.includes(index) ? ("repeated" as const) : ("other-process" as const),
      },
    ];
  });
}

/** The function whose own allocations rise most along a line. */
function steadiest(rows: readonly TrendRow[]): TrendVerdict["facts"]["steady"] {
  const steady = rows.filter(({ flat }) => flat.significant).sort((a, b) => b.flat.growth - a.flat.growth);
  const [first] = steady;
  return first === undefined ? null : { name: first.name, growth: first.flat.growth, of: steady.length };
}
