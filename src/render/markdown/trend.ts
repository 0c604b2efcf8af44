/** A trend as Markdown. */
import type { TrendReport } from "../../report/trend/trend.ts";
import type { TrendWords } from "../../wording/trend/words.ts";
import { trendCells } from "../trend-cells.ts";
import { codeSpan, inlineText, nameCell, tableRow } from "./text.ts";

export function renderTrendMarkdown(report: TrendReport, words: TrendWords): string {
  const { heads, rows } = trendCells(report);
  const notes = [
    ...report.dropped.map(({ source, reason }) => `- ${codeSpan(source)} is left out (${reason})`),
    ...words.provenance.map((text) => `- ${inlineText(text)}`),
  ];
  const sections = [
    [`**${inlineText(words.verdict)}**`],
    [
      tableRow(heads),
      "|:---|---:|---:|---:|---:|:---|:---|",
      ...rows.map((row) => tableRow([...row.slice(0, -1).map(inlineText), nameCell(row.at(-1) as string)])),
    ],
    ["`*` rises to the end, surely."],
    notes,
  ].filter((lines) => lines.length > 0);
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}
