/** Rows, and lines to paste, of the memory advice that text and Markdown share. */

import { SEGMENTS } from "../blame/memory/waterfall.ts";
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatPercent, formatValue } from "../measurement/delta.ts";
import { formatGoMemoryLimit, formatQuantity } from "../measurement/quantity.ts";
import type { AdviceFinding, AdviceReport } from "../report/advice/report.ts";
import { SEGMENT_NAMES } from "../wording/advice/waterfall.ts";

import { type AdviceWords, isSaid } from "../wording/advice/words.ts";
import { plusMinus } from "../wording/phrases.ts";

/** Sentences of the findings that the verdict does not begin with. */
export function otherFindings(
  report: AdviceReport,
  words: AdviceWords,
  isWanted: (finding: AdviceFinding) => boolean = () => true,
): string[] {
  return words.findings.filter((_, at) => {
    const finding = report.findings[at] as AdviceFinding;
    return !isSaid(report, finding) && isWanted(finding);
  });
}

interface SegmentRow {
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

/** What to paste; empty without a limit. */
export function pasteLines({ outlook, settings, workload }: AdviceReport): string[] {
  if (outlook === null || settings.limit === null) return [];
  const value = `GOMEMLIMIT=${formatGoMemoryLimit(outlook.recommended)}`;
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
    `    value: "${formatGoMemoryLimit(outlook.recommended)}"`,
  ];
}
