/** All there is in a growth report, for `--explain`: suspects, goroutines, every frame that changed, owners, Kinds, and what it rests on. */

import { type ColumnUnit, chooseColumnUnit, formatDelta, formatPercent, formatValue } from "../../measurement/delta.ts";
import type { FrameGrowth, GoroutineEvidence, GrowthReport } from "../../report/growth/growth.ts";
import type { SortKey } from "../../report/growth/query.ts";
import type { GrowthWords } from "../../wording/growth/words.ts";
import { certainty, cumCertainty, objectsCertainty } from "../certainty-cells.ts";
import { entryCounts, goroutineTotal } from "../goroutine-summary.ts";
import {
  grossLine,
  hasChange,
  matchedLine,
  programLine,
  restOf,
  restOfObjects,
  shareLine,
  timeLine,
  totalsLine,
  unitOf,
} from "../growth-summary.ts";
import { fitName, lastPathSlash } from "./fit-name.ts";
import { kindsSection } from "./kinds.ts";
import { ownerSections } from "./owners.ts";
import type { Style } from "./style.ts";
import { suspectsSection } from "./suspects.ts";
import { layOut } from "./table.ts";
import { wrapText } from "./wrap.ts";

const MARKS = { new: "*", gone: "x", grown: "+", shrunk: "-", same: "=" } as const;

/** Below the first paragraph. */
export function detailSections(report: GrowthReport, words: GrowthWords, width: number, style: Style): string[][] {
  const unit = unitOf(report);
  return [
    [
      style.bold(programLine(report)),
      timeLine(report),
      ...(matchedLine(report) === undefined ? [] : [matchedLine(report) as string]),
      style.bold(totalsLine(report, unit)),
      grossLine(report, unit),
      ...(report.filters.length > 0 ? [`filters: ${report.filters.join(" ")}`] : []),
    ],
    suspectsSection(report, unit, style),
    goroutinesSection(report.goroutines, style),
    framesSection(report, unit, style),
    ...ownerSections(report, unit, style),
    kindsSection(report.kinds, words.kinds, unit, width, style),
    auditSection(report, words, width, style),
  ];
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
  const legend = `${shareLine(report, unit)}; * new, x gone, + grown, - shrunk, = same${noiseMark(report)}`;
  return [table, "", ...wrapText(legend, style.width ?? Number.POSITIVE_INFINITY).map(style.dim)];
}

function noiseMark({ certainty }: GrowthReport): string {
  return certainty === null ? "" : "; ~ within sampling noise";
}

/** Deltas in colour, the package dimmed behind the symbol, the line for the rest dimmed altogether. */
function paintCell(row: FrameGrowth | undefined, column: number, numbers: number, text: string, style: Style): string {
  if (row === undefined) return style.dim(text);
  if (column > numbers) return paintName(text, style);
  if (column > 3) return text;
  const isGrowth = row.deltaFlat > 0 || (!row.deltaFlat && row.deltaCum > 0);
  return isGrowth ? style.grown(text) : style.shrunk(text);
}

function paintName(name: string, style: Style): string {
  const slash = lastPathSlash(name);
  return slash < 0 ? name : style.dim(name.slice(0, slash + 1)) + name.slice(slash + 1);
}

function numberColumns(report: GrowthReport, rows: readonly FrameGrowth[], unit: ColumnUnit, style: Style): Column[] {
  const isCum = report.sort === "cum";
  const isNarrow = style.width !== undefined && style.width < 100;
  const bare = { ...unit, suffix: "" };
  const counts = isNarrow ? shortCounts : plainCounts;
  const arrow = isNarrow ? "->" : " -> ";
  const sides = (before: number | bigint, after: number | bigint): string =>
    `${formatValue(before, bare)}${arrow}${formatValue(after, bare)}`;
  const flat: Column = {
    head: unit.suffix === "" ? "flat" : `flat ${unit.suffix}`,
    cell: (row) => formatDelta(row.deltaFlat, bare),
    rest: formatDelta(restOf(report, rows), bare),
  };
  const cum: Column = { head: "cum", cell: (row) => formatDelta(row.deltaCum, bare), rest: "" };
  const share: Column = { head: "share", cell: (row) => formatPercent(isCum ? row.shareCum : row.share), rest: "" };
  const values: Column = {
    head: isNarrow ? "base->now" : `${isCum ? "cum" : "flat"}, base->now`,
    cell: (row) => (isCum ? sides(row.baseCum, row.currentCum) : sides(row.baseFlat, row.currentFlat)),
    rest: "",
  };
  const objects: Column = {
    head: "objects",
    cell: (row) => counts(row.deltaObjects ?? 0),
    rest: counts(restOfObjects(report, rows)),
  };
  const hasObjects = report.functions.some((row) => row.deltaObjects !== null);
  // Beside each number where there is room for it and the names, else beside the one they are ordered by.
  const roomFor: Readonly<Record<SortKey, number>> = { flat: 100, cum: 100, objects: 140 };
  const withCertainty = (key: SortKey, column: Column, cell: (row: FrameGrowth) => string): Column[] => {
    const isShown = report.certainty !== null && ((style.width ?? 200) >= roomFor[key] || report.sort === key);
    return isShown ? [column, { head: "±", cell, rest: "" }] : [column];
  };
  return [
    ...withCertainty("flat", flat, (row) => certainty(row, unit)),
    ...withCertainty("cum", cum, (row) => cumCertainty(row, unit)),
    share,
    values,
    ...(hasObjects ? withCertainty("objects", objects, (row) => objectsCertainty(row, counts)) : []),
  ];
}

const countUnit: ColumnUnit = chooseColumnUnit([], "count");

function plainCounts(count: number | bigint): string {
  return formatDelta(typeof count === "number" ? Math.round(count) : count, countUnit);
}

/** `+191k`, `+4.2k`: for narrow terminals. */
function shortCounts(count: number | bigint): string {
  const size = Math.abs(Number(count));
  if (size < 1000) return plainCounts(count);
  const [divisor, suffix] = size < 1e6 ? [1e3, "k"] : size < 1e9 ? [1e6, "M"] : [1e9, "G"];
  const decimals = size < 100 * divisor ? 1 : 0;
  return formatDelta(count, { divisor, decimals, suffix }).replace(" ", "");
}

/** What is known of the two captures, and what all this cannot show. */
function auditSection({ provenance }: GrowthReport, words: GrowthWords, width: number, style: Style): string[] {
  const notes = words.provenance.filter((_, at) => provenance[at]?.code !== "filter");
  const lines = [...notes, words.own, ...words.audit]
    .filter((text) => text !== "")
    .flatMap((text) => wrapText(`- ${text}`, width, "  "));
  return lines.length === 0 ? [] : ["What this rests on, and what it cannot show:", ...lines.map(style.dim)];
}

const MOST_ENTRIES = 5;
const INDENT = "    ";

/** The total, and where those that are more start. */
function goroutinesSection(goroutines: GoroutineEvidence | null, style: Style): string[] {
  if (goroutines === null) return [];
  const grown = goroutines.entries.filter(({ hasGrown }) => hasGrown);
  const width = style.width ?? Number.POSITIVE_INFINITY;
  const lines = grown.slice(0, MOST_ENTRIES).map((entry) => {
    const amount = `${INDENT}${entryCounts(entry)}  `;
    return amount + fitName(entry.entry, width - amount.length);
  });
  const rest = grown.length - lines.length;
  return [style.bold(goroutineTotal(goroutines)), ...lines, ...(rest > 0 ? [style.dim(`${INDENT}${rest} more`)] : [])];
}
