/** A trend for the terminal: what it comes to, then the total and the functions. */
import type { TrendReport } from "../../report/trend/trend.ts";
import type { TrendWords } from "../../wording/trend/words.ts";
import { trendCells } from "../trend-cells.ts";
import { fitName } from "./fit-name.ts";
import type { Style } from "./style.ts";
import { layOut } from "./table.ts";
import { wrapText } from "./wrap.ts";

export function renderTrendText(report: TrendReport, words: TrendWords, style: Style): string {
  const width = style.width ?? 80;
  const { heads, rows } = trendCells(report);
  const table = layOut({
    heads,
    rows,
    width: style.width,
    fitLast: fitName,
    paint: (row, column, text) => (column === 0 && rows[row]?.[0]?.endsWith("*") ? style.grown(text) : text),
  });
  const sections = [
    wrapText(words.verdict, width).map(style.bold),
    [table, ...(report.omitted > 0 ? [style.dim(`${report.omitted} more frames`)] : [])],
    [
      ...wrapText(
        `${report.sort} values; * rises to the end, surely (of the frames at 5 % false discoveries over all)`,
        width,
      ),
    ].map(style.dim),
    droppedLines(report, words, width).map(style.dim),
  ].filter((lines) => lines.length > 0);
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function droppedLines({ dropped }: TrendReport, words: TrendWords, width: number): string[] {
  const left = dropped.map(
    ({ source, reason }) =>
      `${source} is left out: ${reason === "repeated" ? "it repeats the state of the capture before it" : "it is of another process"}.`,
  );
  return [...left, ...words.provenance].flatMap((text) => wrapText(`- ${text}`, width, "  "));
}
