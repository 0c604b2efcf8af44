/**
 * A trend for the terminal: what the series did, who allocated what it grew by, what piles up or holds, the next step; then the functions that surely
 * grew or shrank, and one line for all the rest. With `--explain` all there is.
 */
import type { TrendReport } from "../../report/trend/report.ts";
import type { TrendWords } from "../../wording/trend/words.ts";
import { allCells, hasGrown, sureCells, type TrendCells } from "../trend-cells.ts";
import { allocatedLines, nextLines } from "./allocated.ts";
import { fitName } from "./fit-name.ts";
import { sparkline } from "./sparkline.ts";
import type { Style } from "./style.ts";
import { layOut } from "./table.ts";
import { wrapText } from "./wrap.ts";

/** Prose in longer lines is hard to read. */
const WIDEST_TEXT = 100;

export function renderTrendText(report: TrendReport, words: TrendWords, style: Style, isExplained = false): string {
  const width = Math.min(style.width ?? WIDEST_TEXT, WIDEST_TEXT);
  const sections = [
    trendLines(report, words, width, style),
    ...(isExplained
      ? [...everyRow(report, width, style), noteLines(report, words, width).map(style.dim)]
      : [[...sureRows(report, style), ...notesLine(report, words, style)]]),
  ].filter((lines) => lines.length > 0);
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** What is said first, a line for each thing. */
export function trendLines(report: TrendReport, words: TrendWords, width: number, style: Style): string[] {
  const { leading, allocated, following, next } = words;
  const course = report.trend.values.length < 2 ? [] : [sparkline(report.trend.values)];
  return [
    ...leading.flatMap((text, at) => wrapText(text, width).map(at === 0 ? style.bold : (line) => line)),
    ...course,
    ...(allocated === null ? [] : allocatedLines(allocated, width, style)),
    ...following.flatMap((text) => wrapText(text, width)),
    ...nextLines(next, width),
  ];
}

/** None where the series did not grow: a table would only show noise. */
function sureRows(report: TrendReport, style: Style): string[] {
  if (!hasGrown(report)) return [];
  const cells = sureCells(report);
  const { left, leftGrowth } = cells;
  const together = leftGrowth === "" ? "" : `, ${leftGrowth} together`;
  const rest = left === 0 ? [] : [style.dim(`${framesText(left)}${together}`)];
  return cells.rows.length === 0 ? rest : [table(cells, style), ...rest];
}

function everyRow(report: TrendReport, width: number, style: Style): string[][] {
  const cells = allCells(report);
  const rest = cells.left > 0 ? [style.dim(framesText(cells.left))] : [];
  const legend = `${report.sort} values; * rises to the end, surely (of the frames at 5 % false discoveries over all)`;
  return [[table(cells, style), ...rest], wrapText(legend, width).map(style.dim)];
}

function framesText(count: number): string {
  return `${count} more ${count === 1 ? "frame" : "frames"}`;
}

function table({ heads, rows }: TrendCells, style: Style): string {
  return layOut({
    heads,
    rows,
    width: style.width,
    fitLast: fitName,
    paint: (row, column, text) => (column === 0 && rows[row]?.[0]?.endsWith("*") ? style.grown(text) : text),
  });
}

/** What is not printed here, and how to see it. */
function notesLine({ dropped, provenance }: TrendReport, _: TrendWords, style: Style): string[] {
  const notes = dropped.length + provenance.length;
  return notes === 0 ? [] : [style.dim(`${notes} ${notes === 1 ? "note" : "notes"}: --explain`)];
}

function noteLines(report: TrendReport, words: TrendWords, width: number): string[] {
  return [...report.dropped.map(droppedText), ...words.provenance].flatMap((text) =>
    wrapText(`- ${text}`, width, "  "),
  );
}

export function droppedText({ source, reason }: TrendReport["dropped"][number]): string {
  const why = reason === "repeated" ? "it repeats the state of the capture before it" : "it is of another process";
  return `${source} is left out: ${why}.`;
}
