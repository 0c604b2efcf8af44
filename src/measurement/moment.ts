/** A moment as a person types it on the command line: `now`, how long ago (`24h`, `7d`), or a date with or without a time, UTC unless it says otherwise. */
import { parseDuration } from "./duration.ts";

/** Milliseconds since 1970; undefined for text that is no moment. `now` in the same. */
export function parseMoment(text: string, now: number): number | undefined {
  const word = text.trim();
  if (word === "now") return now;
  const ago = parseDuration(word);
  if (ago !== undefined) return now - ago;
  const [, date, time = "00:00", zone = "Z"] = DATE.exec(word) ?? [];
  if (date === undefined) return undefined;
  const moment = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(moment) ? undefined : moment;
}

const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/i;

/** Nanoseconds since 1970 of a time in RFC 3339, to its last digit, or of a number of nanoseconds; undefined for other text. */
export function parseNanos(text: string): bigint | undefined {
  if (/^\d{16,19}$/.test(text)) return BigInt(text);
  const [, whole, fraction = "", zone] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const milliseconds = Date.parse(whole + zone);
  if (Number.isNaN(milliseconds)) return undefined;
  return BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}

/** RFC 3339, with as many digits as it takes. */
export function formatNanos(nanos: bigint): string {
  const rest = nanos % 1_000_000_000n;
  const seconds = new Date(Number((nanos - rest) / 1_000_000n)).toISOString().slice(0, 19);
  return rest === 0n ? `${seconds}Z` : `${seconds}.${String(rest).padStart(9, "0").replace(/0+$/, "")}Z`;
}
