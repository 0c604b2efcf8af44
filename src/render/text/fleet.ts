/** A fleet for the terminal: what grows and whose it is, then a row a pod. */
import type { FleetReport } from "../../report/fleet/fleet.ts";
import type { FleetWords } from "../../wording/fleet.ts";
import { fleetCells, growthLines } from "../fleet-cells.ts";
import { fitName } from "./fit-name.ts";
import type { Style } from "./style.ts";
import { layOut } from "./table.ts";
import { wrapText } from "./wrap.ts";

const WIDEST_TEXT = 100;

export function renderFleetText(report: FleetReport, words: FleetWords, style: Style): string {
  const width = Math.min(style.width ?? WIDEST_TEXT, WIDEST_TEXT);
  const { heads, rows } = fleetCells(report);
  const more = report.omitted === 0 ? [] : [style.dim(`${report.omitted} more pods`)];
  const sections = [
    words.leading.flatMap((text) => wrapText(text, width)).map(style.bold),
    growthLines(words).flatMap((text) => wrapText(`- ${text}`, width, "  ")),
    [layOut({ heads, rows, width: style.width, fitLast: fitName, paint: (_row, _column, text) => text }), ...more],
    ["* grows surely faster than nearly all others", ...words.notes]
      .flatMap((text) => wrapText(text, width))
      .map(style.dim),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}
