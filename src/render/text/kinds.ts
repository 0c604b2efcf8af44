/** Decoded Kubernetes objects for a terminal. */
import type { ColumnUnit } from "../../measurement/delta.ts";
import type { KindsEvidence } from "../../report/growth/growth.ts";
import { kindCells } from "../kind-cells.ts";
import type { Style } from "./style.ts";
import { layOut } from "./table.ts";
import { wrapText } from "./wrap.ts";

export function kindsSection(
  kinds: KindsEvidence | null,
  texts: readonly string[],
  unit: ColumnUnit,
  width: number,
  style: Style,
): string[] {
  if (kinds === null) return [];
  const { heads, rows, left } = kindCells(kinds, unit);
  const table = layOut({
    heads: [...heads.slice(0, -1), " ", heads.at(-1) as string],
    rows: rows.map((cells) => [...cells.slice(0, -1), "", cells.at(-1) as string]),
    width: style.width,
    fitLast: (text) => text,
    paint: (_row, _column, text) => text,
  });
  return [
    table,
    ...(left > 0 ? [style.dim(`${left} more Kinds`)] : []),
    ...texts.flatMap((text) => wrapText(text, width)),
  ];
}
