/** Sentences and rows of the memory advice that text and Markdown share. */
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatPercent, formatValue } from "../measurement/delta.ts";
import { formatFixed } from "../measurement/float-text.ts";
import { formatQuantity } from "../measurement/quantity.ts";
import type { AdviceReport, HoursLeft, Outlook } from "../report/advise/advise.ts";
import { SEGMENT_NAMES, SEGMENTS } from "../report/advise/memory-segments.ts";
import { plusMinus } from "./growth-summary.ts";

export interface SegmentRow {
  readonly name: string;
  readonly bytes: string;
  /** Half of the 95 % interval, where the segment is an estimate: the live heap, and with it what is dead. */
  readonly certainty: string;
  readonly share: string;
  /** Empty without an earlier capture. */
  readonly change: string;
  readonly changeCertainty: string;
}

/** The runtime counts these two together exactly; profiles estimate the first. */
const ESTIMATED: readonly string[] = ["live", "dead"];

export function segmentRows({ waterfall, growth, live, liveGrowth }: AdviceReport): SegmentRow[] {
  if (waterfall === null) return [];
  const unit = chooseColumnUnit([waterfall.total], "bytes");
  const rows = SEGMENTS.filter((name) => name !== "nonGo" || waterfall.rss !== undefined).map((name) => ({
    name: SEGMENT_NAMES[name],
    bytes: formatValue(waterfall.segments[name], unit),
    certainty: ESTIMATED.includes(name) ? halfOf(live, unit) : "",
    share: formatPercent(waterfall.segments[name] / waterfall.total),
    change: growth === null ? "" : formatDelta(growth.growth[name], unit),
    changeCertainty: ESTIMATED.includes(name) && liveGrowth !== null ? halfOf(liveGrowth, unit) : "",
  }));
  const change = growth === null ? "" : formatDelta(growth.total, unit);
  const total = formatValue(waterfall.total, unit);
  return [...rows, { name: "together", bytes: total, certainty: "", share: "100.0%", change, changeCertainty: "" }];
}

function halfOf(range: { readonly low: number | null; readonly high: number | null }, unit: ColumnUnit): string {
  return plusMinus(range, unit).slice(1);
}

export function adviceSentences(report: AdviceReport): string[] {
  const { growth, outlook, settings } = report;
  const inferred =
    settings.inferredGogc === null
      ? []
      : [
          `The heap goal says that GOGC is at least ${formatFixed(settings.inferredGogc, 0)}: exactly that if nothing was allocated since the last collection.`,
        ];
  return [
    ...(growth === null ? [] : [`${growth.text[0]?.toUpperCase()}${growth.text.slice(1)}.`]),
    ...explainedSentences(report),
    ...(outlook === null ? [] : outlookSentences(outlook, report)),
    ...inferred,
  ];
}

function explainedSentences({ explained, liveGrowth }: AdviceReport): string[] {
  if (explained === null || liveGrowth === null) return [];
  const { heapAlloc, share, low, high } = explained;
  const range = low === null || high === null ? "" : ` (95% interval ${formatPercent(low)} to ${formatPercent(high)})`;
  const unit = chooseColumnUnit([heapAlloc], "bytes");
  return [
    `HeapAlloc, which is exact and has garbage in it, grew by ${formatValue(heapAlloc, unit)}: the profiles show ${formatPercent(share)} of that${range}.`,
  ];
}

function outlookSentences(outlook: Outlook, { settings: { limit, gogc }, live }: AdviceReport): string[] {
  const { use, liveMaximum, liveMaximumUnder, buys, hoursWithout, hoursUnder } = outlook;
  const unit = chooseColumnUnit([liveMaximum, liveMaximumUnder, use.live], "bytes");
  const show = (bytes: number): string => formatValue(bytes, unit);
  const factor = buys === null ? "" : `, ${formatFixed(buys, 1)} times as much`;
  const liveText = `${show(use.live)} ${plusMinus(live, unit)}`.trimEnd();
  const limitText = formatQuantity(limit ?? 0);
  return [
    gogc === null
      ? `With ${liveText} live and GOGC=off nothing is collected below GOMEMLIMIT; GOMEMLIMIT=${memoryLimitText(outlook)} holds up to ${show(liveMaximumUnder)} live.`
      : `With ${liveText} live, a limit of ${limitText} kills the process at ${show(liveMaximum)} live; GOMEMLIMIT=${memoryLimitText(outlook)} moves that to ${show(liveMaximumUnder)}${factor}.`,
    ...(hoursWithout === null || hoursUnder === null
      ? []
      : [`At this slope that is in ${leftText(hoursUnder)} instead of ${leftText(hoursWithout)}.`]),
    "It buys time; it does not mend a leak.",
  ];
}

export function memoryLimitText({ memoryLimit, recommended }: Outlook): string {
  const size = [1024 ** 3, 1024 ** 2, 1024].find((candidate) => memoryLimit % candidate === 0);
  if (size === undefined) return memoryLimit === 0 ? recommended : String(memoryLimit);
  return `${memoryLimit / size}${size === 1024 ** 3 ? "GiB" : size === 1024 ** 2 ? "MiB" : "KiB"}`;
}

/** `10.3 h (6.0 h to 19.9 h)`, or one figure where both ends are the same. */
function leftText({ expected, low, high }: HoursLeft): string {
  const text = hoursText(expected);
  if (high === null) return `${text} (${hoursText(low)} or more; it may never be)`;
  return hoursText(low) === hoursText(high) ? text : `${text} (${hoursText(low)} to ${hoursText(high)})`;
}

function hoursText(hours: number): string {
  if (hours >= 48) return `${formatFixed(hours / 24, 1)} days`;
  return hours >= 1 || hours === 0 ? `${formatFixed(hours, 1)} h` : `${formatFixed(hours * 60, 0)} min`;
}

/** What to paste; empty without a limit. */
export function pasteLines({ outlook, settings, workload }: AdviceReport): string[] {
  if (outlook === null || settings.limit === null) return [];
  const value = `GOMEMLIMIT=${outlook.recommended}`;
  if (workload === null) return [`kubectl set env deployment/NAME ${value}`];
  return [`kubectl -n ${workload.namespace} set env ${workload.name} -c ${workload.container} ${value}`];
}

export function helmLines({ outlook, settings }: AdviceReport): string[] {
  if (outlook === null || settings.limit === null) return [];
  return [
    "resources:",
    "  limits:",
    `    memory: ${formatQuantity(settings.limit)}`,
    "env:",
    "  - name: GOMEMLIMIT",
    `    value: "${outlook.recommended}"`,
  ];
}
