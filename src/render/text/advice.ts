/** The memory advice for a terminal. */

import type { AdviceReport } from "../../report/advice/report.ts";
import type { AdviceWords } from "../../wording/advice/words.ts";
import { helmLines, otherFindings, pasteLines, segmentRows } from "../advice-summary.ts";
import type { Style } from "./style.ts";
import { layOut } from "./table.ts";
import { wrapText } from "./wrap.ts";

const WIDEST_TEXT = 100;
const INDENT = "    ";

/** Short, or with `isExplained` all there is: every finding, and the arithmetic. */
export function renderAdviceText(report: AdviceReport, words: AdviceWords, style: Style, isExplained = false): string {
  const width = Math.min(style.width ?? WIDEST_TEXT, WIDEST_TEXT);
  const limiting = otherFindings(report, words, ({ severity }) => severity !== "note");
  const notes = otherFindings(report, words, ({ severity }) => severity === "note");
  const findings = (isExplained ? [...limiting, ...notes] : limiting).flatMap((text) =>
    wrapText(`- ${text}`, width, "  "),
  );
  const left = notes.length + (words.arithmetic.length > 0 ? 1 : 0);
  const sections = [
    words.verdict.flatMap((text) => wrapText(text, width)),
    segments(report, style),
    findings.length === 0 ? [] : [style.bold("Findings:"), ...findings],
    isExplained ? arithmetic(words, width, style) : [],
    paste(report, style),
    isExplained || left === 0 ? [] : [style.dim(`${left} ${left === 1 ? "note" : "notes"}: --explain`)],
  ].filter((lines) => lines.length > 0);
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function arithmetic({ arithmetic: steps }: AdviceWords, width: number, style: Style): string[] {
  if (steps.length === 0) return [];
  return [
    style.bold("Arithmetic, in MiB:"),
    ...steps.flatMap(({ name, formula, numbers, result }) => [
      ...wrapText(`${name}: ${formula}`, width, INDENT),
      ...wrapText(`${INDENT}= ${numbers} = ${result}`, width, INDENT).map(style.dim),
    ]),
  ];
}

function segments(report: AdviceReport, style: Style): string[] {
  const rows = segmentRows(report);
  if (rows.length === 0) return [];
  const hasChange = report.growth !== null;
  const table = layOut({
    heads: ["bytes", "±", "share", ...(hasChange ? ["change", "±"] : []), "", "segment"],
    rows: rows.map((row) => [
      ...[row.bytes, row.certainty, row.share],
      ...(hasChange ? [row.change, row.changeCertainty] : []),
      ...["", row.name],
    ]),
    width: style.width,
    fitLast: (text) => text,
    paint: (_row, _column, text) => text,
  });
  return [table];
}

function paste(report: AdviceReport, style: Style): string[] {
  const lines = pasteLines(report);
  if (lines.length === 0) return [];
  const helm = helmLines(report).map((line) => INDENT + line);
  return [style.bold("To paste:"), ...lines.map((line) => INDENT + line), "or in a chart's values:", ...helm];
}
