/** The label side of a merge: two sets are one if they have the same keys with the same values and units, in whatever order of keys. */

import { type LabelSet, labelSetAt } from "../labels.ts";
import { compareText } from "../string-table.ts";
import { type LabelSetTable, NONE, type Profile } from "../tables.ts";
import type { MergedStrings } from "./strings.ts";

export class MergedLabelSets {
  readonly #strings: MergedStrings;
  readonly #sets: Map<string, number> = new Map();
  readonly #start: number[] = [0];
  readonly #key: number[] = [];
  readonly #text: number[] = [];
  readonly #number: bigint[] = [];
  readonly #unit: number[] = [];

  constructor(strings: MergedStrings) {
    this.#strings = strings;
  }

  /** The profile's label sets -> merged label sets. */
  begin(profile: Profile): Int32Array {
    return Int32Array.from({ length: profile.labelSets.length }, (_, row) => this.add(labelSetAt(profile, row)));
  }

  /** Row of the set; a new one if there was none. */
  add(set: LabelSet): number {
    const key = JSON.stringify([
      [...set.text].sort(byKey),
      [...set.numeric].sort(byKey).map(([name, { values, units }]) => [name, values.map(String), units]),
    ]);
    const known = this.#sets.get(key);
    if (known !== undefined) return known;
    for (const [name, values] of [...set.text].sort(byKey)) {
      for (const value of values) this.#push(name, value, 0n, "");
    }
    for (const [name, { values, units }] of [...set.numeric].sort(byKey)) {
      for (const [index, value] of values.entries()) this.#push(name, undefined, value, units[index] ?? "");
    }
    this.#start.push(this.#key.length);
    this.#sets.set(key, this.#start.length - 2);
    return this.#start.length - 2;
  }

  #push(key: string, text: string | undefined, number: bigint, unit: string): void {
    this.#key.push(this.#strings.intern(key));
    this.#text.push(text === undefined ? NONE : this.#strings.intern(text));
    this.#number.push(number);
    this.#unit.push(this.#strings.intern(unit));
  }

  finish(): LabelSetTable {
    return {
      length: this.#start.length - 1,
      start: Int32Array.from(this.#start),
      key: Int32Array.from(this.#key),
      text: Int32Array.from(this.#text),
      number: BigInt64Array.from(this.#number),
      unit: Int32Array.from(this.#unit),
    };
  }
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return compareText(a[0], b[0]);
}
