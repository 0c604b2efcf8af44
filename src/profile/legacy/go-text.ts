/**
 * Text as Go's standard library takes it apart, which the legacy formats lean on: lines of at most 64 KiB, addresses, and what
 * counts as white space.
 */
import { NumberError } from "../go-number.ts";
import { decodeText } from "../string-table.ts";

/** A line of this many bytes or more ends the reading. */
const LINE_LIMIT = 65536;
const NEWLINE = 10;
const RETURN = 13;

/** Lines of a text, one at a time, without "\n" or "\r\n". After the last one `text` is "". */
export class LineScanner {
  readonly #bytes: Uint8Array;
  #pos = 0;
  text = "";
  /** What stopped the reading before the end. */
  error: string | undefined;

  constructor(bytes: Uint8Array, start = 0) {
    this.#bytes = bytes;
    this.#pos = start;
  }

  /** Moves to the next line; false at the end. */
  scan(): boolean {
    this.text = "";
    const start = this.#pos;
    if (start >= this.#bytes.length || this.error !== undefined) return false;
    const newline = this.#bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? this.#bytes.length : newline;
    if (end - start >= LINE_LIMIT) {
      this.error = "bufio.Scanner: token too long";
      return false;
    }
    this.#pos = end + 1;
    const trimmed = end > start && this.#bytes[end - 1] === RETURN ? end - 1 : end;
    this.text = decodeText(this.#bytes.subarray(start, trimmed));
    return true;
  }
}

const SPACE = "[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const leadingSpace = new RegExp(`^${SPACE}+`);
const isSpace = new RegExp(SPACE);

/** Without the white space at both ends; unlike String.trim it knows U+0085 and spares U+FEFF. */
export function trimSpace(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace.test(text[end - 1] as string)) end--;
  return text.slice(0, end).replace(leadingSpace, "");
}

/** int64(float): truncated; what does not fit comes out as the smallest int64, as amd64 has it. */
export function truncateToInt64(value: number): bigint {
  if (!(value >= -(2 ** 63) && value < 2 ** 63)) return -(2n ** 63n);
  return BigInt(Math.trunc(value));
}

/** All `0x…` numbers of a text, as uint64. Throws NumberError if one does not fit. */
export function parseHexAddresses(text: string): bigint[] {
  const found = text.match(/0x[0-9a-f]+/g) ?? [];
  return found.map((word) => {
    const address = BigInt(word);
    if (address >> 64n !== 0n)
      throw new NumberError(`failed to parse as hex 64-bit number: ${word}`, "value out of range");
    return address;
  });
}

export function isSpaceOrComment(line: string): boolean {
  const trimmed = trimSpace(line);
  return trimmed === "" || trimmed.startsWith("#");
}
