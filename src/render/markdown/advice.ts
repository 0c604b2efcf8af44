/** The memory advice as Markdown. */

import type { AdviceReport } from "../../report/advice/report.ts";
import type { AdviceWords } from "../../wording/advice/words.ts";
import { helmLines, otherFindings, pasteLines, segmentRows } from "../advice-summary.ts";
import { inlineText, tableRow } from "./text.ts";

export function renderAdviceMarkdown(report: AdviceReport, words: AdviceWords): string {
  const rows = segmentRows(report);
  const steps = words.arithmetic;
  const sections = [
    words.verdict.map(inlineText),
    rows.length === 0
      ? []
      : [
          "| segment | bytes | ± | share | change | ± |",
          "|:---|---:|---:|---:|---:|---:|",
          ...rows.map((row) =>
            tableRow([row.name, row.bytes, row.certainty, row.share, row.change, row.changeCertainty]),
          ),
        ],
    otherFindings(report, words).map((text) => `- ${inlineText(text)}`),
    steps.length === 0
      ? []
      : [
          "Arithmetic, in MiB:",
          "",
          ...steps.map((step) => `- ${step.name}: \`${step.formula}\` = \`${step.numbers}\` = **${step.result}**`),
        ],
    ...pasteSections(report),
  ].filter((lines) => lines.length > 0);
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function pasteSections(report: AdviceReport): string[][] {
  const lines = pasteLines(report);
  if (lines.length === 0) return [];
  return [
    ["```sh", ...lines, "```"],
    ["```yaml", ...helmLines(report), "```"],
  ];
}
