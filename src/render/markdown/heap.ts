/** The report on one heap as GitHub takes it in an issue. */

import { type ColumnUnit, chooseColumnUnit, formatPercent, formatValue } from "../../measurement/delta.ts";
import type { HeapReport } from "../../report/heap/report.ts";
import { type HeapWords, heapUnit, ownerValue } from "../../wording/heap/words.ts";
import { plusMinus } from "../../wording/phrases.ts";
import { fillDocument, placeItems, SHORTEST_ROW, signature } from "./growth.ts";
import { codeSpan, folded, inlineText, MOST_CHARACTERS, nameCell, tableRow } from "./text.ts";

const TOP_ROWS = 10;

export function renderHeapMarkdown(report: HeapReport, words: HeapWords, madeBy: string): string {
  const unit = heapUnit(report);
  const rest = report.functions.slice(TOP_ROWS);
  const sections = [
    [`**${inlineText(words.headline)}**`, ...(words.aside === "" ? [] : [inlineText(words.aside)])].join("  \n"),
    words.allocated === null ? "" : placeItems(words.allocated).join("\n"),
    words.following.map(inlineText).join("\n"),
    report.next.length === 0 ? "" : ["```", ...report.next, "```"].join("\n"),
    framesTable(report, 0, TOP_ROWS, unit),
    ownersTable(report, unit),
    words.kinds.map(inlineText).join(" "),
    words.notes.length === 0 ? "" : folded("What one capture cannot say", words.notes.map(listItem).join("\n")),
    (room: number): string => fittingFrames(report, unit, rest.length, room),
    signature(madeBy),
  ];
  return fillDocument(sections, MOST_CHARACTERS);
}

function listItem(text: string): string {
  return `- ${inlineText(text)}`;
}

function framesTable({ functions, sampleType }: HeapReport, from: number, to: number, unit: ColumnUnit): string {
  const rows = functions.slice(from, to);
  if (rows.length === 0) return "";
  const bare = { ...unit, suffix: "" };
  const count = chooseColumnUnit([], "count");
  return [
    tableRow(["frame", `flat ${unit.suffix || sampleType.unit}`, "±", "share", "cum", "objects"]),
    "|:---|---:|---:|---:|---:|---:|",
    ...rows.map((row) =>
      tableRow([
        ...[nameCell(row.name), formatValue(row.flat, bare)],
        ...[plusMinus({ low: row.flatLow, high: row.flatHigh }, unit).slice(1), formatPercent(row.share)],
        ...[formatValue(row.cum, bare), row.objects === null ? "" : formatValue(row.objects, count)],
      ]),
    ),
  ].join("\n");
}

/** As many of the other frames as there is room for. */
function fittingFrames(report: HeapReport, unit: ColumnUnit, count: number, room: number): string {
  for (let rows = count; rows > 0; rows = Math.floor(rows / 2)) {
    if (rows * SHORTEST_ROW > room) continue;
    const title = `${rows} more ${rows === 1 ? "frame" : "frames"}`;
    const text = folded(title, framesTable(report, TOP_ROWS, TOP_ROWS + rows, unit));
    if (text.length <= room) return text;
  }
  return "";
}

function ownersTable(report: HeapReport, unit: ColumnUnit): string {
  const { modules } = report;
  if (modules.length < 2) return "";
  return [
    tableRow([ownerValue(report), "±", "share", "module"]),
    "|---:|---:|---:|:---|",
    ...modules
      .slice(0, TOP_ROWS)
      .map((row) =>
        tableRow([
          ...[formatValue(row.value, unit), plusMinus(row, unit).slice(1), formatPercent(row.share)],
          `${codeSpan(row.module || "unknown")}${row.owner === "own" ? " (own)" : ""}`,
        ]),
      ),
  ].join("\n");
}
