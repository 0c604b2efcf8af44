/** What a series of captures supports, in plain words: never more than that, and never the word leak by itself. */
import type { TimeToLimit } from "../../blame/trend/trend.ts";
import { chooseColumnUnit, formatDelta, formatValue } from "../../measurement/delta.ts";
import { formatDuration } from "../../measurement/time-text.ts";
import type { ValueType } from "../../profile/tables.ts";
import type { TrendMeasure, TrendRow } from "./measure.ts";

export interface TrendFacts {
  readonly sampleType: ValueType;
  readonly trend: TrendMeasure;
  /** All that were given. */
  readonly captures: number;
  readonly runs: number;
  /** Sources of those looked at. */
  readonly points: readonly string[];
  /** undefined where times are not known. */
  readonly seconds: number | undefined;
  readonly toLimit: TimeToLimit | undefined;
  readonly limitBytes: number | undefined;
  readonly rows: readonly TrendRow[];
  /** A finding that takes away the meaning of all of it. */
  readonly blocking: string | undefined;
}

/** With fewer points than this a line and the start of a curve are hard to tell apart. */
const FEW_POINTS = 9;

export function describeTrend(facts: TrendFacts): string {
  if (facts.blocking !== undefined) return `No trend can be told. ${facts.blocking}`;
  return [describeShape(facts), describeOrigin(facts), describeRuns(facts), describeLimit(facts), describeFew(facts)]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function describeShape(facts: TrendFacts): string {
  const { trend, points, sampleType } = facts;
  const amount = (value: number): string => formatDelta(value, chooseColumnUnit([value], sampleType.unit));
  const span = `over ${points.length} states of the heap${facts.seconds === undefined ? "" : ` in ${formatDuration(facts.seconds * 1e9)}`}`;
  switch (trend.shape) {
    case "too-few":
      return `Too few: ${facts.captures} ${facts.captures === 1 ? "capture shows" : "captures show"} ${points.length} ${points.length === 1 ? "state" : "states"} of the heap, and a trend takes three. From the first to the last it is ${amount(trend.growth)}.`;
    case "unknown":
      return `${amount(trend.growth)} ${span}. The samples cannot be counted, so growth and noise cannot be told apart and no shape is given.`;
    case "rising":
      return describeRise(trend, amount, span);
    case "slowing":
      return `It grew, and more slowly at the end: ${amount(trend.growth)} ${span}. Whether it levels off or goes on is not known: capture for longer.`;
    case "unclear":
      return `It grew: ${amount(trend.growth)} ${span}. Whether it goes on cannot be told from these captures.`;
    case "returns":
      return `It rose and came back: ${amount(trend.growth)} ${span}. Nothing was kept in this time.`;
    case "falling":
      return `It shrank: ${amount(trend.growth)} ${span}.`;
    case "step":
      return `A step: ${amount(trend.rise ?? 0)} at ${points[trend.stepAt ?? 0] ?? ""}, and no steady growth besides, ${span}.`;
    case "saturating":
      return `It rose at first and then hardly: ${amount(trend.growth)} ${span}. A warm-up or a cache that fills looks like this; that it has ended is a guess from ${points.length} points.`;
    case "irregular":
      return `Irregular: ${amount(trend.growth)} ${span}, up and down by more than sampling explains. No rise that goes on is shown.`;
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

/** The function whose own allocations rise most. */
function describeOrigin({ rows, trend, sampleType }: TrendFacts): string {
  const steady = rows.filter(({ flat }) => flat.significant).sort((a, b) => b.flat.growth - a.flat.growth);
  const [first] = steady;
  if (first === undefined || trend.shape === "too-few") return "";
  const grown = formatDelta(first.flat.growth, chooseColumnUnit([first.flat.growth], sampleType.unit));
  const others = steady.length === 1 ? "" : ` (of ${steady.length} that do)`;
  return `Of the functions, ${first.name} allocated the largest part of what rises steadily, ${grown}${others}; who holds it is another question.`;
}

function describeRuns({ runs, points }: TrendFacts): string {
  if (runs < 2) return "";
  return `The captures are of ${runs} processes; only the longest run is looked at, ${points[0]} to ${points.at(-1)}.`;
}

function describeLimit({ limitBytes, toLimit, sampleType }: TrendFacts): string {
  if (limitBytes === undefined) return "";
  const limit = formatValue(limitBytes, chooseColumnUnit([limitBytes], sampleType.unit));
  if (toLimit === undefined)
    return `When it would reach ${limit} is not to be had from this: only a sure rise that goes on may be drawn on.`;
  const time = (hours: number): string => formatDuration(hours * 3.6e12);
  return `If it goes on like this, the live heap is at ${limit} in ${time(toLimit.expected)} (${time(toLimit.low)} to ${time(toLimit.high)}).`;
}

function describeFew({ trend, points }: TrendFacts): string {
  if (points.length < 3 || points.length >= FEW_POINTS || trend.shape !== "rising") return "";
  return `${points.length} points are few: a curve that bends later looks like a line at first. Capture for longer.`;
}
