/** What grew, by how much, from what to what and how sure that is: the first line of a diff. */
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatValue } from "../../measurement/delta.ts";
import { formatDuration } from "../../measurement/time-text.ts";
import { isLiveBytes, isLiveObjects } from "../../profile/live-bytes.ts";
import type { GrowthReport, TotalCertainty } from "../../report/growth/growth.ts";
import { sizeText } from "../beside-heap.ts";
import { capital, endsText, formatMagnitude } from "../phrases.ts";

/** One unit for the whole report, one decimal. */
export function headlineUnit({ totals, sampleType, certainty }: GrowthReport): ColumnUnit {
  const { base, current, net } = totals;
  // What could not be seen is told in the same unit.
  const values = [base, current, net, certainty?.net.high ?? 0, certainty?.detectionLimit ?? 0];
  const unit = chooseColumnUnit(values, sampleType.unit);
  return { ...unit, decimals: Math.min(1, unit.decimals) };
}

export function headlineText(report: GrowthReport, blocking: readonly string[]): string {
  const unit = headlineUnit(report);
  if (isFilteredAway(report))
    return `Nothing that matches ${report.filters.join(" ")} is ${presenceOf(report)} in either profile`;
  switch (report.verdict.code) {
    case "not-comparable":
      return [...blocking, "So nothing is said about growth."].join(" ");
    case "allocated":
      return allocationText(report, unit);
    case "uncounted":
      return `${changeText(report, unit)}; how much of that is sampling noise cannot be told`;
    case "grew":
    case "shrank":
      return report.findings.some(({ code }) => code === "did-not-change")
        ? `${capital(subjectOf(report))} hardly changed: ${sidesText(report, unit)}${rangeText(report, unit)}`
        : `${changeText(report, unit)}${rangeText(report, unit)}${partsText(report, "; parts of it grew by ")}`;
    default:
      return `${capital(subjectOf(report))} did not change by more than sampling explains${partsText(report, ", but parts of it grew by ")}: ${sidesText(report, unit)}${rangeText(report, unit)}`;
  }
}

/** No change is shown where nothing was looked at. */
function isFilteredAway({ filters, totals, verdict }: GrowthReport): boolean {
  return filters.length > 0 && totals.base === 0 && totals.current === 0 && verdict.code !== "not-comparable";
}

function presenceOf({ sampleType }: GrowthReport): string {
  return isLiveBytes(sampleType) || isLiveObjects(sampleType) ? "live" : "counted";
}

/** What parts grew by, where the whole did not. */
function partsText({ findings }: GrowthReport, lead: string): string {
  const parts = findings.find(({ code }) => code === "parts-grew");
  return parts?.code === "parts-grew" ? `${lead}${sizeText(parts.facts.growth)}` : "";
}

/**
 * `destination, 1m 15s apart`; and what was left out, which is not in the numbers. Two names are those of base and current: another program, or one
 * that was renamed.
 */
export function asideText({ base, current, filters }: GrowthReport): string {
  const programs = [...new Set([base.program, current.program])].filter((name) => name !== "");
  const areKnown = base.buildId !== "" && current.buildId !== "";
  const builds = areKnown && base.buildId !== current.buildId ? ["two builds"] : [];
  const apart =
    base.timeNanos === null || current.timeNanos === null ? [] : [apartText(current.timeNanos - base.timeNanos)];
  const shown = filters.length === 0 ? [] : [`filters: ${filters.join(" ")}`];
  return [...(programs.length === 0 ? [] : [programs.join(" -> ")]), ...builds, ...apart, ...shown].join(", ");
}

function apartText(nanos: bigint): string {
  return nanos < 0n ? `current ${formatDuration(-nanos)} before base` : `${formatDuration(nanos)} apart`;
}

function subjectOf({ sampleType }: GrowthReport): string {
  if (isLiveObjects(sampleType)) return "live objects";
  return isLiveBytes(sampleType) ? "live heap" : sampleType.type;
}

function changeText(report: GrowthReport, unit: ColumnUnit): string {
  return `${formatDelta(report.totals.net, unit)} ${subjectOf(report)}, ${sidesText(report, unit)}`;
}

function sidesText({ totals: { base, current } }: GrowthReport, unit: ColumnUnit): string {
  // A bare 0 has no unit: then the other end bears it.
  if (base === 0 && current === 0) return `0 -> 0 ${unit.suffix}`.trimEnd();
  const before = current ? formatValue(base, { ...unit, suffix: "" }) : formatValue(base, unit);
  return `${before} -> ${formatValue(current, unit)}`;
}

/** ` (95% +42.6 to +66.4)`: of sampling alone. */
function rangeText({ certainty }: GrowthReport, unit: ColumnUnit): string {
  return certainty === null ? "" : ` (${certaintyText(certainty, unit)})`;
}

function certaintyText({ net: { low, high }, samplesBase, samplesCurrent }: TotalCertainty, unit: ColumnUnit): string {
  // Of no samples no interval has a width either.
  if (samplesBase === 0 && samplesCurrent === 0) return "no sample in either profile";
  if (low === high) return "every object is recorded";
  const [from, to] = endsText(low, high, unit);
  return `95% ${from} to ${to} by sampling`;
}

/** Counters of two processes have each begun at nothing. */
const OF_TWO: readonly string[] = ["different-process", "other-build", "process-unknown"];

function allocationText(
  { totals: { net }, certainty, sampleType, provenance }: GrowthReport,
  unit: ColumnUnit,
): string {
  const what = sampleType.type.endsWith("objects") ? " objects" : "";
  const range = certainty === null ? "" : ` (${certaintyText(certainty, unit)})`;
  const caveat = "freed since or not: this shows who allocates, not what stays. Compare inuse_space for that";
  if (net < 0)
    return `${formatMagnitude(net, unit)}${what} fewer were allocated up to current than up to base${range}, ${caveat}`;
  if (provenance.some(({ code }) => OF_TWO.includes(code)))
    return `${formatMagnitude(net, unit)}${what} more were allocated up to current than up to base${range}, ${caveat}`;
  return `Between the captures ${formatMagnitude(net, unit)}${what} were allocated${range}, ${caveat}`;
}
