/** The outcome of a check in a sentence or two. */

import { type ColumnUnit, chooseColumnUnit, formatDelta, formatValue } from "../measurement/delta.ts";
import { checkKind } from "../profile/argument.ts";
import type { CheckReport } from "../report/check/report.ts";
import { doOthersShrink } from "./amounts.ts";
import { shortFrame } from "./frames.ts";
import { listOf } from "./phrases.ts";
import { provenanceText } from "./provenance.ts";

/** What a check says in sentences. */
export interface CheckWords {
  readonly verdict: string;
  /** A sentence for each finding. */
  readonly provenance: readonly string[];
}

/** The report's sentences. */
export function checkWords(report: CheckReport): CheckWords {
  checkKind(report, "check");
  return {
    verdict: describeCheck(report),
    provenance: report.provenance.map(provenanceText),
  };
}

function describeCheck(report: CheckReport): string {
  if (report.outcome === "unmeasurable") return `Cannot be measured. ${reasonOf(report)}`;
  return [
    describeGrowth(report),
    describeAllocated(report),
    describePlaces(report),
    describeExcused(report),
    describeScope(report),
    describeReach(report),
    describeNormal(report),
    describeBudget(report),
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function reasonOf({ verdict: { cause }, provenance }: CheckReport): string {
  const reason = provenance.find(({ code }) => code === cause);
  return reason === undefined ? "The samples cannot be counted." : provenanceText(reason);
}

function unitOf(report: CheckReport, value: number): ColumnUnit {
  return chooseColumnUnit([value], report.sampleType.unit);
}

function describeGrowth(report: CheckReport): string {
  const { newGrowth, maxGrowth, low, high, scope, outcome } = report;
  const what = scope === "all" ? "The heap" : `What --scope ${scope} selects`;
  const grown = formatDelta(newGrowth, unitOf(report, newGrowth));
  const allowed = formatValue(maxGrowth, unitOf(report, maxGrowth));
  const unit = unitOf(report, Math.max(Math.abs(low ?? 0), Math.abs(high ?? 0)));
  const known = report.known.bytes > 0 ? " before the baseline is taken off" : "";
  const interval = `95% interval${known}: ${formatDelta(low ?? 0, unit)} to ${formatDelta(high ?? 0, unit)}`;
  if (outcome === "exceeded" && report.grown === null)
    return `${what} grew by ${grown}, more than the ${allowed} allowed (${interval}).`;
  if (newGrowth <= maxGrowth) return `${what} changed by ${grown}, within the ${allowed} allowed (${interval}).`;
  return `${what} changed by ${grown}, more than the ${allowed} allowed, but that is no more than sampling noise explains (${interval}).`;
}

function describeExcused(report: CheckReport): string {
  const { suppressed, known } = report;
  const parts = [
    suppressed.samples > 0
      ? `${formatDelta(suppressed.bytes, unitOf(report, suppressed.bytes))} is suppressed (${suppressed.by.join(", ")})`
      : "",
    known.bytes > 0
      ? `${formatDelta(known.bytes, unitOf(report, known.bytes))} is in the baseline (${known.fingerprints.join(", ")})`
      : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `Not counted: ${parts.join("; ")}.`;
}

function describeScope({ scope, verdict }: CheckReport): string {
  return verdict.facts.inScope === 0
    ? `No sample belongs to ${scope}: see that it is spelled as the report of diff has it.`
    : "";
}

/** Benchmarks keep next to nothing, however much more they allocate. */
function describeAllocated({ verdict: { facts }, sampleType }: CheckReport): string {
  return facts.allocated === null
    ? ""
    : `That is what is live (${sampleType.type}): these profiles are of what was allocated (${facts.allocated}), which has no budget here; heapblame diff compares it.`;
}

/** What shrank elsewhere does not make up for these. */
function describePlaces({ grown, newGrowth, maxGrowth, outcome, sampleType }: CheckReport): string {
  if (grown === null || outcome === "unmeasurable") return "";
  const unit = chooseColumnUnit([grown.bytes], sampleType.unit);
  const names = grown.functions.map(shortFrame);
  const shown =
    names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES), `${names.length - MOST_NAMES} more`] : names;
  const range = `95% interval: ${formatDelta(grown.low, unit)} to ${formatDelta(grown.high, unit)}`;
  const beyond =
    outcome === "exceeded"
      ? `, more than the ${formatValue(maxGrowth, chooseColumnUnit([maxGrowth], sampleType.unit))} allowed`
      : "";
  const others = doOthersShrink(grown.bytes, grown.bytes - newGrowth) ? ", while others shrank" : "";
  return `Parts of it surely grew by ${formatDelta(grown.bytes, unit)}${beyond} (${range})${others}: ${listOf(shown)}.`;
}

const MOST_NAMES = 3;

/** Less than nothing is allowed half of the time. */
function describeBudget({ maxGrowth, normal }: CheckReport): string {
  if (maxGrowth > 0 || normal !== null) return "";
  return "A budget of 0 is below what a steady heap moves by itself: at fine sampling rates about half of the pairs of captures of a stationary process exceed it. Give --max-growth, or other captures of what is normal as --normal.";
}

/** A budget smaller than what can be seen at all. */
function describeReach(report: CheckReport): string {
  const { detectionLimit, maxGrowth, outcome } = report;
  if (outcome !== "clean" || detectionLimit === null || detectionLimit <= maxGrowth) return "";
  return `Growth of less than ${formatValue(detectionLimit, unitOf(report, detectionLimit))} could not have been seen.`;
}

/** What captures without a fault show, and whether the budget is smaller than that. */
function describeNormal(report: CheckReport): string {
  const { normal, maxGrowth } = report;
  if (normal === null) return "";
  const { captures, spread, low, high, significant } = normal;
  const unit = unitOf(report, Math.max(spread, Math.abs(low ?? 0), Math.abs(high ?? 0)));
  const interval =
    low === null || high === null ? "" : ` (95% interval: ${formatDelta(low, unit)} to ${formatDelta(high, unit)})`;
  const range = `The ${captures} normal captures differ by ${formatValue(spread, unit)}${interval}; growth is what is above all of them.`;
  if (significant === false) return `${range} Sampling alone may make that difference.`;
  return spread > maxGrowth ? `${range} A budget below that would fail on one of them alone.` : range;
}
