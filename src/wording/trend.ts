/** What a series of captures supports, in plain words: never more than that, and never the word leak by itself. */
import { chooseColumnUnit, formatDelta, formatValue } from "../measurement/delta.ts";
import { formatDuration } from "../measurement/time-text.ts";
import type { TrendMeasure, TrendReport } from "../report/trend/trend.ts";
import { provenanceText } from "./provenance.ts";

/** What a trend says in sentences. */
export interface TrendWords {
  readonly verdict: string;
  /** A sentence for each finding. */
  readonly provenance: readonly string[];
}

/** The report's sentences. */
export function trendWords(report: TrendReport): TrendWords {
  return {
    verdict: describeTrend(report),
    provenance: report.provenance.map(provenanceText),
  };
}

/** With fewer points than this a line and the start of a curve are hard to tell apart. */
const FEW_POINTS = 9;

function describeTrend(report: TrendReport): string {
  const { verdict, provenance } = report;
  if (verdict.code === "not-comparable") {
    const reasons = provenance.filter(({ code }) => code === verdict.cause).slice(0, 1);
    return ["No trend can be told.", ...reasons.map(provenanceText)].join(" ");
  }
  return [
    describeShape(report),
    describeOrigin(report),
    describeRuns(report),
    describeLimit(report),
    describeFew(report),
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function describeShape(report: TrendReport): string {
  const { trend, points, dropped, sampleType, verdict } = report;
  const { seconds } = verdict.facts;
  const captures = points.length + dropped.length;
  const amount = (value: number): string => formatDelta(value, chooseColumnUnit([value], sampleType.unit));
  const span = `over ${points.length} states of the heap${seconds === null ? "" : ` in ${formatDuration(seconds * 1e9)}`}`;
  switch (trend.shape) {
    case "too-few":
      return `Too few: ${captures} ${captures === 1 ? "capture shows" : "captures show"} ${points.length} ${points.length === 1 ? "state" : "states"} of the heap, and a trend takes three. From the first to the last it is ${amount(trend.growth)}.`;
    case "unknown":
      return `${amount(trend.growth)} ${span}. The samples cannot be counted, so growth and noise cannot be told apart and no shape is given.`;
    case "rising":
      return describeRise(trend, amount, span);
    case "slowing":
      return `It grew, and more slowly at the end: ${amount(trend.growth)} ${span}. Whether it levels off or goes on is not known: capture for longer.`;
    case "unclear":
      return `It grew: ${amount(trend.growth)} ${span}. Whether it goes on cannot be told from these captures.`;
    case "returns":
      return describeReturn(report, amount, span);
    case "falling":
      return `It shrank: ${amount(trend.growth)} ${span}.`;
    case "step":
      return `A step: ${amount(trend.rise ?? 0)} at ${points[trend.stepAt ?? 0]?.source ?? ""}, and no steady growth besides, ${span}.`;
    case "saturating":
      return `It rose at first and then hardly: ${amount(trend.growth)} ${span}. A warm-up or a cache that fills looks like this; that it has ended is a guess from ${points.length} points.`;
    case "irregular":
      return `It goes up and down by more than sampling explains: ${amount(trend.growth)} ${span}. A rise that goes on is not shown.`;
    default:
      return `Flat: ${amount(trend.growth)} ${span}, no more than noise explains.`;
  }
}

function describeRise(trend: TrendMeasure, amount: (value: number) => string, span: string): string {
  const { slopePerHour, low, high, slopePerIteration } = trend;
  const rate =
    slopePerHour === null
      ? ""
      : `, ${amount(slopePerHour)} an hour (95% interval ${amount(low ?? 0)} to ${amount(high ?? 0)})`;
  const each = slopePerIteration === null ? "" : `, ${amount(slopePerIteration)} an iteration`;
  return `It rises: ${amount(trend.growth)} ${span}${rate}${each}. It shows no sign of an end: a leak looks like this, and so does load that rises.`;
}

function describeReturn({ trend, sampleType }: TrendReport, amount: (value: number) => string, span: string): string {
  const last = trend.values.at(-1) ?? 0;
  const top = trend.values.reduce((most, value) => Math.max(most, value), 0);
  const unit = chooseColumnUnit([top], sampleType.unit);
  return `It comes back to ${formatValue(last, unit)} after ${formatValue(top, unit)}: ${amount(trend.growth)} ${span}. Growth that stays is not shown in this time.`;
}

function describeOrigin({ verdict, trend, sampleType }: TrendReport): string {
  const { steady } = verdict.facts;
  if (steady === null || trend.shape === "too-few") return "";
  const grown = formatDelta(steady.growth, chooseColumnUnit([steady.growth], sampleType.unit));
  const others = steady.of === 1 ? "" : ` (of ${steady.of} that do)`;
  return `Of the functions, ${steady.name} allocated the largest part of what rises steadily, ${grown}${others}; who holds it is another question.`;
}

function describeRuns({ verdict: { facts }, points }: TrendReport): string {
  if (facts.runs < 2) return "";
  return `The captures are of ${facts.runs} processes; only the longest run is looked at, ${points[0]?.source} to ${points.at(-1)?.source}.`;
}

function describeLimit({ verdict: { facts }, hoursToLimit, sampleType }: TrendReport): string {
  const { limitBytes } = facts;
  if (limitBytes === null) return "";
  const limit = formatValue(limitBytes, chooseColumnUnit([limitBytes], sampleType.unit));
  if (hoursToLimit === null)
    return `When it would reach ${limit} is not to be had from this: only a sure rise that goes on may be drawn on.`;
  const { expected, low, high } = hoursToLimit;
  const time = (hours: number): string => formatDuration(hours * 3.6e12);
  const range = high === null ? `${time(low)} or more; it may never be` : `${time(low)} to ${time(high)}`;
  return `If it goes on like this, the live heap is at ${limit} in ${time(expected)} (${range}).`;
}

function describeFew({ trend, points }: TrendReport): string {
  if (points.length < 3 || points.length >= FEW_POINTS || trend.shape !== "rising") return "";
  return `${points.length} points are few: a curve that bends later looks like a line at first. Capture for longer.`;
}
