/**
 * A profile's strings, kept as the bytes they came in until somebody asks for one.
 *
 * Bytes that are not UTF-8 survive the round trip: each such byte 0xNN becomes the lone surrogate U+DCNN in the string, and
 * `encodeText` turns it back (the convention of Python's "surrogateescape").
 */

import { ProfileError } from "../errors.ts";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Texts by number; decoded when they are asked for. */
export class StringTable {
  readonly length: number;
  readonly bytes: Uint8Array;
  /** `length + 1` entries: string i is `bytes[offsets[i] .. offsets[i + 1])`. */
  readonly offsets: Uint32Array;
  readonly #decoded: (string | undefined)[];

  constructor(bytes: Uint8Array, offsets: Uint32Array) {
    this.bytes = bytes;
    this.offsets = offsets;
    this.length = offsets.length - 1;
    this.#decoded = new Array(this.length);
  }

  static from(strings: readonly string[]): StringTable {
    const offsets = new Uint32Array(strings.length + 1);
    let bytes: Uint8Array = new Uint8Array(1024);
    let end = 0;
    for (let i = 0; i < strings.length; i++) {
      const text = encodeText(strings[i] as string);
      if (end + text.length > bytes.length) bytes = enlarged(bytes, end + text.length);
      bytes.set(text, end);
      end += text.length;
      offsets[i + 1] = end;
    }
    const table = new StringTable(bytes.slice(0, end), offsets);
    for (let i = 0; i < strings.length; i++) table.#decoded[i] = strings[i];
    return table;
  }

  /** The same texts, none of them decoded: what is asked of it goes with it, not with this table. */
  undecoded(): StringTable {
    return new StringTable(this.bytes, this.offsets);
  }

  /** `index`, if there is such a string. Throws ProfileError "string-index". */
  checked(index: number): number {
    if (index >= this.length) throw stringIndexError(index, this.length);
    return index;
  }

  /** Orders two strings as compareText does, without decoding them. */
  compare(a: number, b: number): number {
    const { bytes, offsets } = this;
    let [left, right] = [offsets[a] as number, offsets[b] as number];
    const [leftEnd, rightEnd] = [offsets[a + 1] as number, offsets[b + 1] as number];
    while (left < leftEnd && right < rightEnd && bytes[left] === bytes[right]) {
      left++;
      right++;
    }
    if (left === leftEnd || right === rightEnd) return leftEnd - left - (rightEnd - right);
    return (bytes[left] as number) - (bytes[right] as number);
  }

  /** Whether it has these bytes; it is not decoded. */
  is(index: number, text: Uint8Array): boolean {
    const start = this.offsets[index] as number;
    if ((this.offsets[index + 1] as number) - start !== text.length) return false;
    for (let at = 0; at < text.length; at++) if (this.bytes[start + at] !== text[at]) return false;
    return true;
  }

  at(index: number): string {
    const known = this.#decoded[index];
    if (known !== undefined) return known;
    const text = decodeText(this.bytes.subarray(this.offsets[index], this.offsets[index + 1]));
    this.#decoded[index] = text;
    return text;
  }
}

/** At least twice as long, so that appending costs what is appended. */
function enlarged(bytes: Uint8Array, length: number): Uint8Array {
  const larger = new Uint8Array(Math.max(length, 2 * bytes.length));
  larger.set(bytes);
  return larger;
}

export function stringIndexError(index: number, length: number): ProfileError {
  return new ProfileError(
    "string-index",
    `string index ${index} is outside the string table of ${length}`,
    "parsing profile: unrecognized profile format",
  );
}

/** Collects strings for a table under construction; index 0 is "". */
export class StringInterner {
  readonly strings: string[] = [""];
  readonly #indices: Map<string, number> = new Map([["", 0]]);

  intern(text: string): number {
    const known = this.#indices.get(text);
    if (known !== undefined) return known;
    const index = this.strings.length;
    this.strings.push(text);
    this.#indices.set(text, index);
    return index;
  }

  finish(): StringTable {
    return StringTable.from(this.strings);
  }
}

export function decodeText(bytes: Uint8Array): string {
  if (bytes.length === 0) return "";
  try {
    return strict.decode(bytes);
  } catch {
    return decodeWithEscapes(bytes);
  }
}

function decodeWithEscapes(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const size = sequenceLength(bytes, at);
    if (size === 0) text += String.fromCharCode(0xdc00 + (bytes[at] as number));
    else text += strict.decode(bytes.subarray(at, at + size));
    at += size || 1;
  }
  return text;
}

/** Length of the valid UTF-8 sequence that starts at `at`, 0 if there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  const size = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (size === 0) return 0;
  try {
    strict.decode(bytes.subarray(at, at + size));
    return size;
  } catch {
    return 0;
  }
}

const escapedByte = /[\udc80-\udcff]/;

/** UTF-8 bytes of `text`, with escaped bytes restored. */
export function encodeText(text: string): Uint8Array {
  if (!escapedByte.test(text)) return encoder.encode(text);
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) as number;
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code - 0xdc00);
    else for (const byte of encoder.encode(char)) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/** Orders as Go orders strings: by their UTF-8 bytes. JavaScript's `<` differs for characters beyond U+D7FF. */
export function compareText(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left === right) continue;
    // An escaped byte may come before or after any character that is not ASCII.
    if (left < 0x80 || right < 0x80 || (left < 0xd800 && right < 0xd800)) return left - right;
    return compareBytes(encodeText(a), encodeText(b));
  }
  return a.length - b.length;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  return a.length - b.length;
}
