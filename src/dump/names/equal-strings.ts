/**
 * Strings that are there more than once: contents are looked at and dropped, but for the text of what is asked for. Equal are those of one length whose two
 * hashes, of 52 bits each and made apart, are equal: of a billion pairs that differ two meet once in 10^22 dumps.
 */

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

interface FoundStrings {
  readonly first: number;
  readonly length: number;
  /** A second hash, of which the first knows nothing: strings are equal where both are. */
  readonly check: number;
  count: number;
  bytes: number;
  text: string;
  /** Another string of the same first hash. */
  next: number;
}

export class StringCounter {
  readonly #lengths: Uint32Array;
  readonly #isShown: boolean;
  readonly #rows = new Map<number, number>();
  readonly #found: FoundStrings[] = [];

  /** `lengths` by object, 0 for what is no string. */
  constructor(lengths: Uint32Array, isShown: boolean) {
    this.#lengths = lengths;
    this.#isShown = isShown;
  }

  visit(object: number, bytes: Uint8Array, start: number, size: number): void {
    const length = this.#lengths[object] ?? 0;
    if (length === 0) return;
    computeHashes(bytes, start, length);
    const known = this.#find(HASHES[0] as number, HASHES[1] as number, object, length);
    if (known.first === object) return;
    known.count++;
    known.bytes += size;
    if (this.#isShown && known.text === "") {
      const shown = bytes.subarray(start, start + Math.min(length, LONGEST_TEXT));
      known.text = new TextDecoder().decode(shown);
    }
  }

  #find(key: number, check: number, first: number, length: number): FoundStrings {
    let row = this.#rows.get(key) ?? NONE;
    const head = row;
    for (; row !== NONE; row = (this.#found[row] as FoundStrings).next) {
      const known = this.#found[row] as FoundStrings;
      if (known.check === check && known.length === length) return known;
    }
    const made = { first, length, check, count: 1, bytes: 0, text: "", next: head };
    this.#rows.set(key, this.#found.push(made) - 1);
    return made;
  }

  /** Those there are more than one of, most bytes first. */
  finish(): EqualStrings[] {
    return this.#found
      .filter(({ count }) => count > 1)
      .sort((a, b) => b.bytes - a.bytes)
      .map(({ first, count, length, bytes, text }) => ({ first, count, length, bytes, text }));
  }
}

const NONE = -1;

/** Of the last string: two numbers of 52 bits, from four sums of 32 bits that share nothing but the bytes. */
const HASHES = new Float64Array(2);

/** Four bytes at a time; each step of a sum can be undone, so that strings of one length that differ in one place never meet in any of the four. */
function computeHashes(bytes: Uint8Array, start: number, length: number): void {
  let a = 0x811c9dc5 ^ length;
  let b = 0x9747b28c;
  let c = 0x2545f491 + length;
  let d = 0x6c62272e;
  const end = start + length;
  for (let at = start; at < end; at += 4) {
    const word =
      (bytes[at] as number) |
      (at + 1 < end ? (bytes[at + 1] as number) << 8 : 0) |
      (at + 2 < end ? (bytes[at + 2] as number) << 16 : 0) |
      (at + 3 < end ? (bytes[at + 3] as number) << 24 : 0);
    a = Math.imul(a ^ word, 0x01000193);
    a ^= a >>> 15;
    b = Math.imul(b + word, 0x85ebca6b);
    b ^= b >>> 13;
    c = Math.imul((c << 5) - c + word, 0xc2b2ae35);
    c ^= c >>> 16;
    d = Math.imul(d ^ Math.imul(word, 0x9e3779b1), 0x27d4eb2f);
    d ^= d >>> 14;
  }
  HASHES[0] = (a >>> 0) * TWO_20 + ((b >>> 0) % TWO_20);
  HASHES[1] = (c >>> 0) * TWO_20 + ((d >>> 0) % TWO_20);
}
