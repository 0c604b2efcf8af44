/** A check as JUnit XML: one test case, failed if growth is beyond the budget, in error if it could not be measured. */
import type { CheckReport } from "../../report/check/report.ts";
import type { CheckWords } from "../../wording/check.ts";
import { suspectLine } from "./check-lines.ts";

export function renderJunit(report: CheckReport, { verdict }: CheckWords): string {
  const failures = report.outcome === "exceeded" ? 1 : 0;
  const errors = report.outcome === "unmeasurable" ? 1 : 0;
  const counts = `tests="1" failures="${failures}" errors="${errors}" skipped="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="heapblame" ${counts}>`,
    `  <testsuite name="heapblame check" ${counts}>`,
    `    <testcase classname="heapblame.check" name="${xmlText(`growth of ${report.scope} within ${report.maxGrowth} ${report.sampleType.unit}`)}" time="0">`,
    ...outcomeLines(report, verdict),
    `      <system-out>${xmlText(verdict)}</system-out>`,
    "    </testcase>",
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function outcomeLines(report: CheckReport, verdict: string): string[] {
  const message = xmlText(verdict);
  if (report.outcome === "unmeasurable") return [`      <error type="unmeasurable" message="${message}"/>`];
  if (report.outcome === "clean") return [];
  const lines = report.suspects.map((suspect) => suspectLine(report, suspect)).join("\n");
  return [`      <failure type="heap-growth" message="${message}">${xmlText(lines)}</failure>`];
}

/** Text inside XML: what XML 1.0 has no way to write, lone surrogates among it, is replaced. */
function xmlText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");
}
