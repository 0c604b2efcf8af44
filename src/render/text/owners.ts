/** Whose it is, for a terminal: every byte counts for the module and the package of the innermost frame that is not the standard library's. */
import type { ColumnUnit } from "../../measurement/delta.ts";
import type { GrowthReport } from "../../report/growth/growth.ts";
import { moduleRows, type OwnerRows, packageRows } from "../owner-cells.ts";
import { fitName } from "./fit-name.ts";
import type { Style } from "./style.ts";
import { layOut } from "./table.ts";

const MOST = 6;

/** Packages only where they say more than the modules do. */
export function ownerSections(report: GrowthReport, unit: ColumnUnit, style: Style): string[][] {
  const modules = moduleRows(report, MOST, unit);
  const packages = packageRows(report, MOST, unit);
  const hasMore = packages.rows.length + packages.left > modules.rows.length + modules.left;
  return [
    modules.rows.length < 2 ? [] : ownerSection(modules, "module", style),
    hasMore ? ownerSection(packages, "package", style) : [],
  ];
}

function ownerSection({ rows, left, head }: OwnerRows, kind: "module" | "package", style: Style): string[] {
  const table = layOut({
    heads: [head, "±", "share", " ", kind],
    rows: rows.map(({ cells }) => [...cells.slice(0, 3), "", cells[3]]),
    width: style.width,
    fitLast: fitName,
    paint: (row, column, text) => {
      if (column !== 0) return text;
      return rows[row]?.isGrowth ? style.grown(text) : style.shrunk(text);
    },
  });
  return [table, ...(left > 0 ? [style.dim(`${left} more ${left === 1 ? kind : `${kind}s`} changed`)] : [])];
}
