/** Reports as JSON. */
import { escapeVisibly } from "../visible.ts";

/**
 * A report as JSON: the report itself. Integers beyond 2^53 are written out in full digits, as JSON allows; what a terminal would obey is escaped, and
 * reads as what it was.
 */
export function renderJson(report: object): string {
  return Array.from(jsonPieces(report)).join("");
}

/** The report with its words beside it. */
export function renderWithWords(report: object, words: object): string {
  return renderJson({ ...report, words });
}

/** The same in pieces, each made when it is asked for: a report may have a million rows. */
export function* jsonPieces(report: object): Generator<string> {
  const document = new Document();
  if (typeof report === "object" && report !== null) yield* write(report, "\n", document);
  else document.add(scalar(report));
  document.add("\n");
  yield document.take();
}

/** A text of many small pieces, joined as they come. */
class Document {
  readonly #pieces: string[] = [];

  add(piece: string): void {
    this.#pieces.push(piece);
  }

  get isLong(): boolean {
    return this.#pieces.length >= PIECES;
  }

  take(): string {
    return this.#pieces.splice(0).join("");
  }
}

const PIECES = 4096;

/** As deep as the type of the value, not as its size. `line`: a new one where the value stands. */
function* write(value: object, line: string, document: Document): Generator<string> {
  const inner = `${line}  `;
  const isList = Array.isArray(value);
  const [open, close] = isList ? "[]" : "{}";
  let isEmpty = true;
  for (const key of isList ? value.keys() : Object.keys(value)) {
    const item = (value as Readonly<Record<string | number, unknown>>)[key];
    if (!isList && item === undefined) continue;
    document.add((isEmpty ? open : ",") + inner);
    if (!isList) document.add(`${scalar(key)}: `);
    if (item !== null && typeof item === "object") yield* write(item, inner, document);
    else document.add(scalar(item));
    isEmpty = false;
    if (document.isLong) yield document.take();
  }
  document.add(isEmpty ? `${open}${close}` : line + close);
}

function scalar(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  return escapeVisibly(JSON.stringify(value) ?? "null");
}
