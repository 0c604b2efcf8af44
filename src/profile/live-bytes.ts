/** How much a heap profile says is live. */
import { toExact } from "./int64.ts";
import type { Profile } from "./tables.ts";

/** Sum of inuse_space, bytes; undefined for a profile without it. */
export function liveBytes({ header, samples }: Profile): number | undefined {
  const column = samples.values[header.sampleTypes.findIndex(({ type }) => type === "inuse_space")];
  return column === undefined ? undefined : Number(toExact(column).reduce((total, value) => total + value, 0n));
}
