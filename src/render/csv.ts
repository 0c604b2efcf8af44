/** Rows as CSV (RFC 4180, but with LF): raw integers, a header line of the JSON names. */
import type { FrameGrowth, GrowthReport } from "../report/growth/growth.ts";

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

export function renderGrowthCsv(report: GrowthReport): string {
  return renderCsv(COLUMNS, report.functions);
}

export function renderCsv<Column extends string>(
  columns: readonly Column[],
  rows: readonly { readonly [Name in Column]: unknown }[],
): string {
  const lines = rows.map((row) => columns.map((column) => field(row[column])).join(","));
  return `${[columns.join(","), ...lines].join("\n")}\n`;
}

function field(value: unknown): string {
  if (value === null) return "";
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
