/**
 * The growth report as GitHub takes it in an issue: a summary, a table of the top frames, more of them folded away, and how it was made.
 * Never longer than a comment may be.
 */
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatPercent, formatValue } from "../measurement/delta.ts";
import type { FrameGrowth, GrowthReport } from "../report/growth.ts";
import { foldPath } from "./growth-path.ts";
import { grossLine, programLine, shareLine, timeLine, totalsLine, unitOf } from "./growth-summary.ts";

/** What GitHub accepts in one comment. */
const MOST_CHARACTERS = 65_536;
const TOP_ROWS = 10;

export function renderGrowthMarkdown(report: GrowthReport, madeBy: string): string {
  const unit = unitOf(report);
  const top = report.functions.slice(0, TOP_ROWS);
  const head = [
    `**${inline(totalsLine(report, unit))}**`,
    "",
    `${inline(programLine(report))}; ${timeLine(report)}; ${grossLine(report, unit)}`,
    ...report.notices.map((notice) => `> ${inline(notice.text)}`),
    "",
    ...table(top, report, unit),
    "",
    `${shareLine(report, unit)}; \`*\` new, \`x\` gone`,
    "",
    ...path(report, unit),
  ].join("\n");
  const foot = `\n<sub>${inline(madeBy)}</sub>\n`;
  const room = MOST_CHARACTERS - head.length - foot.length;
  return head + details(report, unit, room) + foot;
}

function path(report: GrowthReport, unit: ColumnUnit): string[] {
  if (report.path.length === 0) return [];
  const lines = foldPath(report.path).map(({ frame, skipped }) => {
    if (skipped > 0) return `1. ... ${skipped} more with the same growth`;
    return `1. ${formatDelta(frame.delta, unit)} (${formatPercent(frame.share)}) ${code(frame.name)}`;
  });
  return ["Heaviest path, root first:", "", ...lines, "", ""];
}

/** As many of the remaining rows as fit. */
function details(report: GrowthReport, unit: ColumnUnit, room: number): string {
  const rest = report.functions.slice(TOP_ROWS);
  if (rest.length === 0 && report.omitted.count === 0) return "";
  const [header, rule, ...rows] = table(rest, report, unit);
  const frame = (kept: number): string => {
    const left = report.functions.length - TOP_ROWS - kept + report.omitted.count;
    const dropped = rest
      .slice(kept)
      .reduce((sum, row) => sum + Number(row.deltaFlat), Number(report.omitted.deltaFlat));
    const others = left > 0 ? [`\n${left} more frames: ${formatDelta(dropped, unit)}`] : [];
    return [
      `<details><summary>${kept + left} more frames</summary>`,
      "",
      header,
      rule,
      ...rows.slice(0, kept),
      ...others,
      "",
      "</details>",
      "",
    ].join("\n");
  };
  let kept = rows.length;
  while (kept > 0 && frame(kept).length > room) kept = Math.floor(kept * 0.9);
  return frame(kept);
}

function table(rows: readonly FrameGrowth[], report: GrowthReport, unit: ColumnUnit): string[] {
  const counts = chooseColumnUnit([], "count");
  const isCum = report.sort === "cum";
  const lines = rows.map((row) => {
    const before = isCum ? row.baseCum : row.baseFlat;
    const after = isCum ? row.currentCum : row.currentFlat;
    const mark = row.change === "new" ? "`*` " : row.change === "gone" ? "`x` " : "";
    return [
      formatDelta(row.deltaFlat, unit),
      formatDelta(row.deltaCum, unit),
      formatPercent(isCum ? row.shareCum : row.share),
      `${formatValue(before, unit)} -> ${formatValue(after, unit)}`,
      row.deltaObjects === null ? "" : formatDelta(row.deltaObjects, counts),
      mark + code(row.name),
    ];
  });
  return [
    "| flat | cum | share | base -> current | objects | frame |",
    "|---:|---:|---:|---:|---:|:---|",
    ...lines.map((cells) => `| ${cells.join(" | ")} |`),
  ];
}

/** A code span that survives backquotes and table bars in the name. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return fence + pad + text.replaceAll("|", "\\|").replaceAll("\n", " ") + pad + fence;
}

/** Text that Markdown and HTML leave alone. */
function inline(text: string): string {
  return text
    .replace(/[\\`*_[\]|]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");
}
