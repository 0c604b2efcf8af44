/** A source file's lines as pprof reads them. */
import { decodeText } from "../../profile/string-table.ts";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** pprof's scanner gives up, silently, at a line that does not fit its buffer together with its line break. */
const MAX_LINE_BYTES = 65_535;

/** Without line breaks, CR LF included; ends before the first line that is too long for pprof. */
export function splitSourceLines(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(LINE_FEED, from);
    const end = found < 0 ? bytes.length : found;
    if (end - from > MAX_LINE_BYTES) break;
    lines.push(decodeText(bytes.subarray(from, end > from && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end)));
    from = end + 1;
  }
  return lines;
}
