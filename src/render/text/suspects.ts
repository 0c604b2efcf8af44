/** The suspects for a terminal: a block of some three lines each, with how much, where, and what is known of it. */
import { type ColumnUnit, formatDelta, formatPercent } from "../../measurement/delta.ts";
import type { GrowthReport, SuspectGrowth } from "../../report/growth/growth.ts";
import { plusMinus } from "../../wording/phrases.ts";
import { suspectFacts } from "../growth-summary.ts";
import { fitName } from "./fit-name.ts";
import type { Style } from "./style.ts";
import { wrapText } from "./wrap.ts";

const MOST = 5;
const INDENT = "    ";

export function suspectsSection(report: GrowthReport, unit: ColumnUnit, style: Style): string[] {
  const { suspects } = report;
  if (suspects.length === 0) return [];
  const shown = suspects.slice(0, MOST);
  const blocks = shown.flatMap((suspect, index) => suspectLines(suspect, index + 1, unit, style));
  const rest = suspects.slice(MOST);
  const growth = rest.reduce((sum, suspect) => sum + suspect.growth, 0);
  const more =
    rest.length === 0 ? [] : [style.dim(`${INDENT}${rest.length} more suspects, ${formatDelta(growth, unit)}`)];
  return [...blocks, ...more];
}

function suspectLines(suspect: SuspectGrowth, number: number, unit: ColumnUnit, style: Style): string[] {
  const { frame, entry, leaf, ownFrame } = suspect;
  const width = style.width ?? Number.POSITIVE_INFINITY;
  const mark = `${number}.`.padEnd(INDENT.length);
  const amount = `${formatDelta(suspect.growth, unit)} ${plusMinus(suspect, unit)}`.trimEnd();
  const lead = `${amount}  ${formatPercent(suspect.share)}  `;
  const first = `${mark}${style.grown(lead)}${style.bold(fitName(frame, width - mark.length - lead.length))}`;
  const names = [
    ...(entry === frame ? [] : [["from ", entry]]),
    ...(leaf === frame ? [] : [["via ", leaf]]),
    ...(ownFrame === null || [frame, entry, leaf].includes(ownFrame) ? [] : [["own ", ownFrame]]),
  ] as [string, string][];
  const facts = wrapText(INDENT + suspectFacts(suspect).join(", "), width, INDENT).map(style.dim);
  return names.length === 0 ? [first, ...facts] : [first, INDENT + fitNames(names, width - INDENT.length), ...facts];
}

/** Each gets what the shorter ones leave of the line. */
function fitNames(names: readonly (readonly [label: string, name: string])[], width: number): string {
  const labels = names.reduce((sum, [label]) => sum + label.length, 0) + 2 * (names.length - 1);
  let room = width - labels;
  const length = (index: number): number => names[index]?.[1].length ?? 0;
  const order = names.map((_, index) => index).sort((a, b) => length(a) - length(b));
  const fitted: string[] = [];
  for (const [place, index] of order.entries()) {
    const [label, name] = names[index] as readonly [string, string];
    const text = fitName(name, Math.max(12, Math.floor(room / (names.length - place))));
    room -= text.length;
    fitted[index] = label + text;
  }
  return fitted.join(", ");
}
