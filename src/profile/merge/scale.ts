/** Values multiplied, one ratio a sample type. */
import { roundHalfAwayFromZero } from "../../measurement/float-text.ts";
import { keepRows } from "../filter/keep-rows.ts";
import { MAX_EXACT, truncate, type ValueColumn } from "../int64.ts";
import type { Profile } from "../tables.ts";

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

/** As Go multiplies and converts: beyond 2^53 digits are lost, and what int64 cannot hold becomes its minimum. */
export function scaleColumn(column: ValueColumn, ratio: number): ValueColumn {
  const scaled = new Float64Array(column.length);
  let magnitude = 0;
  for (let row = 0; row < column.length; row++) {
    const value = truncate(roundHalfAwayFromZero(Number(column[row]) * ratio));
    magnitude += Math.abs(value);
    scaled[row] = value;
  }
  return magnitude > MAX_EXACT ? BigInt64Array.from(scaled, BigInt) : scaled;
}
