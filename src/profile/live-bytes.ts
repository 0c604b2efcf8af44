/** Which sample types are of what is live, by pprof's names and by those of other writers (V8, heapprofd, Rust, Python), and how much that is. */
import { exactSum } from "./int64.ts";
import type { Profile, ValueType } from "./tables.ts";

/** Sum of inuse_space, bytes; undefined for a profile without it. */
export function liveBytes({ header, samples }: Profile): number | undefined {
  const column = samples.values[header.sampleTypes.findIndex(({ type }) => type === "inuse_space")];
  return column === undefined ? undefined : Number(exactSum(column));
}

const LIVE_BYTES = /^(?:inuse_)?space$|^heap[-_ ]space$|^unreleased .*size$|^(?:live|inuse)(?:$|[-_ ](?:bytes|size)$)/i;
const LIVE_OBJECTS =
  /^(?:inuse_)?objects$|^heap[-_ ]objects$|^unreleased .*count$|^(?:live|inuse)[-_ ](?:objects|count)$/i;

export function isLiveBytes({ type, unit }: ValueType): boolean {
  return unit !== "count" && LIVE_BYTES.test(type);
}

export function isLiveObjects({ type, unit }: ValueType): boolean {
  return LIVE_OBJECTS.test(type) || (unit === "count" && /^(?:live|inuse)$/i.test(type));
}
