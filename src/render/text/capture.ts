/** The report on a capture for a terminal or a pipe. */
import type { CaptureReport } from "../../report/capture/capture.ts";
import type { AdviceWords } from "../../wording/advise/words.ts";
import type { CaptureWords } from "../../wording/capture.ts";
import { type StepCells, standingLine, stepCells, subjectLine } from "../capture-summary.ts";
import { renderAdviceText } from "./advise.ts";
import { fitName } from "./fit-name.ts";
import { renderGrowthText } from "./growth.ts";
import type { Style } from "./style.ts";
import { layOut } from "./table.ts";
import { wrapText } from "./wrap.ts";

const WIDEST_TEXT = 100;

export function renderCaptureText(
  report: CaptureReport,
  words: CaptureWords,
  style: Style,
  isExplained = false,
): string {
  const { growth, advice } = report;
  const width = Math.min(style.width ?? WIDEST_TEXT, WIDEST_TEXT);
  const lines = (text: string): string => wrapText(text, width).join("\n");
  const sections = [
    ...(growth === null || words.growth === null
      ? [lines(words.verdict)]
      : [
          words.trend === null ? "" : lines(`Over the whole series: ${words.trend.verdict}`),
          renderGrowthText(growth, words.growth, style, isExplained).trimEnd(),
        ]),
    steps(report, style),
    [style.bold("Process:"), lines(subjectLine(report)), lines(standingLine(report))]
      .filter((line) => line !== "")
      .join("\n"),
    events(report, width, style),
    advice === null || words.advice === null
      ? ""
      : `${style.bold("Memory as a whole:")}\n${renderAdviceText(advice, withoutArithmetic(words.advice), style).trimEnd()}`,
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** `heapblame advise` shows it, from the same directory. */
function withoutArithmetic(words: AdviceWords): AdviceWords {
  return { ...words, arithmetic: [] };
}

function steps(report: CaptureReport, style: Style): string {
  if (report.steps.length === 0) return "";
  const { heads, rows } =
    (style.width ?? WIDEST_TEXT) < WIDEST_TEXT ? withoutAmounts(stepCells(report)) : stepCells(report);
  const table = layOut({ heads, rows, width: style.width, fitLast: fitName, paint: (_row, _column, text) => text });
  return `${style.bold("Step by step:")}\n${table}`;
}

/** Where columns are few, the frame's name needs them more than its amount does. */
function withoutAmounts({ heads, rows, ...rest }: StepCells): StepCells {
  const kept = (cells: readonly string[]): string[] => cells.filter((_, index) => index !== heads.length - 3);
  return { ...rest, heads: [...kept(heads).slice(0, -1), "most in"], rows: rows.map(kept) };
}

function events({ events: all }: CaptureReport, width: number, style: Style): string {
  if (all.length === 0) return "";
  const lines = all.flatMap(({ time, text }) => wrapText(`- ${time.slice(11, 19)} ${text}`, width, "  "));
  return [style.bold("What happened meanwhile (UTC):"), ...lines].join("\n");
}
