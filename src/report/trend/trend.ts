/**
 * What shape growth has over three or more captures, of the total and of every function: a line that goes on, a step, a warm-up that levels off,
 * or nothing. Captures that repeat a state of the heap are left out, and only one process is looked at: its run of most states.
 */

import { uniqueFindings } from "../../blame/finding.ts";
import type { Capture } from "../../blame/provenance/provenance.ts";
import type { SeriesProvenance } from "../../blame/provenance/series.ts";
import { timeToLimit } from "../../blame/trend/trend.ts";
import { UsageError } from "../../errors.ts";
import { GRANULARITIES } from "../../graph/granularity.ts";
import { checkFields, checkList, checkProfile } from "../../profile/argument.ts";
import { checkComparable } from "../../profile/merge/check-comparable.ts";
import { comparableProfiles } from "../../profile/merge/common-types.ts";
import type { Profile } from "../../profile/tables.ts";
import type { GrowthReport } from "../growth/growth.ts";
import { checkAmount, checkLimit, checkWord, firstRows } from "../question.ts";
import type { TrendBeside } from "./beside.ts";
import { coursesOf, pairOfInterest } from "./ends.ts";
import { findTrend, restartKind, runsOf } from "./findings.ts";
import type { TrendRow } from "./measure.ts";
import { isSure, type MeasuredSeries, measureSeries, type TrendQuestion } from "./measured-series.ts";
import { findRisingPart } from "./part.ts";
import type { TrendQuery, TrendReport, TrendResult, TrendVerdict } from "./report.ts";

export type { TrendBeside, TrendCounters } from "./beside.ts";
export type { TrendFinding } from "./findings.ts";
export type { TrendMeasure, TrendRow } from "./measure.ts";

const TREND_SCHEMA_VERSION = 1;

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
  const captures = comparableCaptures(given);
  const measured = measureSeries(captures, beside, query, growth);
  return { report: describeTrend(measured, query), run: measured.run };
}

function describeTrend(measured: MeasuredSeries, query: TrendQuestion): TrendReport {
  const { captures, provenance, run, series, blocking, rows, pairs, trend } = measured;
  const shown = firstRows(rows, query.limit);
  return {
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
    findings: blocking === undefined ? findingsOf(measured) : [],
    sampleType: series.table.sampleType,
    granularity: query.granularity,
    sort: query.sort,
    iterations: query.iterations ?? null,
    points: series.points.map(({ capture: { name, profile } }) => ({
      source: name,
      timeNanos: profile.header.timeNanos === 0n ? null : profile.header.timeNanos,
    })),
    dropped: droppedOf(captures, provenance, run),
    trend,
    counters: series.counters,
    ends: pairs.ends,
    step: pairs.step,
    courses: coursesOf(pairOfInterest(pairs), rows),
    hoursToLimit: query.limitBytes === undefined ? null : hoursTo(query.limitBytes, measured),
    functions: shown,
    omitted: rows.length - shown.length,
    provenance: uniqueFindings(provenance.findings),
  };
}

function findingsOf(measured: MeasuredSeries): TrendReport["findings"] {
  const { captures, beside, provenance, series, total, weighed, rows, pairs, trend } = measured;
  const { type, unit } = series.table.sampleType;
  return findTrend(series, {
    trend,
    fit: total.trend,
    by: weighed.by,
    captures: captures.length,
    runs: runsOf(captures, beside, provenance, type),
    restart: restartKind(beside, provenance),
    part: findRisingPart(rows, trend.values, unit),
    ...pairs,
  });
}

/** Those of one kind, with the sample types that all of them have. Throws UsageError. */
function comparableCaptures(given: readonly Capture[]): readonly [Capture, ...Capture[]] {
  for (const capture of checkList(given, "captures"))
    checkProfile(checkFields(capture, ["profile"], "a capture has a name and a profile").profile);
  const [first, ...others] = alike(given);
  if (first === undefined) throw new UsageError("bad-option", "a trend needs captures: there is none");
  return [first, ...others];
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

/** Only for a total in bytes over known times. Throws UsageError "bad-option" for objects. */
function hoursTo(
  limit: number,
  { series: { table, axis }, total, weighed }: MeasuredSeries,
): TrendReport["hoursToLimit"] {
  if (table.sampleType.unit !== "bytes")
    throw new UsageError("bad-option", "--limit-bytes is a size, but this counts objects");
  if (axis.hours === undefined || table.noise === undefined || !isSure(total)) return null;
  const hours = timeToLimit({ ...total.trend, shape: weighed.shape }, limit);
  return hours === undefined ? null : { ...hours, high: Number.isFinite(hours.high) ? hours.high : null };
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
