/**
 * What each value of each label accounts for: what `-tags` prints. A sample counts once for every value it carries, in full; numbers that
 * read the same once formatted are one value.
 */
import { sortTags } from "../../graph/trim/order.ts";
import { scaledLabel } from "../../measurement/scale.ts";
import { add, addInto, type Value, type ValueColumn, zerosLike } from "../../profile/int64.ts";
import { type LabelSet, labelSetAt } from "../../profile/labels.ts";
import { compareText } from "../../profile/string-table.ts";
import { NONE } from "../../profile/tables.ts";
import { type NumberStyle, plainStyle } from "./output-unit.ts";
import { type View, valuesOf } from "./view.ts";

export interface TagsReport {
  readonly kind: "tags";
  readonly total: Value;
  readonly numbers: NumberStyle;
  /** By key. */
  readonly keys: readonly TagKey[];
}

export interface TagKey {
  readonly key: string;
  readonly total: Value;
  /** Largest magnitude first. */
  readonly values: readonly TagValue[];
}

export interface TagValue {
  readonly text: string;
  readonly value: Value;
}

export function tagsReport(view: View): TagsReport {
  const sums = sumsByKey(view);
  const keys = [...sums.keys()].sort(compareText);
  return {
    kind: "tags",
    total: view.total,
    numbers: plainStyle(view),
    keys: keys.map((key) => tagKey(key, sums.get(key) as ReadonlyMap<string, Value>)),
  };
}

function tagKey(key: string, sums: ReadonlyMap<string, Value>): TagKey {
  const tags = Array.from(sums, ([name, flat]) => ({ name, flat, cum: 0 }));
  return {
    key,
    total: tags.map(({ flat }) => flat).reduce(add),
    values: sortTags(tags, "flat").map(({ name, flat }) => ({ text: name, value: flat })),
  };
}

function sumsByKey(view: View): Map<string, Map<string, Value>> {
  const sums = new Map<string, Map<string, Value>>();
  for (const [row, value] of sumsOfLabelSets(view)) {
    for (const [key, text] of tagsOf(labelSetAt(view.profile, row), view)) {
      const ofKey = sums.get(key) ?? new Map<string, Value>();
      sums.set(key, ofKey);
      const sum = ofKey.get(text);
      ofKey.set(text, sum === undefined ? value : add(sum, value));
    }
  }
  return sums;
}

/** Samples are many, their label sets few: the values are summed first. Sets that no sample has are left out. */
function sumsOfLabelSets(view: View): [row: number, value: Value][] {
  const { samples, labelSets } = view.profile;
  const values = valuesOf(view);
  const sums = zerosLike(values, labelSets.length);
  const isUsed = new Uint8Array(labelSets.length);
  for (let sample = 0; sample < samples.length; sample++) {
    const set = samples.labelSet[sample] as number;
    if (set === NONE) continue;
    isUsed[set] = 1;
    addInto(sums, set, values as ValueColumn, sample);
  }
  return Array.from(sums as Float64Array, (sum, row): [number, Value] => [row, sum]).filter(([row]) => isUsed[row]);
}

function tagsOf({ text, numeric }: LabelSet, view: View): [key: string, text: string][] {
  const tags: [string, string][] = [];
  for (const [key, values] of text) for (const value of values) tags.push([key, value]);
  for (const [key, { values }] of numeric) {
    const unit = view.numericUnits.get(key) ?? "";
    for (const value of values) tags.push([key, scaledLabel(value, unit, view.unit)]);
  }
  return tags;
}
