/** The label side of a merge: two sets are one if they have the same keys with the same values and units, in whatever order of keys. */
import { canonicalOrder, type Label, LabelSetIndex } from "../label-sets.ts";
import { type LabelSetTable, NONE, type Profile } from "../tables.ts";
import type { MergedStrings } from "./strings.ts";

export class MergedLabelSets {
  readonly #strings: MergedStrings;
  readonly #sets = new LabelSetIndex();

  constructor(strings: MergedStrings) {
    this.#strings = strings;
  }

  /** The profile's label sets -> merged label sets. Its strings are those that are being read. */
  begin({ labelSets, strings }: Profile): Int32Array {
    const compare = (a: number, b: number): number => strings.compare(a, b);
    return Int32Array.from({ length: labelSets.length }, (_, row) => {
      const labels = labelsOf(labelSets, row);
      canonicalOrder(labels, compare);
      return this.#sets.add(labels.map((label) => this.#merged(label)));
    });
  }

  #merged({ key, text, number, unit }: Label): Label {
    return {
      key: this.#strings.take(key),
      text: text === NONE ? NONE : this.#strings.take(text),
      number,
      unit: this.#strings.take(unit),
    };
  }

  finish(): LabelSetTable {
    return this.#sets.finish();
  }
}

function labelsOf({ start, key, text, number, unit }: LabelSetTable, row: number): Label[] {
  const from = start[row] as number;
  return Array.from({ length: (start[row + 1] as number) - from }, (_, at) => ({
    key: key[from + at] as number,
    text: text[from + at] as number,
    number: number[from + at] as bigint,
    unit: unit[from + at] as number,
  }));
}
