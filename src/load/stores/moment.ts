/** Moments and stretches of sources that are kept by a server. */
import { UsageError } from "../../errors.ts";
import type { Stretch } from "../../fetch/stores/store.ts";
import { parseDuration } from "../../measurement/duration.ts";
import { parseMoment, parseNanos } from "../../measurement/moment.ts";

/** Nanoseconds; what is typed as a time of the server's own is exact. Throws UsageError "bad-option". */
export function momentNanos(text: string, option: string, now: number = Date.now()): bigint {
  const exact = parseNanos(text);
  if (exact !== undefined) return exact;
  const moment = parseMoment(text, now);
  if (moment !== undefined) return BigInt(Math.round(moment)) * 1_000_000n;
  throw new UsageError(
    "bad-option",
    `${option} ${text} is no moment: give now, 24h, 7d, or a date such as 2026-08-21T14:00`,
  );
}

/** Nanoseconds. Throws UsageError "bad-option". */
export function lengthNanos(text: string, option: string): bigint {
  const length = parseDuration(text);
  if (length !== undefined) return BigInt(Math.round(length)) * 1_000_000n;
  throw new UsageError("bad-option", `${option} ${text} is no duration: give 30m, 1h, 1d`);
}

/** As long as that, up to a moment: the moment itself is in it. */
export function upTo(moment: bigint, length: bigint): Stretch {
  return { from: moment - length + 1n, to: moment };
}
