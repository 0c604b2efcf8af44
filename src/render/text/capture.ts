/** The report on a capture for a terminal or a pipe. */
import type { CaptureReport } from "../../report/capture/capture.ts";
import type { AdviceWords } from "../../wording/advice/words.ts";
import type { CaptureWords } from "../../wording/capture.ts";
import { type StepCells, standingLine, stepCells, subjectLine } from "../capture-summary.ts";
import { hasGrown } from "../trend-cells.ts";
import { renderAdviceText } from "./advice.ts";
import { fitName } from "./fit-name.ts";
import { renderGrowthText } from "./growth.ts";
import type { Style } from "./style.ts";
import { sureFrames } from "./sure-frames.ts";
import { layOut } from "./table.ts";
import { trendLines } from "./trend.ts";
import { wrapText } from "./wrap.ts";

const WIDEST_TEXT = 100;

export function renderCaptureText(
  report: CaptureReport,
  words: CaptureWords,
  style: Style,
  isExplained = false,
): string {
  const { advice } = report;
  const width = Math.min(style.width ?? WIDEST_TEXT, WIDEST_TEXT);
  const lines = (text: string): string => wrapText(text, width).join("\n");
  const sections = [
    words.leading
      .flatMap((text) => wrapText(text, width))
      .map(style.bold)
      .join("\n"),
    ...courseSections(report, words, width, style, isExplained),
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

/** The series first, then the frames that grew between its two ends; the ends alone where there is no series. */
function courseSections(
  { growth, trend }: CaptureReport,
  words: CaptureWords,
  width: number,
  style: Style,
  isExplained: boolean,
): string[] {
  if (growth === null || words.growth === null) return [wrapText(words.verdict, width).join("\n")];
  const ends = renderGrowthText(growth, words.growth, style, isExplained).trimEnd();
  if (trend === null || words.trend === null) return [ends];
  const series = trendLines(trend, words.trend, width, style).join("\n");
  if (isExplained) return [series, ends];
  return [series, hasGrown(trend) ? sureFrames(growth, width, style).join("\n") : ""];
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
