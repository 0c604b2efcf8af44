/** Who holds what, for a terminal: a sentence on the largest holder, then a row and a path for each. */

import { formatPercent } from "../../measurement/delta.ts";
import type { HeldReport } from "../../report/held/held.ts";
import type { HolderRow } from "../../report/held/rows.ts";
import { bytesText, countText, deltaText } from "../../wording/amounts.ts";
import type { HeldWords } from "../../wording/held.ts";
import { countOf } from "../../wording/phrases.ts";
import type { Style } from "./style.ts";
import { wrapText } from "./wrap.ts";

const MOST_ROWS = 15;
const MOST_ALLOCATORS = 2;
const INDENT = "    ";

export function renderHeldText(report: HeldReport, words: HeldWords, style: Style): string {
  const shown = report.holders.slice(0, MOST_ROWS);
  const rest = report.holders.length - shown.length;
  const width = style.width ?? Number.POSITIVE_INFINITY;
  const lines = [
    style.bold(words.heading),
    "",
    ...wrapText(words.verdict, width, "  "),
    "",
    ...shown.flatMap((row) => rowLines(row, style, width)),
    ...(rest > 0 ? [style.dim(`${countText(rest)} more holders`)] : []),
    ...section(words.facts, width),
    ...section(words.notes, width).map(style.dim),
  ];
  return `${lines.join("\n")}\n`;
}

function section(sentences: readonly string[], width: number): string[] {
  return sentences.length === 0 ? [] : ["", ...sentences.flatMap((sentence) => wrapText(sentence, width, "  "))];
}

function rowLines(row: HolderRow, style: Style, width: number): string[] {
  const { bytes, deltaBytes, baseBytes, share, objects, onlyBytes, path, type, element, samples } = row;
  const amount =
    deltaBytes === null
      ? `${bytesText(bytes)}  ${formatPercent(share)}`
      : `${deltaText(deltaBytes)}  (${bytesText(baseBytes ?? 0)} -> ${bytesText(bytes)})`;
  const exclusive = onlyBytes === null ? "" : `${bytesText(onlyBytes)} by nothing else`;
  const only = onlyBytes === bytes ? "by nothing else" : exclusive;
  const below = element === null ? [] : [`${countText(element.count)} ${element.path} ${element.type}`.trimEnd()];
  const allocators = (samples?.functions ?? [])
    .slice(0, MOST_ALLOCATORS)
    .map((row) => `${countOf(row.samples, "sample")} of ${row.function}`);
  const details = [`${countOf(objects, "object")}${only === "" ? "" : `, ${only}`}`, ...below, ...allocators];
  return [
    `${style.bold(amount)}  ${`${path} ${type}`.trimEnd()}`,
    ...details.flatMap((line) => wrapText(INDENT + line, width, `${INDENT}  `)).map(style.dim),
  ];
}
