/** Names that are longer than anybody reads, shortened where a report is read: in their middle, as in a column that is too narrow. JSON, CSV and pages keep them. */
import { sentencePieces } from "./markdown/names.ts";
import { fitName } from "./text/fit-name.ts";

/** Characters: no path of a file is longer. */
export const LONGEST_NAME = 4096;

interface Shortened<Data> {
  readonly data: Data;
  /** Names that were. */
  readonly count: number;
}

/** Plain data in which no name has more than `most` characters; what holds nothing to change is the same object. */
export function shortenNames<Data>(data: Data, most: number): Shortened<Data> {
  const shortened = new Set<string>();
  return { data: shortValue(data, most, shortened) as Data, count: shortened.size };
}

/** As deep as the type of the data, not as its size. */
function shortValue(value: unknown, most: number, shortened: Set<string>): unknown {
  if (typeof value === "string") return value.length > most ? shortText(value, most, shortened) : value;
  if (Array.isArray(value)) return shortItems(value, most, shortened);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return shortFields(value as Readonly<Record<string, unknown>>, most, shortened);
}

/** Nothing is made for what stays as it is: a report may have a million rows. */
function shortFields(fields: Readonly<Record<string, unknown>>, most: number, shortened: Set<string>): unknown {
  let changed: Map<string, unknown> | undefined;
  for (const key of Object.keys(fields)) {
    const short = shortValue(fields[key], most, shortened);
    if (short !== fields[key]) changed = (changed ?? new Map<string, unknown>()).set(key, short);
  }
  if (changed === undefined) return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([key, item]) => [key, changed.has(key) ? changed.get(key) : item]),
  );
}

function shortItems(items: readonly unknown[], most: number, shortened: Set<string>): readonly unknown[] {
  let changed: unknown[] | undefined;
  for (const [at, item] of items.entries()) {
    const short = shortValue(item, most, shortened);
    if (short !== item) changed ??= items.slice(0, at);
    changed?.push(short);
  }
  return changed ?? items;
}

/** A name, or a sentence with names in it. */
function shortText(text: string, most: number, shortened: Set<string>): string {
  return sentencePieces(text)
    .map(({ piece, isName }) => {
      if (!isName || piece.length <= most) return piece;
      shortened.add(piece);
      return fitName(piece, most);
    })
    .join("");
}
