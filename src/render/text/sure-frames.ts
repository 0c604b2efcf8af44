/** The frames whose change is surely something, and one line for all the others. Frames come before digits: columns go first where room is short. */
import { type ColumnUnit, formatDelta } from "../../measurement/delta.ts";
import type { FrameGrowth, GrowthReport } from "../../report/growth/growth.ts";
import { headlineUnit } from "../../wording/growth/headline.ts";
import { wholePercent } from "../../wording/phrases.ts";
import { certainty, cumCertainty, objectsCertainty } from "../certainty-cells.ts";
import { countChange, hasChange, restOf, restOfObjects } from "../growth-summary.ts";
import { fitName } from "./fit-name.ts";
import type { Style } from "./style.ts";
import { layOut } from "./table.ts";

/** Where samples cannot be counted nothing is sure: so many of those that changed most. */
const MOST_UNSURE = 10;
/** Below these widths a column goes. */
const ROOM_FOR_CERTAINTY = 60;
const ROOM_FOR_SHARE = 48;

/** None where the heap did not change. */
export function sureFrames(report: GrowthReport, width: number, style: Style): string[] {
  if (isUnchanged(report)) return [];
  const unit = headlineUnit(report);
  const rows = rowsOf(report, unit);
  const left = report.functions.length - rows.length + report.omitted.count;
  const rest = left === 0 ? [] : [style.dim(restLine(report, rows, left, unit))];
  if (rows.length === 0) return rest;
  const columns = columnsOf(report, unit).filter(({ room }) => width >= room);
  const table = layOut({
    heads: [...columns.map(({ head }) => head), " ", "frame"],
    rows: rows.map((row) => [...columns.map(({ cell }) => cell(row)), "", row.name]),
    width: style.width,
    fitLast: fitName,
    paint: (row, column, text) => (column === 0 ? paintGrowth(rows[row], text, style) : text),
  });
  return [table, ...rest];
}

/** Nothing grew or shrank by more than noise: a table would only show noise. */
function isUnchanged({ verdict, findings }: GrowthReport): boolean {
  if (verdict.code === "not-comparable") return true;
  return findings.some(({ code }) => code === "did-not-change") && !findings.some(({ code }) => code === "parts-grew");
}

function rowsOf(report: GrowthReport, unit: ColumnUnit): FrameGrowth[] {
  const changed = report.functions.filter((row) => hasChange(row, report.sort));
  if (report.certainty === null) return changed.slice(0, MOST_UNSURE);
  const isShown = (row: FrameGrowth): boolean => !/^[-+]0(?:\.0+)?$/.test(growthCell(report, row, unit));
  return changed.filter((row) => isSure(report, row) && isShown(row));
}

function isSure({ sort }: GrowthReport, row: FrameGrowth): boolean {
  if (sort === "cum") return row.significantCum === true;
  return sort === "objects" ? row.significantObjects === true : row.significant === true;
}

interface Column {
  readonly head: string;
  readonly cell: (row: FrameGrowth) => string;
  /** Width from which on it is shown. */
  readonly room: number;
}

function columnsOf(report: GrowthReport, unit: ColumnUnit): Column[] {
  const { sort } = report;
  const named = unit.suffix === "" ? "growth" : `growth ${unit.suffix}`;
  const head = sort === "objects" ? "objects" : sort === "cum" ? `cum ${named}` : named;
  const growth: Column = { head, cell: (row) => growthCell(report, row, unit), room: 0 };
  const half: Column = { head: "\u00b1", cell: (row) => certaintyCell(report, row, unit), room: ROOM_FOR_CERTAINTY };
  const share: Column = {
    head: "share",
    cell: (row) => wholePercent(sort === "cum" ? row.shareCum : row.share),
    room: ROOM_FOR_SHARE,
  };
  return [growth, ...(report.certainty === null ? [] : [half]), ...(sort === "objects" ? [] : [share])];
}

function growthCell({ sort }: GrowthReport, row: FrameGrowth, unit: ColumnUnit): string {
  if (sort === "objects") return countChange(row.deltaObjects ?? 0);
  return formatDelta(sort === "cum" ? row.deltaCum : row.deltaFlat, { ...unit, suffix: "" });
}

function certaintyCell({ sort }: GrowthReport, row: FrameGrowth, unit: ColumnUnit): string {
  if (sort === "objects") return objectsCertainty(row, countChange);
  return sort === "cum" ? cumCertainty(row, unit) : certainty(row, unit);
}

function restLine(report: GrowthReport, rows: readonly FrameGrowth[], left: number, unit: ColumnUnit): string {
  const frames = `${left} more ${left === 1 ? "frame" : "frames"}`;
  if (report.sort === "cum") return frames;
  const amount =
    report.sort === "objects" ? countChange(restOfObjects(report, rows)) : formatDelta(restOf(report, rows), unit);
  return `${frames}, ${amount} together`;
}

function paintGrowth(row: FrameGrowth | undefined, text: string, style: Style): string {
  if (row === undefined) return text;
  return row.deltaFlat > 0 || (!row.deltaFlat && row.deltaCum > 0) ? style.grown(text) : style.shrunk(text);
}
