/**
 * The growth report for a terminal or a pipe: what grew, who allocated it, what piles up or holds, the next step; then the frames that are surely
 * something, and one line for all the rest. With `--explain` all there is.
 */
import type { GrowthReport } from "../../report/growth/growth.ts";
import type { GrowthWords } from "../../wording/growth/words.ts";
import { allocatedLines, nextLines } from "./allocated.ts";
import { detailSections } from "./growth-details.ts";
import { headlineLines } from "./headline.ts";
import type { Style } from "./style.ts";
import { sureFrames } from "./sure-frames.ts";
import { wrapText } from "./wrap.ts";

/** Prose in longer lines is hard to read. */
const WIDEST_TEXT = 100;

export function renderGrowthText(report: GrowthReport, words: GrowthWords, style: Style, isExplained = false): string {
  const width = Math.min(style.width ?? WIDEST_TEXT, WIDEST_TEXT);
  const sections = [
    paragraph(words, width, style),
    ...(isExplained
      ? detailSections(report, words, width, style)
      : [sureFrames(report, width, style), notesLine(report, words, style)]),
  ];
  const shown = sections.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** What is said first, a line for each thing. */
function paragraph(words: GrowthWords, width: number, style: Style): string[] {
  const { leading, allocated, following, next } = words;
  return [
    ...leading.flatMap((text) => wrapText(text, width).map(style.bold)),
    ...headlineLines(words, width, style),
    ...(allocated === null ? [] : allocatedLines(allocated, width, style)),
    ...following.flatMap((text) => wrapText(text, width)),
    ...nextLines(next, width),
  ];
}

/** What is not printed here, and how to see it. */
function notesLine({ provenance, audit }: GrowthReport, words: GrowthWords, style: Style): string[] {
  const notes = provenance.filter(({ code }) => code !== "filter").length + audit.length + words.kinds.length;
  return notes === 0 ? [] : [style.dim(`${notes} ${notes === 1 ? "note" : "notes"}: --explain`)];
}
