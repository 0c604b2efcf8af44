/** The goroutines beside a growth report: the total, and where those that are more start. */
import type { GoroutineEvidence } from "../../report/growth/growth.ts";
import { entryCounts, goroutineTotal } from "../goroutine-summary.ts";
import { fitName } from "./fit-name.ts";
import type { Style } from "./style.ts";

const MOST = 5;
const INDENT = "    ";

export function goroutinesSection(goroutines: GoroutineEvidence | null, style: Style): string[] {
  if (goroutines === null) return [];
  const grown = goroutines.entries.filter(({ hasGrown }) => hasGrown);
  const width = style.width ?? Number.POSITIVE_INFINITY;
  const lines = grown.slice(0, MOST).map((entry) => {
    const amount = `${INDENT}${entryCounts(entry)}  `;
    return amount + fitName(entry.entry, width - amount.length);
  });
  const rest = grown.length - lines.length;
  return [style.bold(goroutineTotal(goroutines)), ...lines, ...(rest > 0 ? [style.dim(`${INDENT}${rest} more`)] : [])];
}
