/** Where the series lies on its picture: scales, layers and their colours. */

import { scaleLinear } from "d3-scale";
import type { ColumnUnit } from "../../measurement/delta.ts";
import { largestOf } from "../../measurement/extremes.ts";
import type { SeriesReport, SeriesRow } from "../../report/pictures/series.ts";

export const WIDTH = 900;
export const MARGIN = 16;
export const PLOT_HEIGHT = 340;
export const LEFT = 74;
const LEGEND = 290;
/** Colours that stay apart for colour-blind eyes (Okabe and Ito); the order is that of the rows. */
const COLORS = [
  "#d55e00",
  "#0072b2",
  "#e69f00",
  "#009e73",
  "#cc79a7",
  "#56b4e9",
  "#b8a800",
  "#7a4fa3",
  "#a05a2c",
  "#4d6f39",
];

const OTHERS_COLOR = "#b5bcc4";

export interface Plot {
  readonly report: SeriesReport;
  readonly unit: ColumnUnit;
  /** Bottom layer first. */
  readonly layers: readonly { readonly row: SeriesRow; readonly color: string }[];
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  readonly ticks: readonly number[];
  readonly top: number;
  readonly right: number;
}

export function planPlot(report: SeriesReport, unit: ColumnUnit, top: number): Plot {
  const right = WIDTH - LEGEND;
  const [first, last] = [report.points[0]?.timeNanos ?? null, report.points.at(-1)?.timeNanos ?? null];
  const place = (at: number): number => {
    const time = report.points[at]?.timeNanos ?? null;
    if (first === null || last === null || time === null || last === first)
      return at / Math.max(report.points.length - 1, 1);
    return Number(time - first) / Number(last - first);
  };
  const largest = largestOf(report.totals, unit.divisor / 100);
  // Round numbers in the unit that is printed, not in bytes.
  const scale = scaleLinear()
    .domain([0, largest / unit.divisor])
    .nice(5);
  const extent = scale.domain()[1] as number;
  const layers = [
    ...report.rows.map((row, at) => ({ row, color: COLORS[at % COLORS.length] as string })),
    { row: report.others, color: OTHERS_COLOR },
  ].reverse();
  return {
    report,
    unit,
    layers,
    x: (at) => LEFT + place(at) * (right - LEFT),
    y: (value) => top + PLOT_HEIGHT * (1 - value / unit.divisor / extent),
    ticks: scale.ticks(5).map((tick) => tick * unit.divisor),
    top,
    right,
  };
}
