/** Values multiplied, one ratio a sample type. */
import { MAX_EXACT, toCheapest, type ValueColumn } from "./int64.ts";
import { keepRows } from "./keep-rows.ts";
import type { Profile } from "./tables.ts";

/**
 * Every value times its column's ratio, rounded half away from zero. As in pprof, a sample stays only if a column with a ratio other than 1 is
 * not zero afterwards: one whose only data is in the unscaled columns goes. Tables are left as they are.
 */
export function scaleProfile(profile: Profile, ratios: readonly number[]): Profile {
  if (ratios.every((ratio) => ratio === 1)) return profile;
  const { samples } = profile;
  const kept = new Uint8Array(samples.length);
  const values = samples.values.map((column, type) => {
    const ratio = ratios[type] as number;
    if (ratio === 1) return column;
    const scaled = scaleColumn(column, ratio);
    for (let row = 0; row < kept.length; row++) if (scaled[row]) kept[row] = 1;
    return scaled;
  });
  return keepRows({ ...profile, samples: { ...samples, values } }, kept);
}

function scaleColumn(column: ValueColumn, ratio: number): ValueColumn {
  const scaled = Float64Array.from(column as Float64Array, (value) => roundHalfAway(Number(value) * ratio));
  let isExact = true;
  for (const value of scaled) if (Math.abs(value) > MAX_EXACT) isExact = false;
  return isExact ? scaled : toCheapest(BigInt64Array.from(scaled, BigInt));
}

function roundHalfAway(x: number): number {
  const magnitude = Math.abs(x);
  const floor = Math.floor(magnitude);
  const rounded = magnitude - floor >= 0.5 ? floor + 1 : floor;
  return x < 0 ? 0 - rounded : rounded;
}
