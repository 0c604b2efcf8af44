/** A fleet as Markdown: what grows and whose it is in sight, the pods folded. */
import type { FleetReport } from "../../report/fleet/fleet.ts";
import type { FleetWords } from "../../wording/fleet.ts";
import { fleetCells, growthLines } from "../fleet-cells.ts";
import { folded, inlineText, nameCell, tableRow } from "./text.ts";

export function renderFleetMarkdown(report: FleetReport, words: FleetWords): string {
  const { heads, rows } = fleetCells(report);
  const table = [
    tableRow(heads),
    `|${heads.map((_, at) => (at < 4 ? "---:|" : ":---|")).join("")}`,
    ...rows.map((row) => tableRow([...row.slice(0, -2).map(inlineText), ...row.slice(-2).map(nameCell)])),
    ...(report.omitted === 0 ? [] : ["", `${report.omitted} more pods`]),
  ];
  const legend = "`*` grows surely faster than nearly all others.";
  const sections = [
    `**${words.leading.map(inlineText).join(" ")}**`,
    growthLines(words)
      .map((text) => `- ${inlineText(text)}`)
      .join("\n"),
    folded(`${rows.length} pods`, [table.join("\n"), legend].join("\n\n")),
    words.notes.map(inlineText).join("\n"),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}
