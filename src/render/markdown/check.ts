/** A check as Markdown, for the summary of a job. */
import { chooseColumnUnit, formatDelta, formatPercent } from "../../measurement/delta.ts";
import type { CheckReport } from "../../report/check/report.ts";
import type { CheckWords } from "../../wording/check.ts";
import { plusMinus } from "../../wording/phrases.ts";
import { codeSpan, inlineText, nameCell, tableRow } from "./text.ts";

const TITLES = {
  clean: "Heap check passed",
  exceeded: "Heap check failed",
  unmeasurable: "Heap check: cannot be measured",
} as const;

export function renderCheckMarkdown(report: CheckReport, { verdict }: CheckWords): string {
  const sections = [`### ${TITLES[report.outcome]}`, inlineText(verdict), suspectsTable(report)];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function suspectsTable({ outcome, suspects, sampleType }: CheckReport): string {
  if (outcome !== "exceeded" || suspects.length === 0) return "";
  const unit = chooseColumnUnit(
    suspects.map(({ growth }) => growth),
    sampleType.unit,
  );
  return [
    tableRow(["growth", "±", "share", "allocated in", "from", "own", "fingerprint"]),
    "|---:|---:|---:|:---|:---|:---|:---|",
    ...suspects.map((suspect) =>
      tableRow([
        ...[formatDelta(suspect.growth, unit), plusMinus(suspect, unit).slice(1), formatPercent(suspect.share)],
        ...[nameCell(suspect.frame), nameCell(suspect.entry)],
        ...[suspect.ownFrame === null ? "" : nameCell(suspect.ownFrame), codeSpan(suspect.fingerprint)],
      ]),
    ),
  ].join("\n");
}
