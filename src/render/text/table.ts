/** A borderless table that fits a width: the only importer of cli-table3. All columns but the last two are right-aligned numbers. */

import Table from "cli-table3";
import { largestOf } from "../../measurement/extremes.ts";

interface Layout {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of the terminal; undefined for as wide as it gets. */
  readonly width: number | undefined;
  /** Shortens the text of the last column. */
  readonly fitLast: (text: string, width: number) => string;
  /** Colours a cell after its width is known. */
  readonly paint: (row: number, column: number, text: string) => string;
}

const GAP = "  ";
const NARROWEST_LAST = 12;

const BORDERLESS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: GAP,
};

export function layOut(layout: Layout): string {
  const last = layout.heads.length - 1;
  const widths = layout.heads.map((head, column) =>
    // The table makes no column narrower than one.
    largestOf(
      layout.rows.map((row) => cell(row, column).length),
      Math.max(1, head.length),
    ),
  );
  const used = widths.slice(0, last).reduce((sum, width) => sum + width + GAP.length, 0);
  const room = Math.max((layout.width ?? Number.POSITIVE_INFINITY) - used, NARROWEST_LAST);
  const table = new Table({
    head: [...layout.heads],
    colAligns: layout.heads.map((_, column) => (column < last - 1 ? "right" : "left")),
    chars: BORDERLESS,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0, compact: true },
  });
  for (const [index, row] of layout.rows.entries()) {
    table.push(
      row.map((text, column) => layout.paint(index, column, column === last ? layout.fitLast(text, room) : text)),
    );
  }
  return table.toString().replace(/[ \t]+$/gm, "");
}

function cell(row: readonly string[], column: number): string {
  return row[column] ?? "";
}
