/** The report on a capture as GitHub takes it in an issue. */
import type { CaptureReport } from "../report/capture.ts";
import { standingLine, stepCells, subjectLine } from "./capture-summary.ts";
import { MOST_CHARACTERS, renderGrowthMarkdown } from "./markdown.ts";
import { renderAdviceMarkdown } from "./markdown-advise.ts";
import { codeSpan, inlineText } from "./markdown-text.ts";

/** `pictures`: files that lie beside the document, shown below its first part. */
export function renderCaptureMarkdown(report: CaptureReport, madeBy: string, pictures: readonly string[] = []): string {
  const { growth, advice, verdict } = report;
  const rest = [
    pictures.map((file) => `![${file.replace(/\.\w+$/, "")}](${file})`).join("\n"),
    steps(report),
    ["**Process**", "", inlineText(subjectLine(report)), inlineText(standingLine(report))]
      .filter((line) => line !== "")
      .join("\n\n"),
    events(report),
    advice === null ? "" : folded("Memory as a whole", renderAdviceMarkdown(advice)),
  ];
  const below = `${rest.filter((section) => section !== "").join("\n\n")}\n`;
  const above =
    growth === null
      ? `${inlineText(verdict.text)}\n`
      : renderGrowthMarkdown({ ...growth, verdict }, madeBy, MOST_CHARACTERS - below.length - 1);
  return `${above}\n${below}`;
}

function steps(report: CaptureReport): string {
  if (report.steps.length === 0) return "";
  const { heads, rows } = stepCells(report);
  const kept = heads.flatMap((head, index) => (head === "" ? [] : [index]));
  const line = (cells: readonly string[]): string => `| ${kept.map((index) => cells[index]).join(" | ")} |`;
  return [
    line(heads),
    `|${kept.map((index) => (index === heads.length - 1 ? ":---|" : "---:|")).join("")}`,
    ...rows.map((row) => line([...row.slice(0, -1).map(inlineText), cellOfTop(row.at(-1) as string)])),
  ].join("\n");
}

/** The amount as text, the frame as code. */
function cellOfTop(text: string): string {
  const [, amount, frame] = /^([+-]\S+ \S+) (.*)$/.exec(text) ?? [];
  return frame === undefined ? inlineText(text) : `${inlineText(amount as string)} ${codeSpan(frame)}`;
}

function events({ events: all }: CaptureReport): string {
  if (all.length === 0) return "";
  return folded("What happened meanwhile", all.map(({ time, text }) => `- ${time} ${inlineText(text)}`).join("\n"));
}

function folded(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body.trimEnd()}\n\n</details>`;
}
