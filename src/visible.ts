/**
 * Texts of strangers (names in a profile, answers of a server, names of files) so that they can be read and do nothing: what a terminal obeys, what
 * turns the order of a line or is not seen is spelled out. Which format needs what is said where the format is made; the rule is here.
 */

/**
 * Control characters, C1 among them; formats such as those of direction; lone surrogates, which stand for bytes that are no UTF-8; what ends a line;
 * what has no width. Put together from Unicode's tables when it is first asked for, which takes milliseconds.
 */
const obeyed = (): RegExp => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}\ufffe\uffff]/gu;

/** Most texts have none of the characters among which those are. */
const UNUSUAL = /[^ -~]/;

function replaceObeyed(text: string, replace: (character: string) => string): string {
  return UNUSUAL.test(text) ? text.replace(obeyed(), replace) : text;
}

/** One line: `\n` for the end of one, `\x1b`, `\u202e`; a byte that is no UTF-8 is spelled as the byte. */
export function visibleText(text: string): string {
  return replaceObeyed(text, spelled);
}

/** The same, of a text that has lines and tabs of its own. */
export function visibleLines(text: string): string {
  return replaceObeyed(text, (character) =>
    character === "\n" || character === "\t" ? character : spelled(character),
  );
}

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function spelled(character: string): string {
  const code = character.codePointAt(0) as number;
  const byte = code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code;
  const hex = byte.toString(16);
  if (byte < 0x100) return SHORT[character] ?? `\\x${hex.padStart(2, "0")}`;
  return byte < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\u{${hex}}`;
}

/** JSON in which every such character is escaped: it reads as the same. */
export function escapeVisibly(json: string): string {
  return replaceObeyed(json, escapedUnits);
}

function escapedUnits(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
    .join("");
}

/** Plain data with every text in it as `visibleText` has it; what holds nothing to change is the same object. */
export function visibleData<Data>(data: Data): Data {
  return visibleValue(data) as Data;
}

/** As deep as the type of the data, not as its size. */
function visibleValue(value: unknown): unknown {
  if (typeof value === "string") return visibleText(value);
  if (Array.isArray(value)) return visibleItems(value);
  return isPlain(value) ? visibleFields(value) : value;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Nothing is made for what stays as it is: a report may have a million rows. */
function visibleItems(items: readonly unknown[]): readonly unknown[] {
  let seen: unknown[] | undefined;
  for (const [at, item] of items.entries()) {
    const visible = visibleValue(item);
    if (visible !== item) seen ??= items.slice(0, at);
    seen?.push(visible);
  }
  return seen ?? items;
}

function visibleFields(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  let changed: Map<string, unknown> | undefined;
  let isRenamed = false;
  for (const key of Object.keys(fields)) {
    const visible = visibleValue(fields[key]);
    if (visible !== fields[key]) changed = (changed ?? new Map<string, unknown>()).set(key, visible);
    isRenamed ||= visibleText(key) !== key;
  }
  if (changed === undefined && !isRenamed) return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [visibleText(key), changed?.has(key) ? changed.get(key) : value]),
  );
}
