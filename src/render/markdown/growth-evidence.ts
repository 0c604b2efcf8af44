/** What a growth report rests on, folded away below its head: places, goroutines, modules, Kinds. */

import { type ColumnUnit, formatDelta, formatPercent } from "../../measurement/delta.ts";
import type { GrowthReport } from "../../report/growth/growth.ts";
import type { KindsEvidence } from "../../report/growth/kinds.ts";
import type { SuspectGrowth } from "../../report/growth/suspects.ts";
import type { GrowthWords } from "../../wording/growth/words.ts";
import { plusMinus } from "../../wording/phrases.ts";
import { entryCounts, goroutineTotal } from "../goroutine-summary.ts";
import { grossLine, matchedLine, programLine, suspectFacts, timeLine, totalsLine } from "../growth-summary.ts";
import { kindCells } from "../kind-cells.ts";
import { moduleRows, type OwnerRows, packageRows } from "../owner-cells.ts";
import { folded, inlineText as inline, nameSpan as name, nameCell, tableRow } from "./text.ts";

/** All that is not said above, folded. */
export function evidence(report: GrowthReport, words: GrowthWords, unit: ColumnUnit): string {
  const lines = [
    `**${inline(totalsLine(report, unit))}**`,
    "",
    [programLine(report), timeLine(report), matchedLine(report), grossLine(report, unit)]
      .flatMap((part) => (part === undefined ? [] : [inline(part)]))
      .join("; "),
    "",
    ...suspects(report, unit),
    ...goroutines(report),
    ...owners(report, unit),
    ...kinds(report.kinds, words.kinds, unit),
  ];
  return folded("Places, goroutines, modules", lines.join("\n"));
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
    ...(entry === frame ? [] : [`from ${name(entry)}`]),
    ...(leaf === frame ? [] : [`via ${name(leaf)}`]),
    ...(ownFrame === null || [frame, entry, leaf].includes(ownFrame) ? [] : [`own ${name(ownFrame)}`]),
  ];
  return `1. **${amount}** (${formatPercent(suspect.share)}) ${[name(frame), ...names, ...suspectFacts(suspect).map(inline)].join(", ")}`;
}

const MOST_ENTRIES = 8;

function goroutines({ goroutines: beside }: GrowthReport): string[] {
  if (beside === null) return [];
  const grown = beside.entries.filter(({ hasGrown }) => hasGrown);
  const left = grown.length - MOST_ENTRIES;
  return [
    `**${goroutineTotal(beside)}**`,
    "",
    ...grown.slice(0, MOST_ENTRIES).map((entry) => `- ${entryCounts(entry)} ${name(entry.entry)}`),
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
    ...rows.map(({ cells: [growth, plusMinus, share, owner] }) =>
      tableRow([growth, plusMinus, share, nameCell(owner)]),
    ),
    ...(left > 0 ? ["", `${left} more ${left === 1 ? kind : `${kind}s`} changed`] : []),
    "",
  ];
}

function kinds(found: KindsEvidence | null, texts: readonly string[], unit: ColumnUnit): string[] {
  if (found === null) return [];
  const { heads, rows, left } = kindCells(found, unit);
  return [
    `| ${heads.join(" | ")} |`,
    "|---:|---:|---:|---:|---:|---:|:---|",
    ...rows.map((cells) => tableRow([...cells.slice(0, -1), nameCell(cells.at(-1) as string)])),
    ...(left > 0 ? ["", `${left} more Kinds`] : []),
    "",
    ...texts.map(inline),
    "",
  ];
}
