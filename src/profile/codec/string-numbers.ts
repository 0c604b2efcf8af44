/** The string table of a profile that is written: strings in the order in which they are first asked for, "" first. */
import { NONE, type Profile } from "../tables.ts";

export class StringNumbers {
  readonly #profile: Profile;
  readonly #numbers: Map<string, number> = new Map([["", 0]]);
  /** Of the profile's own table: number given, or NONE. */
  readonly #byIndex: Int32Array;

  constructor(profile: Profile) {
    this.#profile = profile;
    this.#byIndex = new Int32Array(profile.strings.length).fill(NONE);
  }

  ofText(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  ofIndex(index: number): number {
    const known = this.#byIndex[index] as number;
    if (known !== NONE) return known;
    const number = this.ofText(this.#profile.strings.at(index));
    this.#byIndex[index] = number;
    return number;
  }

  /** In the order of their numbers. */
  texts(): Iterable<string> {
    return this.#numbers.keys();
  }
}
