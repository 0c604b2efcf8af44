/** The goroutine report as Markdown. */
import type { GoroutineReport } from "../../report/goroutines/goroutines.ts";
import type { GoroutineWords } from "../../wording/goroutines.ts";
import { changedStacks, changeText, countText, goroutineTotal, perIterationText } from "../goroutine-summary.ts";
import { inlineText, nameCell, tableRow } from "./text.ts";

const MOST_ENTRIES = 50;

export function renderGoroutinesMarkdown(report: GoroutineReport, words: GoroutineWords): string {
  const changed = report.entries.filter(({ delta }) => delta !== 0);
  const rest = report.entries.length - Math.min(changed.length, MOST_ENTRIES);
  const rows = changed.slice(0, MOST_ENTRIES).map((entry) => {
    const [stack] = changedStacks(entry);
    const cells = [
      changeText(entry.delta),
      `${countText(entry.base)} -> ${countText(entry.current)}`,
      perIterationText(entry),
      nameCell(entry.entry),
      entry.createdBy === null ? "" : nameCell(entry.createdBy),
      stack === undefined
        ? ""
        : nameCell(stack.waitsIn) + (stack.state === null ? "" : ` (${inlineText(stack.state)})`),
    ];
    return tableRow(cells);
  });
  const table = [
    "| change | base -> current | rate | starts in | created by | changed most in |",
    "|---:|---:|---:|:---|:---|:---|",
    ...rows,
  ];
  const lines = [
    ...words.findings.flatMap((text) => [inlineText(text), ""]),
    `**${inlineText(goroutineTotal(report))}**`,
    "",
    ...(rows.length === 0 ? ["No entry function has more or fewer goroutines than before."] : table),
    ...(rest === 0 ? [] : ["", `${countText(rest)} more entry functions`]),
  ];
  return `${lines.join("\n")}\n`;
}
