/** A check for the terminal: outcome and verdict, then the suspects. */
import type { CheckReport } from "../../report/check/report.ts";
import type { CheckWords } from "../../wording/check.ts";
import { suspectLine } from "../ci/check-lines.ts";
import type { Style } from "./style.ts";
import { wrapText } from "./wrap.ts";

const WORDS = { clean: "ok", exceeded: "FAILED", unmeasurable: "unmeasurable" } as const;

export function renderCheckText(report: CheckReport, { verdict: text }: CheckWords, style: Style): string {
  const width = style.width ?? 80;
  const verdict = wrapText(`${WORDS[report.outcome]}: ${text}`, width);
  const suspects = report.outcome === "exceeded" ? report.suspects : [];
  const lines = suspects.flatMap((suspect) => wrapText(`  ${suspectLine(report, suspect)}`, width, "    "));
  return `${[...verdict.map(report.outcome === "clean" ? (text) => text : style.bold), ...lines].join("\n")}\n`;
}
