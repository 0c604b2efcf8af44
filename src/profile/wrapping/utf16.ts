/**
 * UTF-16, which `>` of Windows PowerShell writes whatever a program gave. It takes that for text of the console's code page and ends every line
 * with CR LF: a text profile is still whole, a packed one is not.
 */
import { ProfileError } from "../../errors.ts";
import { isPlainText, UNRECOGNIZED } from "../codec/foreign.ts";
import { encodeText } from "../string-table.ts";
import type { Unwrapped } from "./unwrapped.ts";

/** Throws ProfileError "altered" for what was no text. */
export function unwrapUtf16(bytes: Uint8Array): Unwrapped | undefined {
  const encoding = encodingOf(bytes);
  if (encoding === undefined) return undefined;
  const text = new TextDecoder(encoding).decode(bytes);
  if (isText(text)) {
    return { bytes: encodeText(text), notice: "from UTF-16, as > of Windows PowerShell writes it" };
  }
  const fact =
    "a binary profile that > of Windows PowerShell made UTF-16 text of: its bytes are lost. Capture again with curl.exe -o heap.pb.gz URL, or with heapblame fetch URL -o heap.pb.gz";
  throw new ProfileError("altered", fact, UNRECOGNIZED);
}

/** By its mark, or by the zeros beside the letters of a first line. */
function encodingOf([a, b, c, d]: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (isLetter(a) && b === 0 && isLetter(c) && d === 0) return "utf-16le";
  return a === 0 && isLetter(b) && c === 0 && isLetter(d) ? "utf-16be" : undefined;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a));
}

/** As much of it as is looked at. */
const SAMPLE = 4096;

function isText(text: string): boolean {
  const sample = text.slice(0, SAMPLE);
  return isPlainText(sample) && !sample.includes("\ufffd");
}
