/** Answers that fit a model's window: 4 kB at most, with a handle for what is left. */

export const MOST_BYTES = 4096;

/** Kept for `more`; the oldest goes first. */
const MOST_KEPT = 40;

/** Room for the line about what is left. */
const TAIL_BYTES = 96;

export class Answers {
  readonly #texts = new Map<string, string>();
  #count = 0;

  /** The beginning of a text, and how to get the rest. */
  first(text: string): string {
    if (bytesOf(text) <= MOST_BYTES) return text;
    this.#count += 1;
    const handle = `t${this.#count}`;
    this.#texts.set(handle, text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > MOST_KEPT && oldest !== undefined) this.#texts.delete(oldest);
    return this.#page(handle, text, 0);
  }

  /** From `offset`, in characters; undefined for a handle that is not kept. */
  more(handle: string, offset: number): string | undefined {
    const text = this.#texts.get(handle);
    return text === undefined ? undefined : this.#page(handle, text, Math.min(Math.max(0, offset), text.length));
  }

  #page(handle: string, text: string, from: number): string {
    const rest = text.slice(from);
    if (bytesOf(rest) <= MOST_BYTES) return rest;
    const page = fitting(rest, MOST_BYTES - TAIL_BYTES);
    const end = from + page.length;
    return `${page}[${text.length - end} characters more: call more {"handle":"${handle}","offset":${end}}]\n`;
  }
}

/** Whole lines if there is one that fits, else as many characters as do. */
function fitting(text: string, most: number): string {
  let start = text.slice(0, most);
  while (bytesOf(start) > most) start = start.slice(0, -64);
  // Half of a pair belongs to the next page.
  if (/[\uD800-\uDBFF]$/.test(start)) start = start.slice(0, -1);
  const lines = start.slice(0, start.lastIndexOf("\n") + 1);
  return lines === "" ? start : lines;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
