/** Samples chosen by their labels, and labels taken off samples. Samples share label sets, so each set is looked at once. */

import { labelSetAt } from "../labels.ts";
import { type LabelSetTable, NONE, type Profile } from "../tables.ts";
import { keepRows } from "./keep-rows.ts";
import type { LabelSetFilter } from "./tag-filter.ts";

const NO_LABELS = { text: new Map(), numeric: new Map() };

interface LabelFiltered {
  readonly profile: Profile;
  /** Whether any sample was accepted by each filter. */
  readonly matched: { readonly focus: boolean; readonly ignore: boolean };
}

/** Keeps the samples that `focus` accepts and `ignore` does not. */
export function filterByLabels(
  profile: Profile,
  focus: LabelSetFilter | undefined,
  ignore: LabelSetFilter | undefined,
): LabelFiltered {
  const { labelSet, length } = profile.samples;
  const isFocused = focus && answersBySample(profile, focus);
  const isIgnored = ignore && answersBySample(profile, ignore);
  const kept = new Uint8Array(length);
  let focused = false;
  let ignored = false;
  for (let sample = 0; sample < length; sample++) {
    const set = labelSet[sample] as number;
    const isIn = isFocused === undefined || isFocused(set);
    const isOut = isIgnored?.(set) === true;
    if (isIn) focused = true;
    if (isOut) ignored = true;
    if (isIn && !isOut) kept[sample] = 1;
  }
  return { profile: keepRows(profile, kept), matched: { focus: focused, ignore: ignored } };
}

/** `accepts` by row of the label sets; asked only for rows that samples have. */
function answersBySample(profile: Profile, accepts: LabelSetFilter): (row: number) => boolean {
  const known = new Map<number, boolean>();
  return (row) => {
    const answer = known.get(row);
    if (answer !== undefined) return answer;
    const fresh = accepts(row === NONE ? NO_LABELS : labelSetAt(profile, row));
    known.set(row, fresh);
    return fresh;
  };
}

/** The profile without the labels of the keys (indices of strings) that `isRemoved` names. */
export function removeLabels(profile: Profile, isRemoved: (key: number, isText: boolean) => boolean): Profile {
  const { labelSets, samples } = profile;
  const kept = Uint8Array.from(labelSets.key, (key, label) => (isRemoved(key, labelSets.text[label] !== NONE) ? 0 : 1));
  if (!kept.includes(0)) return profile;
  const start = new Int32Array(labelSets.length + 1);
  let next = 0;
  for (let row = 0; row < labelSets.length; row++) {
    for (let at = labelSets.start[row] as number; at < (labelSets.start[row + 1] as number); at++)
      next += kept[at] as number;
    start[row + 1] = next;
  }
  const isKept = (_: unknown, label: number): boolean => kept[label] === 1;
  const columns: LabelSetTable = {
    length: labelSets.length,
    start,
    key: labelSets.key.filter(isKept),
    text: labelSets.text.filter(isKept),
    number: labelSets.number.filter(isKept),
    unit: labelSets.unit.filter(isKept),
  };
  const isEmpty = (row: number): boolean => start[row] === start[row + 1];
  const labelSet = samples.labelSet.map((row) => (row === NONE || isEmpty(row) ? NONE : row));
  return { ...profile, samples: { ...samples, labelSet }, labelSets: columns };
}

/** Rows of the label sets that some sample has. */
export function usedLabelSets({ samples }: Profile): Set<number> {
  const used = new Set<number>();
  for (const row of samples.labelSet) if (row !== NONE) used.add(row);
  return used;
}
