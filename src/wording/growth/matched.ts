/** How two builds were matched, in words. */
import { formatPercent } from "../../measurement/delta.ts";
import type { Matched } from "../../report/growth/growth.ts";

export function matchedText({ base, current }: Matched): string {
  return `By name, ${formatPercent(base)} of base and ${formatPercent(current)} of current are on stacks that both builds have; what Go releases do differently is folded.`;
}
