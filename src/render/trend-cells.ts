/** Cells of a trend table, for the terminal and for Markdown. */
import { type ColumnUnit, chooseColumnUnit, formatDelta } from "../measurement/delta.ts";
import type { TrendMeasure, TrendReport } from "../report/trend/trend.ts";
import { sparkline } from "./text/sparkline.ts";

export interface TrendCells {
  /** shape, slope, half of its interval, growth, half of its interval, sparkline, frame. */
  readonly heads: readonly string[];
  /** The total first. */
  readonly rows: readonly (readonly string[])[];
}

export function trendCells(report: TrendReport): TrendCells {
  const rows = [
    { name: "total", measure: report.trend },
    ...report.functions
      .map((row) => ({ name: row.name, measure: row[report.sort] }))
      .filter(({ measure }) => measure.growth !== 0),
  ];
  const { unit } = report.sampleType;
  const isTimed = report.trend.slopePerHour !== null || report.trend.slopePerIteration === null;
  const slopeOf = (measure: TrendMeasure): number | null =>
    isTimed ? measure.slopePerHour : measure.slopePerIteration;
  const slopes = chooseColumnUnit([slopeOf(report.trend) ?? 0], unit);
  const growths = chooseColumnUnit(
    [report.trend.growth, ...rows.slice(1, 2).map(({ measure }) => measure.growth)],
    unit,
  );
  const head = `${slopes.suffix || "objects"}/${isTimed ? "h" : "iteration"}`;
  return {
    heads: ["shape", head, "±", ["growth", growths.suffix].join(" ").trim(), "±", "course", "frame"],
    rows: rows.map(({ name, measure }) => [
      measure.significant ? `${measure.shape}*` : measure.shape,
      cell(slopeOf(measure), slopes),
      halfWidth(measure, isTimed, slopes),
      cell(measure.growth, growths),
      half(measure.growthLow, measure.growthHigh, growths),
      sparkline(measure.values),
      name,
    ]),
  };
}

function cell(value: number | null, unit: ColumnUnit): string {
  return value === null ? "" : formatDelta(value, { ...unit, suffix: "" });
}

function halfWidth(measure: TrendMeasure, isTimed: boolean, unit: ColumnUnit): string {
  const low = isTimed ? measure.low : measure.slopePerIterationLow;
  const high = isTimed ? measure.high : measure.slopePerIterationHigh;
  return half(low, high, unit);
}

function half(low: number | null, high: number | null, unit: ColumnUnit): string {
  return low === null || high === null ? "" : cell((high - low) / 2, unit).replace("+", "");
}
