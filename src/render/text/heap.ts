/** The report on one heap for a terminal or a pipe. */

import { type ColumnUnit, chooseColumnUnit, formatPercent, formatValue } from "../../measurement/delta.ts";
import { formatTimestamp } from "../../measurement/time-text.ts";
import type { HeapOwner, HeapPlace, HeapReport } from "../../report/heap/report.ts";
import { type HeapWords, heapUnit, ownerValue } from "../../wording/heap/words.ts";
import { plusMinus } from "../../wording/phrases.ts";
import { buildText } from "../build-text.ts";
import { allocatedLines, nextLines } from "./allocated.ts";
import { fitName } from "./fit-name.ts";
import { headlineLines } from "./headline.ts";
import { mostFrames } from "./heap-frames.ts";
import type { Style } from "./style.ts";
import { layOut } from "./table.ts";
import { wrapText } from "./wrap.ts";

const WIDEST_TEXT = 100;
const MOST_PLACES = 5;
const MOST_OWNERS = 6;
const BUILD_DIGITS = 12;

/** Short, or with `isExplained` all there is. */
export function renderHeapText(report: HeapReport, words: HeapWords, style: Style, isExplained = false): string {
  const width = Math.min(style.width ?? WIDEST_TEXT, WIDEST_TEXT);
  const sections = [
    paragraph(report, words, width, style),
    ...(isExplained
      ? detailSections(report, words, width, style)
      : [mostFrames(report, width, style), notesLine(words, style)]),
  ];
  const shown = sections.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** What is said first, a line for each thing. */
function paragraph(report: HeapReport, words: HeapWords, width: number, style: Style): string[] {
  return [
    ...headlineLines(words, width, style),
    ...filtersLine(report),
    ...(words.allocated === null ? [] : allocatedLines(words.allocated, width, style)),
    ...words.following.flatMap((line) => wrapText(line, width)),
    ...nextLines(report.next, width),
  ];
}

function notesLine({ kinds, notes }: HeapWords, style: Style): string[] {
  const count = kinds.length + notes.length;
  return count === 0 ? [] : [style.dim(`${count} ${count === 1 ? "note" : "notes"}: --explain`)];
}

function detailSections(report: HeapReport, words: HeapWords, width: number, style: Style): string[][] {
  const unit = heapUnit(report);
  return [
    [style.bold(programLine(report))],
    placesSection(report, unit, style),
    framesSection(report, unit, style),
    ownersSection(report, unit, style),
    kindsSection(report, words.kinds, unit, width, style),
    words.notes.flatMap((text) => wrapText(`- ${text}`, width, "  ")).map(style.dim),
  ];
}

function programLine({ program, buildId, timeNanos }: HeapReport): string {
  const build = buildId === "" ? "" : `, build ${buildText(buildId, BUILD_DIGITS)}`;
  const time = timeNanos === null ? "" : `, ${formatTimestamp(timeNanos)}`;
  return `${program || "unknown program"}${build}${time}`;
}

function filtersLine({ filters }: HeapReport): string[] {
  return filters.length === 0 ? [] : [`filters: ${filters.join(" ")}`];
}

/** A block of two or three lines each: how much, where, and what is known of it. */
function placesSection({ places }: HeapReport, unit: ColumnUnit, style: Style): string[] {
  return places.slice(0, MOST_PLACES).flatMap((place, index) => placeLines(place, index + 1, unit, style));
}

const INDENT = "    ";

function placeLines(place: HeapPlace, number: number, unit: ColumnUnit, style: Style): string[] {
  const width = style.width ?? Number.POSITIVE_INFINITY;
  const lead = `${`${number}.`.padEnd(INDENT.length)}${amountText(place, unit)}  ${formatPercent(place.share)}  `;
  const names = [
    ...(place.entry === place.frame ? [] : [`from ${place.entry}`]),
    ...(place.leaf === place.frame ? [] : [`via ${place.leaf}`]),
    ...(place.ownFrame === null || [place.frame, place.entry, place.leaf].includes(place.ownFrame)
      ? []
      : [`own ${place.ownFrame}`]),
  ];
  const facts = [
    ...(place.role === null ? [] : [place.role]),
    ...(place.samples === null ? [] : [`${place.samples} samples`]),
    ...(place.stacks > 1 ? [`${place.stacks} places, one cause`] : []),
  ];
  return [
    lead + style.bold(fitName(place.frame, width - lead.length)),
    ...names.map((name) => INDENT + fitName(name, width - INDENT.length)),
    ...(facts.length === 0 ? [] : [style.dim(INDENT + facts.join(", "))]),
  ];
}

function amountText(amount: Parameters<typeof plusMinus>[0] & { readonly value: number | bigint }, unit: ColumnUnit) {
  return `${formatValue(amount.value, unit)} ${plusMinus(amount, unit)}`.trimEnd();
}

const COUNT = chooseColumnUnit([], "count");

function framesSection(report: HeapReport, unit: ColumnUnit, style: Style): string[] {
  const { functions, omitted } = report;
  if (functions.length === 0) return ["There are no frames to show."];
  const bare = { ...unit, suffix: "" };
  const hasObjects = functions.some(({ objects }) => objects !== null);
  const half = (low: number | null, high: number | null): string => plusMinus({ low, high }, unit).slice(1);
  const table = layOut({
    heads: [`flat ${unit.suffix}`.trim(), "±", "share", "cum", "±", ...(hasObjects ? ["objects"] : []), " ", "frame"],
    rows: [
      ...functions.map((row) => [
        ...[formatValue(row.flat, bare), half(row.flatLow, row.flatHigh), formatPercent(row.share)],
        ...[formatValue(row.cum, bare), half(row.cumLow, row.cumHigh)],
        ...(hasObjects ? [row.objects === null ? "" : formatValue(row.objects, COUNT)] : []),
        ...["", row.name],
      ]),
      ...(omitted.count === 0
        ? []
        : [
            [
              ...[formatValue(omitted.flat, bare), "", "", "", ""],
              ...(hasObjects ? [omitted.objects === null ? "" : formatValue(omitted.objects, COUNT)] : []),
              ...["", `${omitted.count} more ${omitted.count === 1 ? "frame" : "frames"}`],
            ],
          ]),
    ],
    width: style.width,
    fitLast: fitName,
    paint: (row, _column, text) => (row < functions.length ? text : style.dim(text)),
  });
  return [table];
}

function ownersSection(report: HeapReport, unit: ColumnUnit, style: Style): string[] {
  const { modules } = report;
  if (modules.length < 2) return [];
  const bare = { ...unit, suffix: "" };
  const shown = modules.slice(0, MOST_OWNERS);
  const table = layOut({
    heads: [`${ownerValue(report)} ${unit.suffix}`.trim(), "±", "share", " ", "module"],
    rows: shown.map((row) => [
      ...[formatValue(row.value, bare), plusMinus(row, unit).slice(1), formatPercent(row.share), "", ownerName(row)],
    ]),
    width: style.width,
    fitLast: fitName,
    paint: (_row, _column, text) => text,
  });
  const left = modules.length - shown.length;
  return [table, ...(left > 0 ? [style.dim(`${left} more ${left === 1 ? "module" : "modules"}`)] : [])];
}

export function ownerName({ module, version, owner }: HeapOwner): string {
  if (owner === "own") return `${module} (own)`;
  return `${module || "unknown"}${version === "" ? "" : `@${version}`}`;
}

function kindsSection(
  { kinds }: HeapReport,
  texts: readonly string[],
  unit: ColumnUnit,
  width: number,
  style: Style,
): string[] {
  if (kinds === null) return [];
  const bare = { ...unit, suffix: "" };
  const table = layOut({
    heads: [`live ${unit.suffix}`.trim(), "±", "managedFields", "alive", " ", "Kind"],
    rows: kinds.rows.map((row) => [
      ...[formatValue(row.current, bare), plusMinus(row, unit).slice(1)],
      row.current === 0 ? "" : formatPercent(row.managedFields / row.current),
      row.alive === null ? "" : formatValue(Math.round(row.alive.count), COUNT),
      ...["", row.kind],
    ]),
    width: style.width,
    fitLast: (text) => text,
    paint: (_row, _column, text) => text,
  });
  return [table, ...texts.flatMap((text) => wrapText(text, width))];
}
