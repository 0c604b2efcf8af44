/** Long names on several lines: broken where a reader would break them, and only in need within a word. */
import { canonicalFunction, symbolOf } from "../../graph/go/symbol.ts";
import { measureText, type Weight } from "../font/typeface.ts";

/** Names beyond this have their type arguments folded: the full name is in the tooltip. */
const LONG_SYMBOL = 100;

/** Lines of one name, at most; what is beyond is left out of the middle. */
const MAX_LINES = 8;

/** A symbol as pictures show it: `Map[...]` for a type with pages of arguments. */
export function displaySymbol(symbol: string, name: string): string {
  if (symbol.length <= LONG_SYMBOL) return symbol;
  const folded = symbolOf(canonicalFunction(name));
  return folded.length < symbol.length ? folded : symbol;
}

/** Lines no wider than `room` pixels at `size`. */
export function breakName(name: string, room: number, size: number, weight: Weight): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of piecesOf(name, room, size, weight)) {
    if (line !== "" && measureText(line + piece, size, weight) > room) {
      lines.push(line);
      line = piece;
    } else line += piece;
  }
  lines.push(line);
  const shown = lines.map((text) => text.trim()).filter((text) => text !== "");
  return shown.length <= MAX_LINES ? shown : elide(shown, room, size, weight);
}

/** The first and the last lines, with a mark between them: names differ at both ends. */
function elide(lines: readonly string[], room: number, size: number, weight: Weight): string[] {
  const half = MAX_LINES / 2;
  const head = lines.slice(0, half);
  let last = head.pop() as string;
  while (measureText(`${last}\u2026`, size, weight) > room) last = [...last].slice(0, -1).join("");
  return [...head, `${last}\u2026`, ...lines.slice(-half)];
}

/** Where a name may be broken, best first: the next kind is used where a piece of the last is still too wide. */
const BREAKS: readonly RegExp[] = [
  // Before the dot behind a receiver, after a comma, a slash, a space.
  /(?<=\))(?=\.)|(?<=[,/\s])/,
  // Before any dot or opening bracket, after a colon.
  /(?=[.[({<])|(?<=[:;])/,
  // Between the words of an identifier.
  /(?<=_)(?=[^_])|(?<=[a-z])(?=[A-Z])/,
];

function piecesOf(name: string, room: number, size: number, weight: Weight): string[] {
  let pieces = [name];
  for (const at of BREAKS) {
    pieces = pieces.flatMap((piece) => (measureText(piece, size, weight) <= room ? [piece] : piece.split(at)));
  }
  return pieces.flatMap((piece) =>
    measureText(piece, size, weight) <= room ? [piece] : chop(piece, room, size, weight),
  );
}

function chop(piece: string, room: number, size: number, weight: Weight): string[] {
  const parts: string[] = [];
  let part = "";
  for (const character of piece) {
    if (part !== "" && measureText(part + character, size, weight) > room) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part];
}
