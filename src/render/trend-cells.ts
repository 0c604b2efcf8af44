/** Cells of a trend table, for the terminal and for Markdown. */

import { type ColumnUnit, chooseColumnUnit, formatDelta } from "../measurement/delta.ts";
import { risingPart } from "../report/trend/part.ts";
import type { TrendReport } from "../report/trend/report.ts";
import type { TrendMeasure } from "../report/trend/trend.ts";
import { sparkline } from "./text/sparkline.ts";

export interface TrendCells {
  readonly heads: readonly string[];
  /** The last cell is the frame, the one before it the course. */
  readonly rows: readonly (readonly string[])[];
  /** Rows that are left out, and what they grew by together. */
  readonly left: number;
  readonly leftGrowth: string;
}

/** Where the series did not grow, and no part of it did, a table would only show noise. */
export function hasGrown(report: TrendReport): boolean {
  const { shape } = report.trend;
  return (shape !== "flat" && shape !== "returns") || risingPart(report) !== null;
}

interface Row {
  readonly name: string;
  readonly measure: TrendMeasure;
}

/** Rows whose growth is surely something: growth, half of its interval, course, frame. */
export function sureCells(report: TrendReport): TrendCells {
  const rows = rowsOf(report);
  const growths = growthUnit(report, rows);
  const isShown = ({ measure }: Row): boolean =>
    isSure(measure) && !/^[-+]?0(?:\.0+)?$/.test(cell(measure.growth, growths));
  const shown = rows.filter(isShown);
  const total = report.sort === "flat" ? report.trend.growth : 0;
  const rest = total - shown.reduce((sum, { measure }) => sum + measure.growth, 0);
  return {
    heads: [named("growth", growths), "±", "course", " ", "frame"],
    rows: shown.map(({ name, measure }) => [
      cell(measure.growth, growths),
      half(measure.growthLow, measure.growthHigh, growths),
      sparkline(measure.values),
      "",
      name,
    ]),
    left: rows.length - shown.length + report.omitted,
    leftGrowth: report.sort === "flat" ? formatDelta(rest, growths) : "",
  };
}

/** Every row, the total first, with shapes and slopes. */
export function allCells(report: TrendReport): TrendCells {
  const rows = [{ name: "total", measure: report.trend }, ...rowsOf(report)];
  const { unit } = report.sampleType;
  const isTimed = report.trend.slopePerHour !== null || report.trend.slopePerIteration === null;
  const slopeOf = (measure: TrendMeasure): number | null =>
    isTimed ? measure.slopePerHour : measure.slopePerIteration;
  const slopes = chooseColumnUnit([slopeOf(report.trend) ?? 0], unit);
  const growths = growthUnit(report, rows.slice(1));
  const head = `${slopes.suffix || "objects"}/${isTimed ? "h" : "iteration"}`;
  return {
    heads: ["shape", head, "±", named("growth", growths), "±", "course", "frame"],
    rows: rows.map(({ name, measure }) => [
      measure.significant ? `${measure.shape}*` : measure.shape,
      cell(slopeOf(measure), slopes),
      halfWidth(measure, isTimed, slopes),
      cell(measure.growth, growths),
      half(measure.growthLow, measure.growthHigh, growths),
      sparkline(measure.values),
      name,
    ]),
    left: report.omitted,
    leftGrowth: "",
  };
}

function rowsOf(report: TrendReport): Row[] {
  return report.functions
    .map((row) => ({ name: row.name, measure: row[report.sort] }))
    .filter(({ measure }) => measure.growth !== 0);
}

/** Where samples cannot be counted nothing is sure, and all is shown. */
function isSure({ growthLow, growthHigh }: TrendMeasure): boolean {
  return growthLow === null || growthHigh === null || growthLow > 0 || growthHigh < 0;
}

function growthUnit({ trend, sampleType }: TrendReport, rows: readonly Row[]): ColumnUnit {
  const largest = rows.slice(0, 1).map(({ measure }) => measure.growth);
  return chooseColumnUnit([trend.growth, ...largest], sampleType.unit);
}

function named(head: string, { suffix }: ColumnUnit): string {
  return suffix === "" ? head : `${head} ${suffix}`;
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
