/**
 * Packed profiles that some tool took for text. Code pages whose every byte has a character of its own can be undone, and gzip's checksum tells
 * whether that gave the profile back; what became a replacement character is gone.
 */
import { ProfileError } from "../../errors.ts";
import { UNRECOGNIZED } from "../codec/foreign.ts";
import { decodeText } from "../string-table.ts";
import { latin1 } from "./latin1.ts";
import type { Unwrapped } from "./unwrapped.ts";

const AGAIN = "Capture again with curl -o heap.pb.gz URL, or with heapblame fetch URL -o heap.pb.gz";

/** How gzip's first bytes 1f 8b 08 come out of tools that read bytes as characters and write those as UTF-8. */
const DAMAGE: readonly (readonly [start: string, by: "latin1" | "windows-1252" | "lost", what: string])[] = [
  ["\x1f\xc2\x8b\x08", "latin1", "Latin-1"],
  ["\x1f\xe2\x80\xb9\x08", "windows-1252", "Windows-1252"],
  ["\x1f\xc3\xaf\x08", "lost", "code page 437 or 850, as > of PowerShell before 7.4 does"],
  ["\x1f\xef\xbf\xbd\x08", "lost", "UTF-8, as editors, browsers and scripts do"],
];

/** Throws ProfileError "altered" for what is lost. */
export function undoTextDamage(bytes: Uint8Array): Unwrapped | undefined {
  const start = latin1(bytes.subarray(0, 8)).replace(/^\xef\xbb\xbf/, "");
  const damage = DAMAGE.find(([first]) => start.startsWith(first));
  if (damage === undefined) return undefined;
  const [, by, what] = damage;
  const restored = by === "lost" ? undefined : restore(bytes, by);
  if (restored === undefined) {
    const fact = `a packed profile that was copied as text of ${what}: its bytes are lost. ${AGAIN}`;
    throw new ProfileError("altered", fact, UNRECOGNIZED);
  }
  return { bytes: restored, notice: `after undoing that it was copied as text of ${what}` };
}

function restore(bytes: Uint8Array, by: "latin1" | "windows-1252"): Uint8Array | undefined {
  const text = decodeText(bytes).replace(/^\ufeff/, "");
  const byteOf = by === "latin1" ? (character: number) => (character < 256 ? character : undefined) : windowsByte();
  const restored = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const byte = byteOf(text.charCodeAt(at));
    if (byte === undefined) return undefined;
    restored[at] = byte;
  }
  return restored;
}

/** Windows-1252 from 0x80 to 0x9f, elsewhere it is Latin-1; five bytes have no character and stay. Node's own decoder takes it for Latin-1. */
const WINDOWS =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f".concat(
    "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178",
  );

function windowsByte(): (character: number) => number | undefined {
  const special = new Map(Array.from(WINDOWS, (character, at) => [character.charCodeAt(0), 0x80 + at]));
  return (character) => special.get(character) ?? (character < 256 ? character : undefined);
}

const [LINE_FEED, RETURN] = [10, 13];
/** So many line feeds do not have a carriage return before each of them by chance, nor lack so many bytes a single one. */
const TELLING_LINES = 3;
const TELLING_BYTES = 4096;

/** Line ends that became CR LF taken back; undefined if they did not. For gzip to say whether it is as it was. */
export function withoutReturns(bytes: Uint8Array): Uint8Array | undefined {
  const kept = bytes.filter((byte, at) => byte !== RETURN || bytes[at + 1] !== LINE_FEED);
  return countLines(bytes) > 0 && everyLineReturns(bytes) ? kept : undefined;
}

export const RETURNS_NOTICE =
  "after taking back line ends that a terminal (kubectl exec -t, docker exec -t) or a text mode made CR LF";

/** What became of the line ends of a gzip file that is corrupt; undefined if nothing shows. */
export function describeLineEnds(bytes: Uint8Array): ProfileError | undefined {
  const lines = countLines(bytes);
  const tool =
    lines >= TELLING_LINES && everyLineReturns(bytes)
      ? `each of its ${lines} line feeds has a carriage return before it, as kubectl exec -t, docker exec -t and FTP in text mode make them`
      : bytes.length >= TELLING_BYTES && !bytes.includes(RETURN)
        ? "it has not one carriage return, as FTP in text mode and dos2unix leave a file"
        : undefined;
  if (tool === undefined) return undefined;
  const fact = `a gzip file whose line ends were converted, which lost bytes of it: ${tool}. ${AGAIN}`;
  return new ProfileError("altered", fact, UNRECOGNIZED);
}

function countLines(bytes: Uint8Array): number {
  return bytes.reduce((lines, byte) => (byte === LINE_FEED ? lines + 1 : lines), 0);
}

function everyLineReturns(bytes: Uint8Array): boolean {
  return bytes.every((byte, at) => byte !== LINE_FEED || bytes[at - 1] === RETURN);
}
