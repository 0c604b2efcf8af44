/** A trend as Markdown: what the series did in sight, every row and all notes folded. */

import type { TrendReport } from "../../report/trend/report.ts";
import type { TrendWords } from "../../wording/trend/words.ts";
import { allCells, hasGrown, sureCells, type TrendCells } from "../trend-cells.ts";
import { codeSpan, folded, inlineText, nameCell, sentenceText, tableRow } from "./text.ts";

export function renderTrendMarkdown(report: TrendReport, words: TrendWords): string {
  const sections = [trendHead(report, words), trendDetails(report, words)].filter((section) => section !== "");
  return `${sections.join("\n\n")}\n`;
}

/** What is in sight. */
export function trendHead(report: TrendReport, words: TrendWords): string {
  const { leading, allocated, following, next } = words;
  const [first = "", ...others] = leading;
  const places = allocated?.places.map(({ name, amount, share }) => tableRow([nameCell(name), amount, share])) ?? [];
  const sure = hasGrown(report) ? sureCells(report) : undefined;
  return [
    `**${inlineText(first)}**`,
    others.map(inlineText).join(" "),
    places.length === 0
      ? ""
      : [tableRow([inlineText(allocated?.lead ?? ""), "growth", "share"]), "|:---|---:|---:|", ...places].join("\n"),
    following.map(sentenceText).join(" "),
    next.length === 0 ? "" : ["```sh", ...next, "```"].join("\n"),
    sure === undefined || sure.rows.length === 0 ? "" : frameFirst(sure),
  ]
    .filter((section) => section !== "")
    .join("\n\n");
}

/** What is folded. */
export function trendDetails(report: TrendReport, words: TrendWords): string {
  const { heads, rows } = allCells(report);
  const table = [
    tableRow(heads),
    "|:---|---:|---:|---:|---:|:---|:---|",
    ...rows.map((row) => tableRow([...row.slice(0, -1).map(inlineText), nameCell(row.at(-1) as string)])),
  ];
  const notes = [
    ...report.dropped.map(({ source, reason }) => `- ${codeSpan(source)} is left out (${reason})`),
    ...words.provenance.map((text) => `- ${inlineText(text)}`),
  ];
  const legend = "`*` rises to the end, surely.";
  const body = [table.join("\n"), legend, notes.join("\n")].filter((part) => part !== "");
  return folded(`All ${rows.length} rows and ${notes.length} notes`, body.join("\n\n"));
}

function frameFirst({ heads, rows, left, leftGrowth }: TrendCells): string {
  const kept = [0, 1, 2];
  const line = (cells: readonly string[]): string[] => kept.map((at) => inlineText(cells[at] ?? ""));
  const rest = left === 0 ? [] : [tableRow([`${left} more`, leftGrowth, "", ""])];
  return [
    tableRow(["frame", ...line(heads)]),
    "|:---|---:|---:|:---|",
    ...rows.map((row) => tableRow([nameCell(row.at(-1) as string), ...line(row)])),
    ...rest,
  ].join("\n");
}
