/** Rows as CSV (RFC 4180, but with LF): raw integers, a header line of the JSON names. */

import type { FrameGrowth, GrowthReport } from "../report/growth/growth.ts";
import type { HeapReport, HeapRow } from "../report/heap/report.ts";

const COLUMNS = [
  "name",
  "file",
  "package",
  "module",
  "change",
  "baseFlat",
  "currentFlat",
  "deltaFlat",
  "baseCum",
  "currentCum",
  "deltaCum",
  "deltaObjects",
  "share",
  "samplesBase",
  "samplesCurrent",
  "low",
  "high",
  "significant",
  "lowCum",
  "highCum",
  "significantCum",
  "lowObjects",
  "highObjects",
  "significantObjects",
] as const satisfies readonly (keyof FrameGrowth)[];

/** The interval is that of flat: beside those of cum and objects it is called so. */
export function renderGrowthCsv(report: GrowthReport): string {
  return renderCsv(COLUMNS, report.functions).replace(",low,high,", ",flatLow,flatHigh,");
}

const HEAP_COLUMNS = [
  ...(["name", "file", "package", "module", "flat", "flatLow", "flatHigh", "cum", "cumLow", "cumHigh"] as const),
  ...(["share", "shareCum", "objects", "samples"] as const),
] as const satisfies readonly (keyof HeapRow)[];

export function renderHeapCsv(report: HeapReport): string {
  return renderCsv(HEAP_COLUMNS, report.functions);
}

function renderCsv<Column extends string>(
  columns: readonly Column[],
  rows: readonly { readonly [Name in Column]: unknown }[],
): string {
  const lines = rows.map((row) => columns.map((column) => field(row[column])).join(","));
  return `${[columns.join(","), ...lines].join("\n")}\n`;
}

/** Text that a spreadsheet would take for a formula gets its mark of text in front; numbers are as they are. */
function field(value: unknown): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value;
  return /[",;'\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
