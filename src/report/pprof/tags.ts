/**
 * What each value of each label accounts for: what `-tags` prints. A sample counts once for every value it carries, in full; numbers that
 * read the same once formatted are one value.
 */
import { sortTags } from "../../graph/trim/order.ts";
import { scaledLabel } from "../../measurement/scale.ts";
import { add, addInto, type Value, type ValueColumn, zerosLike } from "../../profile/int64.ts";
import { compareText } from "../../profile/string-table.ts";
import { NONE } from "../../profile/tables.ts";
import { type NumberStyle, plainStyle } from "./output-unit.ts";
import { type View, valuesOf } from "./view.ts";

export interface TagsReport {
  readonly kind: "tags";
  readonly total: Value;
  readonly numbers: NumberStyle;
  /** By key; each is made as it is asked for, since there may be millions. */
  readonly keys: Iterable<TagKey>;
  /** Of all keys and values, in no order. */
  readonly texts: Iterable<string>;
}

export interface TagKey {
  readonly key: string;
  readonly total: Value;
  /** Largest magnitude first. */
  readonly values: readonly TagValue[];
}

export interface TagValue {
  readonly name: string;
  readonly flat: Value;
}

export function tagsReport(view: View): TagsReport {
  const sums = sumsByKey(view);
  const keys = Array.from(sums.keys()).sort(compareText);
  return {
    kind: "tags",
    total: view.total,
    numbers: plainStyle(view),
    keys: {
      *[Symbol.iterator](): Generator<TagKey> {
        for (const key of keys) yield tagKey(key, sums.get(key) as KeySums);
      },
    },
    texts: {
      *[Symbol.iterator](): Generator<string> {
        for (const [key, { text, others }] of sums) {
          yield key;
          yield text;
          if (others !== undefined) yield* others.keys();
        }
      },
    },
  };
}

function tagKey(key: string, { text, value, others }: KeySums): TagKey {
  if (others === undefined) return { key, total: value, values: [{ name: text, flat: value }] };
  const tags = [{ name: text, flat: value, cum: 0 }];
  let total = value;
  for (const [name, flat] of others) {
    tags.push({ name, flat, cum: 0 });
    total = add(total, flat);
  }
  return { key, total, values: sortTags(tags, "flat") };
}

/** The values of a key: most of a million keys have one. */
interface KeySums {
  readonly text: string;
  value: Value;
  others?: Map<string, Value>;
}

function sumsByKey(view: View): Map<string, KeySums> {
  const { labelSets, strings } = view.profile;
  const sums = new Map<string, KeySums>();
  for (const [row, value] of sumsOfLabelSets(view)) {
    for (let at = labelSets.start[row] as number; at < (labelSets.start[row + 1] as number); at++) {
      const key = strings.at(labelSets.key[at] as number);
      const text = labelSets.text[at] as number;
      const unit = view.numericUnits.get(key) ?? "";
      const name = text === NONE ? scaledLabel(labelSets.number[at] as bigint, unit, view.unit) : strings.at(text);
      const known = sums.get(key);
      if (known === undefined) sums.set(key, { text: name, value });
      else addTo(known, name, value);
    }
  }
  return sums;
}

function addTo(sums: KeySums, text: string, value: Value): void {
  if (sums.text === text) {
    sums.value = add(sums.value, value);
    return;
  }
  sums.others ??= new Map();
  const sum = sums.others.get(text);
  sums.others.set(text, sum === undefined ? value : add(sum, value));
}

/** Samples are many, their label sets few: the values are summed first. Sets that no sample has are left out. */
function* sumsOfLabelSets(view: View): Generator<[row: number, value: Value]> {
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
  for (let row = 0; row < isUsed.length; row++) if (isUsed[row] === 1) yield [row, sums[row] as Value];
}
