/** The lines above a pprof report. */
import { label, percentage, scale } from "../../measurement/scale.ts";
import { formatPprofTime } from "../../measurement/time-text.ts";
import type { ZoneOptions } from "../../measurement/zone.ts";
import { truncate } from "../../profile/int64.ts";
import { decodeText, encodeText } from "../../profile/string-table.ts";
import type { Dropped, GraphHeader, ProfileHeader } from "../../report/pprof/header.ts";
import type { NumberStyle } from "../../report/pprof/output-unit.ts";
import { formatValue } from "../value-text.ts";

/** Longest filter, in bytes, that is printed whole. */
const LONGEST_FILTER = 80;

/** Which profile this is. `zone` is the machine's unless given. */
export function profileLines(header: ProfileHeader, numbers: NumberStyle, zone?: ZoneOptions): string[] {
  const lines: string[] = [];
  if (header.program !== "") lines.push(`File: ${header.program}`);
  if (header.buildId !== "") lines.push(`Build ID: ${header.buildId}`);
  for (const comment of header.comments) lines.push(comment);
  if (header.type !== "") lines.push(`Type: ${header.type}`);
  if (header.docUrl !== "") lines.push(`Doc: ${header.docUrl}`);
  if (header.timeNanos !== 0n) lines.push(`Time: ${formatPprofTime(header.timeNanos, zone)}`);
  if (header.durationNanos !== 0n) lines.push(durationLine(header, numbers));
  return lines;
}

/** Only a total in a unit of time has a ratio to the duration; without one the line ends in a space. */
function durationLine({ durationNanos, total }: ProfileHeader, numbers: NumberStyle): string {
  const nanos = scale(total, numbers.unit, "nanoseconds");
  const isTime = nanos.unit === "ns" && nanos.value !== 0;
  const ratio = isTime ? `(${percentage(truncate(nanos.value), durationNanos)})` : "";
  return `Duration: ${label(durationNanos, "nanoseconds")}, Total samples = ${formatValue(total, numbers)} ${ratio}`;
}

/** Which profile this is, how it was filtered, how much of it is shown. */
export function graphLines(header: GraphHeader, numbers: NumberStyle, zone?: ZoneOptions): string[] {
  const lines = header.profile === undefined ? [] : profileLines(header.profile, numbers, zone);
  if (header.activeFilters.length > 0) {
    lines.push("Active filters:");
    for (const filter of header.activeFilters) lines.push(`   ${cutFilter(filter)}`);
  }
  const { accounted, total } = header;
  const share = percentage(accounted, total).trim();
  const whole = formatValue(total, numbers);
  lines.push(`Showing nodes accounting for ${formatValue(accounted, numbers)}, ${share} of ${whole} total`);
  if (header.droppedNodes !== undefined) lines.push(droppedLine(header.droppedNodes, "node", "cum", numbers));
  if (header.droppedEdges !== undefined) lines.push(droppedLine(header.droppedEdges, "edge", "freq", numbers));
  if (header.limit !== undefined) lines.push(`Showing top ${header.limit.shown} nodes out of ${header.limit.of}`);
  return lines;
}

function droppedLine({ count, cutoff }: Dropped, what: string, measure: string, numbers: NumberStyle): string {
  return `Dropped ${count} ${what}${count > 1 ? "s" : ""} (${measure} <= ${formatValue(cutoff, numbers)})`;
}

function cutFilter(filter: string): string {
  const bytes = encodeText(filter);
  return bytes.length > LONGEST_FILTER ? `${decodeText(bytes.subarray(0, LONGEST_FILTER))}…` : filter;
}
