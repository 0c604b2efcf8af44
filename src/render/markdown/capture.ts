/** The report on a capture as GitHub takes it in an issue: what matters is in sight, the rest is folded, and all of it fits. */
import type { CaptureReport } from "../../report/capture/capture.ts";
import type { CaptureWords } from "../../wording/capture.ts";
import { standingLine, stepCells, subjectLine } from "../capture-summary.ts";
import { renderAdviceMarkdown } from "./advice.ts";
import { fillDocument, growthParts, signature } from "./growth.ts";
import { codeSpan, folded, inlineText, MOST_CHARACTERS, nameCell, nameSpan, tableRow } from "./text.ts";
import { trendHead } from "./trend.ts";

const MOST_STEPS = 20;
const MOST_EVENTS = 40;
const LONGEST_EVENT = 200;

/** `pictures`: files that lie beside the document, shown below its first part. `most`: characters of the whole. */
export function renderCaptureMarkdown(
  report: CaptureReport,
  words: CaptureWords,
  madeBy: string,
  pictures: readonly string[] = [],
  most: number = MOST_CHARACTERS,
): string {
  const { growth, advice } = report;
  const parts = growth === null || words.growth === null ? undefined : growthParts(growth, words.growth);
  return fillDocument(
    [
      words.leading.map((text) => `**${inlineText(text)}**`).join("\n\n"),
      courseOf(report, words) ?? parts?.head ?? inlineText(words.verdict),
      pictures.map((file) => `![${file.replace(/\.\w+$/, "")}](${file})`).join("\n"),
      steps(report),
      `**Process**\n\n${subjectLine(report, nameSpan)}`,
      inlineText(standingLine(report)),
      events(report),
      advice === null || words.advice === null
        ? ""
        : folded("Memory as a whole", renderAdviceMarkdown(advice, words.advice)),
      report.trend === null || parts === undefined ? "" : folded("First against last", parts.head),
      parts?.frames ?? "",
      parts?.audit ?? "",
      signature(madeBy),
    ],
    most,
  );
}

/** The series in sight; undefined where there is none. */
function courseOf({ trend, growth }: CaptureReport, words: CaptureWords): string | undefined {
  if (trend === null || growth === null || words.trend === null) return undefined;
  return trendHead(trend, words.trend);
}

function steps(report: CaptureReport): string {
  if (report.steps.length === 0) return "";
  const { heads, rows, left } = stepCells(report, MOST_STEPS);
  const kept = heads.flatMap((head, index) => (head === "" ? [] : [index]));
  const line = (cells: readonly string[]): string => tableRow(kept.map((index) => cells[index] as string));
  const frameOf = (cells: readonly string[]): string => (cells.at(-1) === "" ? "" : nameCell(cells.at(-1) as string));
  const table = [
    line(heads),
    `|${kept.map((index) => (index === heads.length - 1 ? ":---|" : "---:|")).join("")}`,
    ...rows.map((cells) => line([...cells.slice(0, -1).map(inlineText), frameOf(cells)])),
  ];
  return ["Step by step:", table.join("\n"), left].filter((part) => part !== "").join("\n\n");
}

function events({ events: all }: CaptureReport): string {
  if (all.length === 0) return "";
  const left = all.length - MOST_EVENTS;
  const lines = all
    .slice(0, MOST_EVENTS)
    .map(
      ({ time, kind, text }) =>
        `- ${inlineText(time)} ${kind === "during" ? codeSpan(cut(text)) : inlineText(cut(text))}`,
    );
  return folded("What happened meanwhile", [...lines, ...(left > 0 ? [`- ${left} more`] : [])].join("\n"));
}

function cut(text: string): string {
  return text.length > LONGEST_EVENT ? `${text.slice(0, LONGEST_EVENT)}\u2026` : text;
}
