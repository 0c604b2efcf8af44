/**
 * Lines around a profile: kubectl's warnings, a log's section headers, what a script printed before. A text profile is found by its first line and
 * ends with the runtime's last one; a binary one starts a line and goes to the end.
 */

import { ProfileError } from "../../errors.ts";
import { firstOf } from "../../measurement/first-of.ts";
import { isDeflated } from "../../signature.ts";
import { isPlainText, UNRECOGNIZED } from "../codec/foreign.ts";
import { latin1 } from "./latin1.ts";
import type { Unwrapped } from "./unwrapped.ts";

/** In UTF-8; it stands before the first line, which begins behind it. */
const BYTE_ORDER_MARK = "\xef\xbb\xbf";

/** Lines before a binary profile are looked for so far. */
const MOST_FRONT = 65536;

/** Throws ProfileError "wrapped" for several profiles in one text. */
export function unwrapLines(bytes: Uint8Array): Unwrapped | undefined {
  const front = latin1(bytes.subarray(0, MOST_FRONT));
  if (isPlainText(front)) return unwrapText(front.startsWith(BYTE_ORDER_MARK) ? bytes.subarray(3) : bytes);
  for (let line = front.indexOf("\n"); line >= 0; line = front.indexOf("\n", line + 1)) {
    const before = front.slice(0, line + 1);
    if (!isPlainText(before)) return undefined;
    const inner = bytes.subarray(line + 1);
    if (before.trim() !== "" && startsBinary(inner)) return { bytes: inner, notice: around(before, "") };
  }
  return undefined;
}

/** A gzip file; or a profile that is not packed: it starts with a type of samples or, as Go writes it, of the period: fields 1 and 11. */
function startsBinary(bytes: Uint8Array): boolean {
  const [a = 0, b = 0, c = 0] = bytes;
  if (isDeflated(bytes)) return true;
  return (a === 0x0a || a === 0x5a) && b >= 2 && b < 0x20 && (c === 0x08 || c === 0x10);
}

const HEAP_START = /^heap profile: +\d+: +\d+ \[ *\d+: +\d+ *\] @ /gm;
const OTHER_START = /^(?:\w+ profile: total \d+|goroutine \d+ (?:gp=\S+ |m=\S+ |mp=\S+ )*\[[^\]]*\]:)/m;

function unwrapText(bytes: Uint8Array): Unwrapped | undefined {
  const text = latin1(bytes);
  const starts = [...text.matchAll(HEAP_START)].map(({ index }) => index);
  if (starts.length > 1) {
    const lines = firstOf(linesAt(text, starts));
    const fact = `a text of ${starts.length} heap profiles, which start at lines ${lines}: cut out the one that is meant`;
    throw new ProfileError("wrapped", fact, UNRECOGNIZED);
  }
  const start = starts[0] ?? OTHER_START.exec(text)?.index;
  if (start === undefined) return undefined;
  const end = starts.length === 0 ? text.length : start + endOfHeap(text.slice(start));
  if (start === 0 && text.slice(end).trim() === "") return undefined;
  return { bytes: bytes.subarray(start, end), notice: around(text.slice(0, start), text.slice(end)) };
}

/** The runtime's text ends with DebugGC and what comments follow (MaxRSS); others' with the text. */
function endOfHeap(text: string): number {
  const last = /^# DebugGC = (?:true|false)[^\S\n]*(?:\n#[^\n]*)*(?:\n|$)/m.exec(text);
  return last === null ? text.length : last.index + last[0].length;
}

function around(before: string, after: string): string {
  const [above, below] = [linesOf(before), linesOf(after)];
  const parts = [above > 0 ? `${above} before it` : "", below > 0 ? `${below} behind it` : ""].filter((part) => part);
  return `without the lines around it: ${parts.join(", ")}`;
}

function linesOf(text: string): number {
  return text.trim() === "" ? 0 : text.replace(/\n$/, "").split("\n").length;
}

/** Of each place, in order, the number of its line. */
function linesAt(text: string, places: readonly number[]): string[] {
  let [line, seen] = [1, 0];
  return places.map((place) => {
    line += text.slice(seen, place).split("\n").length - 1;
    seen = place;
    return String(line);
  });
}
