/** Who holds what, as Markdown. */
import { formatPercent } from "../../measurement/delta.ts";
import type { HeldReport } from "../../report/held/held.ts";
import type { HolderRow } from "../../report/held/rows.ts";
import { bytesText, countText, deltaText } from "../../wording/amounts.ts";
import type { HeldWords } from "../../wording/held.ts";
import { inlineText, nameCell, sentenceText, tableRow } from "./text.ts";

const MOST_ROWS = 50;

export function renderHeldMarkdown(report: HeldReport, words: HeldWords): string {
  const hasBase = report.base !== null;
  const lines = [
    `**${inlineText(words.heading)}**`,
    "",
    sentenceText(words.verdict),
    "",
    `| bytes | ${hasBase ? "change" : "share"} | by nothing else | objects | held by | type |`,
    "|---:|---:|---:|---:|:---|:---|",
    ...report.holders.slice(0, MOST_ROWS).map(row),
    ...[...words.facts, ...words.notes].flatMap((sentence) => ["", sentenceText(sentence)]),
  ];
  return `${lines.join("\n")}\n`;
}

function row({ bytes, deltaBytes, share, onlyBytes, objects, path, type }: HolderRow): string {
  return tableRow([
    bytesText(bytes),
    deltaBytes === null ? formatPercent(share) : deltaText(deltaBytes),
    onlyBytes === null ? "" : bytesText(onlyBytes),
    countText(objects),
    nameCell(path),
    type === "" ? "" : nameCell(type),
  ]);
}
