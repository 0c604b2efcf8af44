/** Reports as JSON. */
import { escapeVisibly } from "../visible.ts";

/**
 * A report as JSON: the report itself. Integers beyond 2^53 are written out in full digits, as JSON allows; what a terminal would obey is escaped, and
 * reads as what it was.
 */
export function renderJson(report: object): string {
  const document = new Document();
  write(report, "\n", document);
  document.add("\n");
  return document.finish();
}

/** The report with its words beside it. */
export function renderWithWords(report: object, words: object): string {
  return renderJson({ ...report, words });
}

/** A text of many pieces: joined as they come, so that neither they nor longer and longer texts pile up. */
class Document {
  readonly #pieces: string[] = [];
  readonly #joined: string[] = [];

  add(piece: string): void {
    if (this.#pieces.push(piece) < PIECES) return;
    this.#joined.push(this.#pieces.join(""));
    this.#pieces.length = 0;
  }

  finish(): string {
    return this.#joined.join("") + this.#pieces.join("");
  }
}

const PIECES = 4096;

/** As deep as the type of the value, not as its size. `line`: a new one where the value stands. */
function write(value: unknown, line: string, document: Document): void {
  if (value === null || typeof value !== "object") {
    document.add(scalar(value));
    return;
  }
  const inner = `${line}  `;
  const isList = Array.isArray(value);
  const [open, close] = isList ? "[]" : "{}";
  let isEmpty = true;
  for (const key of isList ? value.keys() : Object.keys(value)) {
    const item = (value as Readonly<Record<string | number, unknown>>)[key];
    if (!isList && item === undefined) continue;
    document.add((isEmpty ? open : ",") + inner);
    if (!isList) document.add(`${scalar(key)}: `);
    write(item, inner, document);
    isEmpty = false;
  }
  document.add(isEmpty ? `${open}${close}` : line + close);
}

function scalar(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  return escapeVisibly(JSON.stringify(value) ?? "null");
}
