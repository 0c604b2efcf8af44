/** What a series of captures supports, in plain words: never more than that, and never the word leak of something by itself. */

import { chooseColumnUnit, formatDelta, formatValue } from "../../measurement/delta.ts";
import { formatDuration } from "../../measurement/time-text.ts";
import type { TrendFinding, TrendPair, TrendReport, TrendSuspect } from "../../report/trend/trend.ts";
import { BESIDE_HEAP_WORDS } from "../beside-heap.ts";
import { capital, formatWhole } from "../phrases.ts";
import { provenanceText } from "../provenance.ts";
import { sayIn } from "../words.ts";
import { SERIES_WORDS } from "./series.ts";

export interface TrendWords {
  /** All that comes first, as one paragraph. */
  readonly verdict: string;
  /** A sentence or two for each finding. */
  readonly findings: readonly string[];
  /** Who allocated what it grew by: one line a place, most first; empty where nothing surely grew. */
  readonly origin: readonly string[];
  /** When it would reach the limit that was given; "" without one. */
  readonly limit: string;
  /** A sentence for each finding about the captures. */
  readonly provenance: readonly string[];
}

export function trendWords(report: TrendReport): TrendWords {
  const findings = report.findings.map(trendFindingText);
  const provenance = report.provenance.map(provenanceText);
  const limit = limitText(report);
  const origin = originLines(report);
  return { verdict: verdictOf(report, findings, origin, limit, provenance), findings, origin, limit, provenance };
}

const WORDS = { ...SERIES_WORDS, ...BESIDE_HEAP_WORDS };

export function trendFindingText(finding: TrendFinding): string {
  return capital(sayIn(WORDS, finding));
}

function verdictOf(
  { verdict, provenance }: TrendReport,
  findings: readonly string[],
  origin: readonly string[],
  limit: string,
  notes: readonly string[],
): string {
  if (verdict.code === "not-comparable") {
    const reasons = notes.filter((_, at) => provenance[at]?.code === verdict.cause).slice(0, 1);
    return ["No trend can be told.", ...reasons].join(" ");
  }
  const from = origin.length === 0 ? "" : `Of that, ${origin.join("; ")}: who allocated it, not who holds it.`;
  return [...findings, from, limit].filter((sentence) => sentence !== "").join(" ");
}

/** Fewer places are read than counted. */
const MOST_PLACES = 3;
/** Of the growth: below, a place is for the table. */
const LEAST_SHARE = 0.05;

function originLines({ findings, ends, step, sampleType }: TrendReport): string[] {
  const about = pairOfInterest(findings, ends, step);
  if (about === null || about.net <= 0) return [];
  return about.suspects
    .filter(({ share }) => share >= LEAST_SHARE)
    .slice(0, MOST_PLACES)
    .map((suspect) => originText(suspect, sampleType.unit));
}

/** Codes of courses whose growth is somebody's. */
const GROWN = new Set<TrendFinding["code"]>(["rises", "slows", "levels-off", "unclear", "restart", "too-few"]);

/** A step is the work of who grew in it; what comes back, or does not grow, has nobody to name. */
function pairOfInterest(
  findings: readonly TrendFinding[],
  ends: TrendPair | null,
  step: TrendPair | null,
): TrendPair | null {
  if (findings.some(({ code }) => code === "step")) return step;
  return findings.some(({ code }) => GROWN.has(code)) ? ends : null;
}

function originText({ frame, growth, share, ownFrame, shape }: TrendSuspect, unit: string): string {
  const own = ownFrame === null || ownFrame === frame ? "" : `, called by ${ownFrame}`;
  const course = shape === "rising" ? ", which rises" : "";
  return `${formatWhole(share)} (${formatDelta(growth, chooseColumnUnit([growth], unit))}) in ${frame}${own}${course}`;
}

function limitText({ verdict: { facts }, hoursToLimit, sampleType }: TrendReport): string {
  const { limitBytes } = facts;
  if (limitBytes === null) return "";
  const limit = formatValue(limitBytes, chooseColumnUnit([limitBytes], sampleType.unit));
  if (hoursToLimit === null)
    return `When it would reach ${limit} is not to be had from this: only a sure rise that goes on may be drawn on.`;
  const { expected, low, high } = hoursToLimit;
  const time = (hours: number): string => formatDuration(hours * 3.6e12);
  return `If it goes on like this, the live heap is at ${limit} in ${time(expected)} (${time(low)} to ${time(high ?? Number.POSITIVE_INFINITY)}).`;
}
