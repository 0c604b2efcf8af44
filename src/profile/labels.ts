/** A label set as its readers want it: values grouped by key. */
import { NONE, type Profile } from "./tables.ts";

/** Marks the samples of a base in a diff (`-diff_base`), so that they stay apart and percentages are of the base. */
export const BASE_LABEL = "pprof::base";

interface NumericLabel {
  readonly values: bigint[];
  /** Empty if no value of this key has a unit, else one a value ("" where it has none). */
  readonly units: string[];
}

export interface LabelSet {
  readonly text: Map<string, string[]>;
  readonly numeric: Map<string, NumericLabel>;
}

/** Row `row` of the profile's label sets. */
export function labelSetAt(profile: Profile, row: number): LabelSet {
  const { labelSets, strings } = profile;
  const text = new Map<string, string[]>();
  const numeric = new Map<string, NumericLabel>();
  for (let at = labelSets.start[row] as number; at < (labelSets.start[row + 1] as number); at++) {
    const key = strings.at(labelSets.key[at] as number);
    const textIndex = labelSets.text[at] as number;
    if (textIndex !== NONE) {
      const values = text.get(key);
      if (values === undefined) text.set(key, [strings.at(textIndex)]);
      else values.push(strings.at(textIndex));
      continue;
    }
    const label = numeric.get(key) ?? { values: [], units: [] };
    numeric.set(key, label);
    const unit = labelSets.unit[at] as number;
    if (unit !== 0) {
      padUnits(label, label.values.length);
      label.units.push(strings.at(unit));
    }
    label.values.push(labelSets.number[at] as bigint);
  }
  for (const label of numeric.values()) if (label.units.length > 0) padUnits(label, label.values.length);
  return { text, numeric };
}

function padUnits(label: NumericLabel, length: number): void {
  while (label.units.length < length) label.units.push("");
}
