/** Strings that are there more than once, by hash: contents are looked at and dropped, but for the text of what is asked for. */

/** Equal strings; `first` is the object of one of them. */
export interface EqualStrings {
  readonly first: number;
  /** How many there are. */
  readonly count: number;
  /** Of one. */
  readonly length: number;
  /** Of all but one, as the size classes have them. */
  readonly bytes: number;
  /** "" unless it was asked for. */
  readonly text: string;
}

/** Shown of a text. */
const LONGEST_TEXT = 80;
const TWO_20 = 1 << 20;

export class StringCounter {
  readonly #lengths: Uint32Array;
  readonly #isShown: boolean;
  readonly #rows = new Map<number, number>();
  readonly #found: { first: number; count: number; length: number; bytes: number; text: string }[] = [];

  /** `lengths` by object, 0 for what is no string. */
  constructor(lengths: Uint32Array, isShown: boolean) {
    this.#lengths = lengths;
    this.#isShown = isShown;
  }

  visit(object: number, bytes: Uint8Array, start: number, size: number): void {
    const length = this.#lengths[object] ?? 0;
    if (length === 0) return;
    const key = hashOf(bytes, start, length);
    const row = this.#rows.get(key);
    const known = row === undefined ? undefined : this.#found[row];
    if (known === undefined) {
      this.#rows.set(key, this.#found.push({ first: object, count: 1, length, bytes: 0, text: "" }) - 1);
      return;
    }
    known.count++;
    known.bytes += size;
    if (this.#isShown && known.text === "") {
      const shown = bytes.subarray(start, start + Math.min(length, LONGEST_TEXT));
      known.text = new TextDecoder().decode(shown);
    }
  }

  /** Those there are more than one of, most bytes first. */
  finish(): EqualStrings[] {
    return this.#found.filter(({ count }) => count > 1).sort((a, b) => b.bytes - a.bytes);
  }
}

/** 52 bits of two FNV-1a hashes: of a million strings two others meet once in 9,000 dumps. */
function hashOf(bytes: Uint8Array, start: number, length: number): number {
  let one = 0x811c9dc5 ^ length;
  let other = 0x9747b28c;
  for (let at = start; at < start + length; at++) {
    const byte = bytes[at] as number;
    one = Math.imul(one ^ byte, 0x01000193);
    other = Math.imul(other + byte, 0x85ebca6b) ^ (other >>> 13);
  }
  return (one >>> 0) * TWO_20 + ((other >>> 0) % TWO_20);
}
