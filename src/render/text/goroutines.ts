/** The goroutine report for a terminal: a row an entry, and below it where its goroutines stand. */
import type { EntryGrowth, GoroutineReport } from "../../report/goroutines/goroutines.ts";
import type { GoroutineWords } from "../../wording/goroutines.ts";
import { changedStacks, changeText, countText, entryCounts, goroutineTotal, standsText } from "../goroutine-summary.ts";
import { fitName } from "./fit-name.ts";
import type { Style } from "./style.ts";
import { wrapText } from "./wrap.ts";

const MOST_ENTRIES = 15;
const MOST_STACKS = 2;
const INDENT = "    ";
const WIDEST_TEXT = 100;

export function renderGoroutinesText(report: GoroutineReport, words: GoroutineWords, style: Style): string {
  const changed = report.entries.filter(({ delta }) => delta !== 0);
  const shown = changed.slice(0, MOST_ENTRIES);
  const rest = report.entries.length - shown.length;
  const lines = [
    ...words.findings.flatMap((text) => wrapText(text, style.width ?? WIDEST_TEXT)),
    ...(words.findings.length === 0 ? [] : [""]),
    style.bold(goroutineTotal(report)),
    "",
    ...(shown.length === 0 ? ["No entry function has more or fewer goroutines than before."] : []),
    ...shown.flatMap((entry) => entryLines(entry, style)),
    ...(rest === 0
      ? []
      : ["", style.dim(`${countText(rest)} more entry functions, ${changeText(restOf(report, shown))}`)]),
  ];
  return `${lines.join("\n")}\n`;
}

function entryLines(entry: EntryGrowth, style: Style): string[] {
  const width = style.width ?? Number.POSITIVE_INFINITY;
  const amount = `${entryCounts(entry)}  `;
  const paint = entry.delta > 0 ? style.grown : style.shrunk;
  const created = entry.createdBy === null ? [] : [`created by ${entry.createdBy}`];
  const stacks = changedStacks(entry)
    .slice(0, MOST_STACKS)
    .map((stack) => `${changeText(stack.delta)} ${standsText(stack)}`);
  const details = [...created, ...stacks]
    .flatMap((line) => wrapText(INDENT + line, width, `${INDENT}  `))
    .map(style.dim);
  return [paint(amount) + style.bold(fitName(entry.entry, width - amount.length)), ...details];
}

function restOf(report: GoroutineReport, shown: readonly EntryGrowth[]): number {
  return report.delta - shown.reduce((sum, { delta }) => sum + delta, 0);
}
