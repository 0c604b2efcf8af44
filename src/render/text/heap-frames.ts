/** The frames that allocated most of one heap, and one line for all the others. Frames come before digits: columns go first where room is short. */

import { chooseColumnUnit, formatValue } from "../../measurement/delta.ts";
import type { HeapReport, HeapRow } from "../../report/heap/report.ts";
import { heapHeadlineUnit } from "../../wording/heap/words.ts";
import { plusMinus, wholePercent } from "../../wording/phrases.ts";
import { fitName } from "./fit-name.ts";
import type { Style } from "./style.ts";
import { layOut } from "./table.ts";

/** Below these widths a column goes. */
const ROOM_FOR_CERTAINTY = 60;
const ROOM_FOR_SHARE = 48;

const COUNT = chooseColumnUnit([], "count");

export function mostFrames(report: HeapReport, width: number, style: Style): string[] {
  const columns = columnsOf(report).filter(({ room }) => width >= room);
  const rows = report.functions.filter((row) => isSure(report, row));
  const left = report.functions.length - rows.length + report.omitted.count;
  const rest = left === 0 ? [] : [style.dim(restLine(report, rows, left))];
  if (rows.length === 0) return rest;
  const table = layOut({
    heads: [...columns.map(({ head }) => head), " ", "frame"],
    rows: rows.map((row) => [...columns.map(({ cell }) => cell(row)), "", row.name]),
    width: style.width,
    fitLast: fitName,
    paint: (_row, _column, text) => text,
  });
  return [table, ...rest];
}

/** Something, and not less than how far it may be off. */
function isSure({ sort }: HeapReport, row: HeapRow): boolean {
  if (sort === "objects") return Number(row.objects ?? 0) > 0;
  const isCum = sort === "cum";
  const [value, low, high] = isCum ? [row.cum, row.cumLow, row.cumHigh] : [row.flat, row.flatLow, row.flatHigh];
  return value > 0 && (low === null || high === null || (high - low) / 2 <= value);
}

/** Of what the rows are ordered by. */
function partOf({ sort, objects }: HeapReport, row: HeapRow): number {
  if (sort === "objects") return Number(row.objects ?? 0) / Number(objects?.value ?? 1);
  return sort === "cum" ? row.shareCum : row.share;
}

interface Column {
  readonly head: string;
  readonly cell: (row: HeapRow) => string;
  /** Width from which on it is shown. */
  readonly room: number;
}

function columnsOf(report: HeapReport): Column[] {
  const unit = heapHeadlineUnit(report);
  const bare = { ...unit, suffix: "" };
  const isCum = report.sort === "cum";
  const share: Column = { head: "share", cell: (row) => wholePercent(partOf(report, row)), room: ROOM_FOR_SHARE };
  if (report.sort === "objects") {
    return [{ head: "objects", cell: (row) => formatValue(row.objects ?? 0, COUNT), room: 0 }, share];
  }
  const half = (row: HeapRow): string =>
    plusMinus(isCum ? { low: row.cumLow, high: row.cumHigh } : { low: row.flatLow, high: row.flatHigh }, unit).slice(1);
  return [
    {
      head: `${isCum ? "cum" : "flat"} ${unit.suffix}`.trim(),
      cell: (row) => formatValue(isCum ? row.cum : row.flat, bare),
      room: 0,
    },
    ...(report.total.low === null ? [] : [{ head: "\u00b1", cell: half, room: ROOM_FOR_CERTAINTY }]),
    share,
  ];
}

/** Cumulative values do not add up. */
function restLine(report: HeapReport, rows: readonly HeapRow[], left: number): string {
  const frames = `${left} more ${left === 1 ? "frame" : "frames"}`;
  if (report.sort !== "flat") return frames;
  const shown = rows.reduce((sum, { flat }) => sum + Number(flat), 0);
  return `${frames}, ${formatValue(Number(report.total.value) - shown, heapHeadlineUnit(report))} together`;
}
