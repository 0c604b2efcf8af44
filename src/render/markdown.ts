/**
 * The growth report as GitHub takes it in an issue: a summary, a table of the top frames, more of them folded away, and how it was made.
 * Never longer than a comment may be.
 */
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatPercent, formatValue } from "../measurement/delta.ts";
import type { FrameGrowth, GrowthReport, SuspectGrowth } from "../report/growth.ts";
import { certainty, cumCertainty, objectsCertainty } from "./certainty-cells.ts";
import { entryCounts, goroutineTotal } from "./goroutine-summary.ts";
import {
  grossLine,
  matchedLine,
  plusMinus,
  programLine,
  shareLine,
  suspectFacts,
  timeLine,
  totalsLine,
  unitOf,
} from "./growth-summary.ts";
import { kindCells } from "./kind-cells.ts";
import { codeSpan as code, inlineText as inline } from "./markdown-text.ts";
import { moduleRows, type OwnerRows, packageRows } from "./owner-cells.ts";

/** What GitHub accepts in one comment. */
export const MOST_CHARACTERS = 65_536;
const TOP_ROWS = 10;

/** `most`: characters of the whole. */
export function renderGrowthMarkdown(report: GrowthReport, madeBy: string, most: number = MOST_CHARACTERS): string {
  const unit = unitOf(report);
  const top = report.functions.slice(0, TOP_ROWS);
  const head = [
    inline(report.verdict.text),
    "",
    `**${inline(totalsLine(report, unit))}**`,
    "",
    [inline(programLine(report)), timeLine(report), matchedLine(report), grossLine(report, unit)]
      .filter((part) => part !== undefined)
      .join("; "),
    ...report.provenance
      .filter(({ severity, code }) => severity !== "note" || code === "filter")
      .map(({ text }) => `> ${inline(text)}`),
    "",
    ...suspects(report, unit),
    ...goroutines(report),
    ...table(top, report, unit),
    "",
    `${shareLine(report, unit)}; \`*\` new, \`x\` gone${report.certainty === null ? "" : ", `~` within sampling noise"}`,
    "",
    ...owners(report, unit),
    ...kinds(report, unit),
    "",
  ].join("\n");
  const foot = `${audit(report)}\n<sub>${inline(madeBy)}</sub>\n`;
  const room = most - head.length - foot.length;
  return head + details(report, unit, room) + foot;
}

const MOST_SUSPECTS = 8;

function suspects({ suspects: all }: GrowthReport, unit: ColumnUnit): string[] {
  if (all.length === 0) return [];
  const left = all.length - MOST_SUSPECTS;
  const more = left > 0 ? [`\n${left} more suspects`] : [];
  return ["Suspects:", "", ...all.slice(0, MOST_SUSPECTS).map((suspect) => suspectItem(suspect, unit)), ...more, ""];
}

function suspectItem(suspect: SuspectGrowth, unit: ColumnUnit): string {
  const { frame, entry, leaf, ownFrame } = suspect;
  const amount = `${formatDelta(suspect.growth, unit)} ${plusMinus(suspect, unit)}`.trimEnd();
  const names = [
    ...(entry === frame ? [] : [`from ${code(entry)}`]),
    ...(leaf === frame ? [] : [`via ${code(leaf)}`]),
    ...(ownFrame === null || [frame, entry, leaf].includes(ownFrame) ? [] : [`own ${code(ownFrame)}`]),
  ];
  return `1. **${amount}** (${formatPercent(suspect.share)}) ${[code(frame), ...names, ...suspectFacts(suspect)].join(", ")}`;
}

const MOST_ENTRIES = 8;

function goroutines({ goroutines: beside }: GrowthReport): string[] {
  if (beside === null) return [];
  const grown = beside.entries.filter(({ hasGrown }) => hasGrown);
  const left = grown.length - MOST_ENTRIES;
  return [
    `**${goroutineTotal(beside)}**`,
    "",
    ...grown.slice(0, MOST_ENTRIES).map((entry) => `- ${entryCounts(entry)} ${code(entry.entry)}`),
    ...(left > 0 ? [`- ${left} more`] : []),
    ...(grown.length > 0 ? [""] : []),
  ];
}

const MOST_OWNERS = 8;

/** Every byte counts for one module and one package. */
function owners(report: GrowthReport, unit: ColumnUnit): string[] {
  return [
    ...ownerTable(moduleRows(report, MOST_OWNERS, unit), "module"),
    ...ownerTable(packageRows(report, MOST_OWNERS, unit), "package"),
  ];
}

function ownerTable({ rows, left, head }: OwnerRows, kind: "module" | "package"): string[] {
  if (rows.length < 2) return [];
  return [
    `| ${head} | ± | share | ${kind} |`,
    "|---:|---:|---:|:---|",
    ...rows.map(
      ({ cells: [growth, plusMinus, share, name] }) => `| ${growth} | ${plusMinus} | ${share} | ${code(name)} |`,
    ),
    ...(left > 0 ? ["", `${left} more ${left === 1 ? kind : `${kind}s`} changed`] : []),
    "",
  ];
}

function kinds({ kinds: found, verdict }: GrowthReport, unit: ColumnUnit): string[] {
  if (found === null) return [];
  const { heads, rows, left } = kindCells(found, unit);
  return [
    `| ${heads.join(" | ")} |`,
    "|---:|---:|---:|---:|---:|---:|:---|",
    ...rows.map((cells) => `| ${[...cells.slice(0, -1), code(cells.at(-1) as string)].join(" | ")} |`),
    ...(left > 0 ? ["", `${left} more Kinds`] : []),
    "",
    ...found.text.filter((text) => !verdict.text.includes(text)).map(inline),
    "",
  ];
}

/** What is known of the captures, and what the report cannot show. */
function audit({ provenance, audit: gaps }: GrowthReport): string {
  const notes = provenance.filter(({ severity, code: of }) => severity === "note" && of !== "filter");
  const lines = [...notes, ...gaps].map(({ text }) => `- ${inline(text)}`);
  if (lines.length === 0) return "";
  const title = "What this rests on, and what it cannot show";
  return `\n<details><summary>${title}</summary>\n\n${lines.join("\n")}\n\n</details>\n`;
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

function signed(cell: string): string {
  return cell === "" || cell === "~" ? cell : `±${cell}`;
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
      signed(certainty(row, unit)),
      formatDelta(row.deltaCum, unit),
      signed(cumCertainty(row, unit)),
      formatPercent(isCum ? row.shareCum : row.share),
      `${formatValue(before, unit)} -> ${formatValue(after, unit)}`,
      row.deltaObjects === null ? "" : formatDelta(row.deltaObjects, counts),
      signed(objectsCertainty(row, (count) => formatDelta(Math.round(count), counts))),
      mark + code(row.name),
    ];
  });
  return [
    "| flat | ± | cum | ± | share | base -> current | objects | ± | frame |",
    "|---:|---:|---:|---:|---:|---:|---:|---:|:---|",
    ...lines.map((cells) => `| ${cells.join(" | ")} |`),
  ];
}
