/** Some of a profile's samples, all of its tables: what a filter leaves. */
import type { ValueColumn } from "../int64.ts";
import type { Profile } from "../tables.ts";

/** The profile with only the samples marked 1; the other tables stay whole. */
export function keepRows(profile: Profile, kept: Uint8Array): Profile {
  if (!kept.includes(0)) return profile;
  const { samples } = profile;
  const isKept = (_: unknown, row: number): boolean => kept[row] === 1;
  let rows = 0;
  let depth = 0;
  for (let row = 0; row < samples.length; row++) {
    if (kept[row] === 0) continue;
    rows++;
    depth += (samples.start[row + 1] as number) - (samples.start[row] as number);
  }
  const start = new Int32Array(rows + 1);
  const locations = new Int32Array(depth);
  let next = 0;
  for (let row = 0; row < samples.length; row++) {
    if (kept[row] === 0) continue;
    const stack = samples.locations.subarray(samples.start[row], samples.start[row + 1]);
    locations.set(stack, start[next]);
    start[next + 1] = (start[next] as number) + stack.length;
    next++;
  }
  return {
    ...profile,
    samples: {
      length: rows,
      start,
      locations,
      labelSet: samples.labelSet.filter(isKept),
      values: samples.values.map((column) => (column as Float64Array).filter(isKept) as ValueColumn),
    },
  };
}
