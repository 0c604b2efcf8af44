/** The growth report for a terminal or a pipe. */
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatPercent, formatValue } from "../../measurement/delta.ts";
import type { FrameGrowth, GrowthReport } from "../../report/growth.ts";
import { foldPath } from "../growth-path.ts";
import {
  grossLine,
  hasChange,
  programLine,
  restOf,
  restOfObjects,
  shareLine,
  timeLine,
  totalsLine,
  unitOf,
} from "../growth-summary.ts";
import { fitName, lastPathSlash } from "./fit-name.ts";
import type { Style } from "./style.ts";
import { layOut } from "./table.ts";

const MARKS = { new: "*", gone: "x", grown: "+", shrunk: "-", same: "=" } as const;

export function renderGrowthText(report: GrowthReport, style: Style): string {
  const unit = unitOf(report);
  const sections = [
    [
      style.bold(programLine(report)),
      timeLine(report),
      style.bold(totalsLine(report, unit)),
      grossLine(report, unit),
      ...(report.filters.length > 0 ? [`filters: ${report.filters.join(" ")}`] : []),
    ],
    framesSection(report, unit, style),
    pathSection(report, unit, style),
  ];
  const shown = sections.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** A column of numbers: its heading, its cell for a row, and its cell for all the rows that are not shown. */
interface Column {
  readonly head: string;
  readonly cell: (row: FrameGrowth) => string;
  readonly rest: string;
}

function framesSection(report: GrowthReport, unit: ColumnUnit, style: Style): string[] {
  // A frame that did not change under the sort key is no answer to "who grew"; it counts among the others.
  const rows = report.functions.filter((row) => hasChange(row, report.sort));
  const count = report.functions.length - rows.length + report.omitted.count;
  if (rows.length === 0) return [count === 0 ? "There are no frames to show." : `None of ${count} frames changed.`];
  const columns = numberColumns(report, rows, unit, style);
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  const rest = columns.map((column) => column.rest);
  const heads = columns.map((column) => column.head);
  const table = layOut({
    heads: [...heads, " ", "frame"],
    rows: [
      ...rows.map((row, index) => [...(cells[index] as string[]), MARKS[row.change], row.name]),
      ...(count > 0 ? [[...rest, " ", `${count} more ${count === 1 ? "frame" : "frames"}`]] : []),
    ],
    width: style.width,
    fitLast: fitName,
    paint: (row, column, text) => paintCell(rows[row], column, columns.length, text, style),
  });
  return [table, "", style.dim(`${shareLine(report, unit)}; * new, x gone, + grown, - shrunk, = same`)];
}

/** Deltas in colour, the package dimmed behind the symbol, the line for the rest dimmed altogether. */
function paintCell(row: FrameGrowth | undefined, column: number, numbers: number, text: string, style: Style): string {
  if (row === undefined) return style.dim(text);
  if (column > numbers) return paintName(text, style);
  if (column > 2) return text;
  const isGrowth = row.deltaFlat > 0 || (!row.deltaFlat && row.deltaCum > 0);
  return isGrowth ? style.grown(text) : style.shrunk(text);
}

function paintName(name: string, style: Style): string {
  const slash = lastPathSlash(name);
  return slash < 0 ? name : style.dim(name.slice(0, slash + 1)) + name.slice(slash + 1);
}

function numberColumns(report: GrowthReport, rows: readonly FrameGrowth[], unit: ColumnUnit, style: Style): Column[] {
  const isCum = report.sort === "cum";
  const bare = { ...unit, suffix: "" };
  const counts = style.width === undefined || style.width >= 100 ? plainCounts : shortCounts;
  const value = (before: number | bigint, after: number | bigint): string =>
    `${formatValue(before, bare)} -> ${formatValue(after, bare)}`;
  const columns: Column[] = [
    {
      head: unit.suffix === "" ? "flat" : `flat ${unit.suffix}`,
      cell: (row) => formatDelta(row.deltaFlat, bare),
      rest: formatDelta(restOf(report, rows), bare),
    },
    { head: "cum", cell: (row) => formatDelta(row.deltaCum, bare), rest: "" },
    { head: "share", cell: (row) => formatPercent(isCum ? row.shareCum : row.share), rest: "" },
    {
      head: isCum ? "cum, base->now" : "flat, base->now",
      cell: (row) => (isCum ? value(row.baseCum, row.currentCum) : value(row.baseFlat, row.currentFlat)),
      rest: "",
    },
  ];
  if (!report.functions.some((row) => row.deltaObjects !== null)) return columns;
  return [
    ...columns,
    { head: "objects", cell: (row) => counts(row.deltaObjects ?? 0), rest: counts(restOfObjects(report, rows)) },
  ];
}

const countUnit: ColumnUnit = chooseColumnUnit([], "count");

function plainCounts(count: number | bigint): string {
  return formatDelta(count, countUnit);
}

/** `+190.9k`: for narrow terminals. */
function shortCounts(count: number | bigint): string {
  const size = Math.abs(Number(count));
  if (size < 10_000) return plainCounts(count);
  const [divisor, suffix] = size < 1e6 ? [1e3, "k"] : size < 1e9 ? [1e6, "M"] : [1e9, "G"];
  return formatDelta(count, { divisor, decimals: 1, suffix }).replace(" ", "");
}

/** Where most of it went through: the frames from the root on, runs of the same growth drawn together. */
function pathSection(report: GrowthReport, unit: ColumnUnit, style: Style): string[] {
  if (report.path.length === 0) return [];
  const steps = foldPath(report.path);
  const table = layOut({
    heads: ["cum", "share", " ", "heaviest path, root first"],
    rows: steps.map(({ frame, skipped }) => [
      skipped > 0 ? "" : formatDelta(frame.delta, { ...unit, suffix: "" }),
      skipped > 0 ? "" : formatPercent(frame.share),
      "",
      skipped > 0 ? `... ${skipped} more with the same growth` : frame.name,
    ]),
    width: style.width,
    fitLast: fitName,
    paint: (row, column, text) => paintStep(steps[row]?.skipped ?? 0, column, text, style),
  });
  return [table];
}

function paintStep(skipped: number, column: number, text: string, style: Style): string {
  if (skipped > 0) return style.dim(text);
  return column === 0 ? style.grown(text) : column === 3 ? paintName(text, style) : text;
}
