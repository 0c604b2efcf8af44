/**
 * A regular expression the user wrote, ready to use. Only regexp.ts makes them: its engine takes some 6 ms to load, so that code which needs
 * patterns is handed a compiler and the engine is loaded when there is something to compile.
 */
import type { StringTable } from "../string-table.ts";

/** A regular expression of Go's syntax. */
export interface Pattern {
  /** As the user wrote it. */
  readonly source: string;
  /** Whether it is found anywhere in `text`. */
  readonly matches: (text: string) => boolean;
}

/** Throws UsageError "bad-regexp" with Go's words for what is wrong, "large-regexp" for what Go alone has the memory for. */
export type PatternCompiler = (source: string) => Pattern;

/** Text without anything special in it: searching for it is all there is to do. */
export function isLiteral(source: string): boolean {
  return /^[\w\s/:,"'<>@#%&=~!;`-]*$/.test(source);
}

/** A pattern that finds this text, and nothing else. */
export function literalPattern(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");
}

/** A pattern that finds just this name. */
export function onlyName(name: string): string {
  return `^${literalPattern(name)}$`;
}

/** The names that a pattern is of which was made by `onlyName`, several joined by `|`; undefined for any other. */
export function namesOf(pattern: string): readonly string[] | undefined {
  const names = pattern
    .replace(/^\^|\$$/g, "")
    .split("$|^")
    .map((part) => part.replace(/\\([\\.+*?()|[\]{}^$])/g, "$1"));
  return pattern === names.map(onlyName).join("|") ? names : undefined;
}

const UNKNOWN = 0;
const NO = 1;
const YES = 2;

/** What a pattern says of a profile's strings; each is matched once, when it is first asked for. */
export class StringMatches {
  readonly #strings: StringTable;
  readonly #matches: (text: string) => boolean;
  readonly #known: Uint8Array;

  constructor(strings: StringTable, matches: (text: string) => boolean) {
    this.#strings = strings;
    this.#matches = matches;
    this.#known = new Uint8Array(strings.length);
  }

  has(index: number): boolean {
    const known = this.#known[index];
    if (known !== UNKNOWN) return known === YES;
    const matched = this.#matches(this.#strings.at(index));
    this.#known[index] = matched ? YES : NO;
    return matched;
  }
}
