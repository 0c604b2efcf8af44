/** Whose it is: rows of the tables by module and by package, for the terminal and for Markdown. */
import { type ColumnUnit, formatDelta, formatPercent } from "../measurement/delta.ts";
import type { GrowthReport, OwnerGrowth } from "../report/growth/growth.ts";
import { certainty } from "./certainty-cells.ts";

interface OwnerRow {
  /** growth, half of its interval, share, name. */
  readonly cells: readonly [growth: string, certainty: string, share: string, name: string];
  readonly isGrowth: boolean;
}

export interface OwnerRows {
  readonly rows: readonly OwnerRow[];
  /** Others that changed. */
  readonly left: number;
  /** `growth MiB` */
  readonly head: string;
}

export function moduleRows({ modules }: GrowthReport, most: number, unit: ColumnUnit): OwnerRows {
  return ownerRows(modules, most, unit, moduleName);
}

export function packageRows({ packages }: GrowthReport, most: number, unit: ColumnUnit): OwnerRows {
  return ownerRows(packages, most, unit, (row) => row.package || "unknown");
}

function ownerRows<Row extends OwnerGrowth>(
  all: readonly Row[],
  most: number,
  unit: ColumnUnit,
  nameOf: (row: Row) => string,
): OwnerRows {
  const changed = all.filter(({ delta }) => delta);
  const bare = { ...unit, suffix: "" };
  const rows = changed.slice(0, most).map((row): OwnerRow => {
    const cells = [formatDelta(row.delta, bare), certainty(row, unit), formatPercent(row.share), nameOf(row)] as const;
    return { cells, isGrowth: row.delta > 0 };
  });
  return { rows, left: changed.length - rows.length, head: `growth ${unit.suffix}`.trim() };
}

function moduleName({ module, version, owner }: OwnerGrowth): string {
  if (owner === "own") return `${module} (own)`;
  return `${module || "unknown"}${version === "" ? "" : `@${version}`}`;
}
