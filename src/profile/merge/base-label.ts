/** The label that marks the samples of a base in a diff (`-diff_base`), so that they stay apart and percentages are of the base. */
import { StringAppender } from "../append-strings.ts";
import { removeLabels } from "../filter/labels.ts";
import { BASE_LABEL } from "../labels.ts";
import { type LabelSetTable, NONE, type Profile } from "../tables.ts";

/** Every sample marked as the base's. */
export function withBaseLabel(profile: Profile): Profile {
  const bare = withoutBaseLabel(profile);
  const { labelSets, samples } = bare;
  const strings = new StringAppender(bare.strings);
  const key = strings.intern(BASE_LABEL);
  const text = strings.intern("true");
  // One label more at the end of each set, and one set more for samples that had none.
  const rows = labelSets.length + 1;
  const labels = labelSets.key.length + rows;
  const marked = {
    length: rows,
    start: new Int32Array(rows + 1),
    key: new Int32Array(labels),
    text: new Int32Array(labels),
    number: new BigInt64Array(labels),
    unit: new Int32Array(labels),
  } satisfies LabelSetTable;
  for (let row = 0; row < rows; row++) {
    const from = labelSets.start[Math.min(row, labelSets.length)] as number;
    const to = labelSets.start[Math.min(row + 1, labelSets.length)] as number;
    const at = marked.start[row] as number;
    for (const column of ["key", "text", "unit"] as const) marked[column].set(labelSets[column].subarray(from, to), at);
    marked.number.set(labelSets.number.subarray(from, to), at);
    const last = at + to - from;
    marked.key[last] = key;
    marked.text[last] = text;
    marked.start[row + 1] = last + 1;
  }
  const labelSet = samples.labelSet.map((row) => (row === NONE ? labelSets.length : row));
  return { ...bare, samples: { ...samples, labelSet }, labelSets: marked, strings: strings.finish() };
}

export function withoutBaseLabel(profile: Profile): Profile {
  const { strings } = profile;
  return removeLabels(profile, (key, isText) => isText && strings.at(key) === BASE_LABEL);
}
