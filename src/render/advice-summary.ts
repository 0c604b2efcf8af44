/** Sentences and rows of the memory advice that text and Markdown share. */
import { chooseColumnUnit, formatDelta, formatPercent, formatValue } from "../measurement/delta.ts";
import { formatFixed } from "../measurement/float-text.ts";
import { formatQuantity } from "../measurement/quantity.ts";
import type { AdviceReport, Outlook } from "../report/advise.ts";
import { SEGMENT_NAMES, SEGMENTS } from "../report/memory-segments.ts";

export interface SegmentRow {
  readonly name: string;
  readonly bytes: string;
  readonly share: string;
  /** Empty without an earlier capture. */
  readonly change: string;
}

export function segmentRows({ waterfall, growth }: AdviceReport): SegmentRow[] {
  if (waterfall === null) return [];
  const unit = chooseColumnUnit([waterfall.total], "bytes");
  const rows = SEGMENTS.filter((name) => name !== "nonGo" || waterfall.rss !== undefined).map((name) => ({
    name: SEGMENT_NAMES[name],
    bytes: formatValue(waterfall.segments[name], unit),
    share: formatPercent(waterfall.segments[name] / waterfall.total),
    change: growth === null ? "" : formatDelta(growth.growth[name], unit),
  }));
  const change = growth === null ? "" : formatDelta(growth.total, unit);
  return [...rows, { name: "together", bytes: formatValue(waterfall.total, unit), share: "100.0%", change }];
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
    ...(outlook === null ? [] : outlookSentences(outlook, settings)),
    ...inferred,
  ];
}

function outlookSentences(outlook: Outlook, { limit, gogc }: AdviceReport["settings"]): string[] {
  const { use, liveMaximum, liveMaximumUnder, buys, hoursWithout, hoursUnder } = outlook;
  const unit = chooseColumnUnit([liveMaximum, liveMaximumUnder, use.live], "bytes");
  const show = (bytes: number): string => formatValue(bytes, unit);
  const factor = buys === null ? "" : `, ${formatFixed(buys, 1)} times as much`;
  const limitText = formatQuantity(limit ?? 0);
  return [
    gogc === null
      ? `With ${show(use.live)} live and GOGC=off nothing is collected below GOMEMLIMIT; GOMEMLIMIT=${memoryLimitText(outlook)} holds up to ${show(liveMaximumUnder)} live.`
      : `With ${show(use.live)} live, a limit of ${limitText} kills the process at ${show(liveMaximum)} live; GOMEMLIMIT=${memoryLimitText(outlook)} moves that to ${show(liveMaximumUnder)}${factor}.`,
    ...(hoursWithout === null || hoursUnder === null
      ? []
      : [`At this slope that is in ${hoursText(hoursUnder)} instead of ${hoursText(hoursWithout)}.`]),
    "It buys time; it does not mend a leak.",
  ];
}

export function memoryLimitText({ memoryLimit, recommended }: Outlook): string {
  const size = [1024 ** 3, 1024 ** 2, 1024].find((candidate) => memoryLimit % candidate === 0);
  if (size === undefined) return memoryLimit === 0 ? recommended : String(memoryLimit);
  return `${memoryLimit / size}${size === 1024 ** 3 ? "GiB" : size === 1024 ** 2 ? "MiB" : "KiB"}`;
}

function hoursText(hours: number): string {
  if (hours >= 48) return `${formatFixed(hours / 24, 1)} days`;
  return hours >= 1 || hours === 0 ? `${formatFixed(hours, 1)} h` : `${formatFixed(hours * 60, 0)} min`;
}

/** What to paste; empty without a limit. */
export function pasteLines({ outlook, settings }: AdviceReport): string[] {
  if (outlook === null || settings.limit === null) return [];
  return [`kubectl set env deployment/NAME GOMEMLIMIT=${outlook.recommended}`];
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
