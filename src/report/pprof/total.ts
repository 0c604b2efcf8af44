/** What 100 % means in a pprof report. */
import { absolute, add, divide, type Value, type ValueColumn } from "../../profile/int64.ts";
import { BASE_LABEL, labelSetAt } from "../../profile/labels.ts";
import { NONE, type Profile } from "../../profile/tables.ts";

/**
 * Sum of the magnitudes of all samples; of those from the base of a diff (`-diff_base`) alone, if they add up to anything. A mean divides it by
 * the sum of the first column over the same samples.
 */
export function computeTotal(profile: Profile, sampleIndex: number, isMean: boolean): Value {
  const all = sumSamples(profile, sampleIndex, undefined);
  const base = baseLabelSets(profile);
  const ofBase = base.includes(1) ? sumSamples(profile, sampleIndex, base) : undefined;
  const { total, divisor } = ofBase !== undefined && ofBase.total > 0 ? ofBase : all;
  return isMean && divisor ? divide(total, divisor) : total;
}

interface Sums {
  readonly total: Value;
  readonly divisor: Value;
}

function sumSamples(profile: Profile, sampleIndex: number, labelSets: Uint8Array | undefined): Sums {
  const { length, labelSet, values } = profile.samples;
  const column = values[sampleIndex] as ValueColumn;
  const divisors = values[0] as ValueColumn;
  let total: Value = 0;
  let divisor: Value = 0;
  for (let sample = 0; sample < length; sample++) {
    if (labelSets !== undefined && !isMarked(labelSets, labelSet[sample] as number)) continue;
    total = add(total, absolute(column[sample] as Value));
    divisor = add(divisor, divisors[sample] as Value);
  }
  return { total, divisor };
}

function isMarked(labelSets: Uint8Array, row: number): boolean {
  return row !== NONE && labelSets[row] === 1;
}

/** 1 for the label sets that mark a sample as the base's. */
function baseLabelSets(profile: Profile): Uint8Array {
  return Uint8Array.from({ length: profile.labelSets.length }, (_, row) =>
    labelSetAt(profile, row).text.get(BASE_LABEL)?.includes("true") ? 1 : 0,
  );
}
