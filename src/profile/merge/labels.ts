/** The label side of a merge: two sets are one if they have the same keys with the same values and units, in whatever order of keys. */
import { canonicalRows, LabelSetIndex } from "../label-sets.ts";
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
      const [from, to] = [labelSets.start[row] as number, labelSets.start[row + 1] as number];
      const rows = canonicalRows(labelSets, from, to, compare);
      for (let at = from; at < to; at++) this.#push(labelSets, rows === undefined ? at : (rows[at - from] as number));
      return this.#sets.close();
    });
  }

  #push(labels: LabelSetTable, at: number): void {
    const key = this.#strings.take(labels.key[at] as number);
    const text = labels.text[at] as number;
    if (text !== NONE)
      this.#sets.push(key, this.#strings.take(text), 0n, this.#strings.take(labels.unit[at] as number));
    else this.#sets.push(key, NONE, labels.number[at] as bigint, this.#strings.take(labels.unit[at] as number));
  }

  finish(): LabelSetTable {
    return this.#sets.finish();
  }
}
