/**
 * The growth report as GitHub takes it in an issue: a summary, a table of the top frames, more of them folded away, and how it was made.
 * Never longer than a comment may be.
 */
import { type ColumnUnit, formatDelta, formatPercent, formatValue } from "../../measurement/delta.ts";
import type { FrameGrowth, GrowthReport, Notice } from "../../report/growth/growth.ts";
import type { AllocatedWords } from "../../wording/growth/places.ts";
import { type GrowthWords, madeText } from "../../wording/growth/words.ts";
import { certainty, cumCertainty } from "../certainty-cells.ts";
import { hasChange, unitOf } from "../growth-summary.ts";
import { fitName } from "../text/fit-name.ts";
import { evidence } from "./growth-evidence.ts";
import {
  codeSpan,
  folded,
  inlineText as inline,
  MOST_CHARACTERS,
  nameSpan as name,
  nameCell,
  sentenceText,
  tableRow,
} from "./text.ts";

const TOP_ROWS = 10;

/** The report in parts, for a document that has more to say. */
export interface GrowthParts {
  /** To the table of the top frames, and what goes with it. */
  readonly head: string;
  /** The other frames, folded: as many as fit into so many characters. */
  readonly frames: (room: number) => string;
  /** What it rests on, folded; may be empty. */
  readonly audit: string;
}

/** `most`: characters of the whole. */
export function renderGrowthMarkdown(
  report: GrowthReport,
  words: GrowthWords,
  madeBy: string,
  most: number = MOST_CHARACTERS,
): string {
  const { head, frames, audit } = growthParts(report, words);
  return fillDocument([head, frames, audit, signature(madeBy)], most);
}

/** Sections of at most so many characters in all; the one that can be shorter gets what the others leave. */
export function fillDocument(sections: readonly (string | GrowthParts["frames"])[], most: number): string {
  const join = (texts: readonly string[]): string => `${texts.filter((text) => text !== "").join("\n\n")}\n`;
  const fixed = join(sections.map((section) => (typeof section === "string" ? section.trim() : "")));
  const room = most - fixed.length - "\n\n".length;
  return join(sections.map((section) => (typeof section === "string" ? section : section(room)).trim()));
}

export function signature(madeBy: string): string {
  return `<sub>${inline(madeBy)}</sub>`;
}

export function growthParts(report: GrowthReport, words: GrowthWords): GrowthParts {
  const unit = unitOf(report);
  return {
    head: headOf(report, words, unit),
    frames: (room) => details(report, unit, room),
    audit: [evidence(report, words, unit), audit(report, words)].filter((part) => part !== "").join("\n\n"),
  };
}

function headOf(report: GrowthReport, words: GrowthWords, unit: ColumnUnit): string {
  const { leading, headline, aside, allocated, following, next } = words;
  const top = sureRows(report);
  return [
    ...leading.flatMap((text) => [inline(text), ""]),
    `**${inline(headline)}**${aside === "" ? "" : ` (${inline(aside)})`}`,
    "",
    ...(allocated === null ? [] : [...placeItems(allocated), ""]),
    ...(following.length === 0 ? [] : [following.map(sentenceText).join(" "), ""]),
    ...words.provenance.filter((_, at) => isUrgent(report.provenance[at])).map((text) => `> ${inline(text)}`),
    ...(next.length === 0 ? [] : ["", "```sh", ...next, "```", ""]),
    ...(top.length === 0 ? [] : [...table(top, report, unit), ""]),
  ].join("\n");
}

/** The frames whose change is surely something; where samples cannot be counted those that changed most. */
function sureRows(report: GrowthReport): readonly FrameGrowth[] {
  const { functions, certainty, findings } = report;
  if (findings.some(({ code }) => code === "did-not-change") && !findings.some(({ code }) => code === "parts-grew")) {
    return [];
  }
  return certainty === null
    ? functions.slice(0, TOP_ROWS)
    : functions.filter(({ significant }) => significant === true).slice(0, TOP_ROWS);
}

export function placeItems({ lead, places, left }: AllocatedWords): string[] {
  return [
    inline(lead),
    "",
    ...places.map((place) => {
      const { name: of, amount, certainty: half, share } = place;
      const made = madeText(place, codeSpan);
      const range = half === "" ? "" : ` \u00b1${half}`;
      return `- ${name(of)} ${amount}${range}${share === "" ? "" : `, ${share}`}${made === "" ? "" : `, ${made}`}`;
    }),
    ...(left > 0 ? [`- ${left} more`] : []),
  ];
}

/** What the numbers cannot be read without. */
function isUrgent(notice: Notice | undefined): boolean {
  return notice?.severity !== "note" || notice.code === "filter";
}

/** What is known of the captures, and what the report cannot show. */
function audit({ provenance }: GrowthReport, words: GrowthWords): string {
  const notes = words.provenance.filter((_, at) => !isUrgent(provenance[at]));
  const lines = [...notes, words.own, ...words.audit].filter((text) => text !== "").map((text) => `- ${inline(text)}`);
  if (lines.length === 0) return "";
  return folded("What this rests on, and what it cannot show", lines.join("\n"));
}

/** As many of the remaining rows as fit. */
function details(report: GrowthReport, unit: ColumnUnit, room: number): string {
  const top = new Set(sureRows(report));
  const rest = report.functions.filter((row) => !top.has(row) && hasChange(row, report.sort));
  if (rest.length === 0 && report.omitted.count === 0) return "";
  // The others have no room, and of a million nobody needs the text.
  const most = Math.ceil(Math.max(0, room) / SHORTEST_ROW);
  const [header, rule, ...rows] = table(rest.slice(0, most), report, unit);
  const frame = (kept: number): string => {
    const left = rest.length - kept + report.omitted.count;
    const dropped = rest
      .slice(kept)
      .reduce((sum, row) => sum + Number(row.deltaFlat), Number(report.omitted.deltaFlat));
    const others = left > 0 ? [`\n${left} more frames: ${formatDelta(dropped, unit)}`] : [];
    return folded(`${kept + left} more frames`, [header, rule, ...rows.slice(0, kept), ...others].join("\n"));
  };
  let kept = rest.length;
  while (kept > 0 && (kept > most || frame(kept).length > room)) kept = Math.floor(kept * 0.9);
  return frame(kept);
}

/** Characters of a row of the table, its line end among them: five cells and what is between them. */
export const SHORTEST_ROW = 16;

function signed(cell: string): string {
  return cell === "" || cell === "~" ? cell : `±${cell}`;
}

/** Characters of a name that leave room for its numbers in one line at 900 px. */
const WIDEST_NAME = 54;

/** A row a line at the width of an issue: the frame first, then its numbers. */
function table(rows: readonly FrameGrowth[], report: GrowthReport, unit: ColumnUnit): string[] {
  const isCum = report.sort === "cum";
  const bare = { ...unit, suffix: "" };
  const lines = rows.map((row) => {
    const before = isCum ? row.baseCum : row.baseFlat;
    const after = isCum ? row.currentCum : row.currentFlat;
    return [
      nameCell(fitName(row.name, WIDEST_NAME)),
      formatDelta(isCum ? row.deltaCum : row.deltaFlat, bare),
      signed(isCum ? cumCertainty(row, unit) : certainty(row, unit)),
      formatPercent(isCum ? row.shareCum : row.share),
      `${formatValue(before, bare)} -> ${formatValue(after, bare)}`,
    ];
  });
  return [
    `| frame | ${isCum ? "cum growth" : "growth"} ${unit.suffix} | \u00b1 | share | before -> after |`,
    "|:---|---:|---:|---:|---:|",
    ...lines.map(tableRow),
  ];
}
