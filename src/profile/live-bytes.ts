/** How much a heap profile says is live. */
import { exactSum } from "./int64.ts";
import type { Profile } from "./tables.ts";

/** Sum of inuse_space, bytes; undefined for a profile without it. */
export function liveBytes({ header, samples }: Profile): number | undefined {
  const column = samples.values[header.sampleTypes.findIndex(({ type }) => type === "inuse_space")];
  return column === undefined ? undefined : Number(exactSum(column));
}
