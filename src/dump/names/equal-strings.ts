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

export class StringCounter {
  readonly #lengths: Uint32Array;
  readonly #isShown: boolean;
  /** By what is left of a string's first hash, or the next free place: its row plus 1. */
  readonly #places: Uint32Array;
  /** Of each row: both hashes, the object that had it first, how many there are, bytes of all but one. */
  readonly #one: Float64Array;
  readonly #other: Float64Array;
  readonly #first: Uint32Array;
  readonly #counts: Uint32Array;
  readonly #bytes: Float64Array;
  readonly #texts = new Map<number, string>();
  #rows = 0;

  /** `lengths` by object, 0 for what is no string. */
  constructor(lengths: Uint32Array, isShown: boolean) {
    this.#lengths = lengths;
    this.#isShown = isShown;
    const most = lengths.reduce((count, length) => count + (length > 0 ? 1 : 0), 0);
    this.#places = new Uint32Array(2 ** Math.ceil(Math.log2(2 * most + 2)));
    this.#one = new Float64Array(most);
    this.#other = new Float64Array(most);
    this.#first = new Uint32Array(most);
    this.#counts = new Uint32Array(most);
    this.#bytes = new Float64Array(most);
  }

  visit(object: number, bytes: Uint8Array, start: number, size: number): void {
    const length = this.#lengths[object] ?? 0;
    if (length === 0) return;
    computeHashes(bytes, start, length);
    const row = this.#find(HASHES[0] as number, HASHES[1] as number, length, object);
    this.#counts[row] = (this.#counts[row] as number) + 1;
    if (this.#counts[row] === 1) return;
    this.#bytes[row] = (this.#bytes[row] as number) + size;
    if (this.#isShown && !this.#texts.has(row)) {
      const shown = bytes.subarray(start, start + Math.min(length, LONGEST_TEXT));
      this.#texts.set(row, new TextDecoder().decode(shown));
    }
  }

  #find(one: number, other: number, length: number, object: number): number {
    const mask = this.#places.length - 1;
    for (let place = one % this.#places.length; ; place = (place + 1) & mask) {
      const row = (this.#places[place] as number) - 1;
      if (row < 0) return this.#add(place, one, other, object);
      const isSame = this.#one[row] === one && this.#other[row] === other;
      if (isSame && this.#lengths[this.#first[row] as number] === length) return row;
    }
  }

  #add(place: number, one: number, other: number, object: number): number {
    const row = this.#rows++;
    this.#places[place] = row + 1;
    this.#one[row] = one;
    this.#other[row] = other;
    this.#first[row] = object;
    return row;
  }

  /** Those there are more than one of, most bytes first. */
  finish(): EqualStrings[] {
    const found: EqualStrings[] = [];
    for (let row = 0; row < this.#rows; row++) {
      const [first, count] = [this.#first[row] as number, this.#counts[row] as number];
      if (count < 2) continue;
      const [length, bytes] = [this.#lengths[first] as number, this.#bytes[row] as number];
      found.push({ first, count, length, bytes, text: this.#texts.get(row) ?? "" });
    }
    return found.sort((a, b) => b.bytes - a.bytes);
  }
}

/** Of the last string: two numbers of 52 bits, from four sums of 32 bits that share nothing but the bytes. */
const HASHES = new Float64Array(2);

/** Four bytes at a time; each step of a sum can be undone, so that strings of one length that differ in one place never meet in any of the four. */
function computeHashes(bytes: Uint8Array, start: number, length: number): void {
  let a = 0x811c9dc5 ^ length;
  let b = 0x9747b28c;
  let c = 0x2545f491 + length;
  let d = 0x6c62272e;
  const view = viewOf(bytes);
  const end = start + length;
  for (let at = start; at < end; at += 4) {
    const word = at + 4 <= end ? view.getInt32(at, true) : lastWord(bytes, at, end);
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

/** What is left of the bytes before `end`, which are less than four. */
function lastWord(bytes: Uint8Array, start: number, end: number): number {
  let word = 0;
  for (let at = end - 1; at >= start; at--) word = (word << 8) | (bytes[at] as number);
  return word;
}

let viewed: Uint8Array | undefined;
let view: DataView = new DataView(new ArrayBuffer(0));

/** Objects lie in the same piece of the dump, one after the other. */
function viewOf(bytes: Uint8Array): DataView {
  if (bytes !== viewed) {
    viewed = bytes;
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }
  return view;
}
