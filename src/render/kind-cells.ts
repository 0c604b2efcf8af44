/** Cells of the table by Kind, for the terminal and for Markdown. */
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatPercent, formatValue } from "../measurement/delta.ts";
import type { KindGrowth, KindsEvidence } from "../report/growth/growth.ts";

import { plusMinus } from "../wording/phrases.ts";

const MOST = 8;

interface KindCells {
  /** live, growth, half of its interval, growth of what was allocated, managedFields, number of live objects, Kind. */
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly left: number;
}

export function kindCells({ rows }: KindsEvidence, unit: ColumnUnit): KindCells {
  const bare = { ...unit, suffix: "" };
  const shown = rows.slice(0, MOST);
  return {
    heads: [`live ${unit.suffix}`.trim(), "growth", "±", "of allocated", "managedFields", "alive", "Kind"],
    rows: shown.map((row) => [
      formatValue(row.current, bare),
      formatDelta(row.delta, bare),
      certaintyOf(row, unit),
      row.retention === null ? "" : formatPercent(row.retention.ratio),
      row.current === 0 ? "" : formatPercent(row.managedFields / row.current),
      row.alive === null ? "" : formatValue(row.alive.count, chooseColumnUnit([], "count")),
      row.kind,
    ]),
    left: rows.length - shown.length,
  };
}

function certaintyOf({ low, high }: KindGrowth, unit: ColumnUnit): string {
  if (low === null || high === null) return "";
  return low > 0 || high < 0 ? plusMinus({ low, high }, unit).slice(1) : "~";
}
