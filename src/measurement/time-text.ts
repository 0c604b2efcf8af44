/**
 * Moments and durations as text. pprof's two layouts of a moment use the zone of the machine, as Go does; the
 * native one is UTC unless told otherwise. A moment is nanoseconds since 1970 and stays exact: only whole
 * milliseconds of it pass through Date.
 */
import { formatOffset, type WallClock, wallClockAt, type ZoneOptions } from "./zone.ts";

const NANOS_PER_SECOND = 1_000_000_000n;

/** The `Time:` of pprof's report header: `2022-12-05 11:00:00 CET`. */
export function formatPprofTime(nanos: bigint, zone?: ZoneOptions): string {
  const clock = wallClockAt(wholeSeconds(nanos) * 1000, zone);
  return `${dateAndTime(clock)} ${clock.abbreviation}`;
}

/** Go's `time.Time.String()`, the `Time:` of `-raw`: `2022-12-05 11:00:00.123456789 +0100 CET`. */
export function formatGoTime(nanos: bigint, zone?: ZoneOptions): string {
  const clock = wallClockAt(wholeSeconds(nanos) * 1000, zone);
  const fraction = fractionText(nanos - BigInt(wholeSeconds(nanos)) * NANOS_PER_SECOND, 9);
  return `${dateAndTime(clock)}${fraction} ${formatOffset(clock.offsetSeconds, "")} ${clock.abbreviation}`;
}

/** Native: `2022-12-05 10:00:00 UTC`, or with a zone `2022-12-05 11:00:00 +01:00`. */
export function formatTimestamp(nanos: bigint, timeZone?: string): string {
  const clock = wallClockAt(wholeSeconds(nanos) * 1000, { timeZone: timeZone ?? "UTC" });
  const suffix = timeZone === undefined ? "UTC" : formatOffset(clock.offsetSeconds, ":");
  return `${dateAndTime(clock)} ${suffix}`;
}

/** Go's `time.Duration.String()`: `1h4m0.5s`, `1.5ms`, `0s`. */
export function formatGoDuration(nanos: bigint): string {
  const sign = nanos < 0n ? "-" : "";
  const size = nanos < 0n ? -nanos : nanos;
  if (size === 0n) return "0s";
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${size / 1_000n}${fractionText(size % 1_000n, 3)}µs`;
  if (size < NANOS_PER_SECOND) return `${sign}${size / 1_000_000n}${fractionText(size % 1_000_000n, 6)}ms`;
  const seconds = size / NANOS_PER_SECOND;
  const minutes = seconds / 60n;
  const hours = minutes / 60n;
  const hoursText = hours > 0n ? `${hours}h` : "";
  const minutesText = minutes > 0n ? `${minutes % 60n}m` : "";
  return `${sign}${hoursText}${minutesText}${seconds % 60n}${fractionText(size % NANOS_PER_SECOND, 9)}s`;
}

/**
 * The `Duration:` of `-raw`. pprof asks for four significant digits and gets the first four characters:
 * `1m0.`.
 */
export function formatRawDuration(nanos: bigint): string {
  return [...formatGoDuration(nanos)].slice(0, 4).join("");
}

/** Native: the two largest units that matter, `25m`, `1h 4m`, `12.3s`, `350ms`. Takes nanoseconds. */
export function formatDuration(nanos: number | bigint): string {
  const value = Number(nanos);
  const text = sizeText(Math.abs(value));
  return value < 0 && text !== "0s" ? `-${text}` : text;
}

function sizeText(nanos: number): string {
  // Each test looks at the rounded number, so that 59.96s becomes 1m and not 60s.
  if (Math.round(nanos) === 0) return "0s";
  if (Math.round(nanos) < 1e3) return `${Math.round(nanos)}ns`;
  if (Math.round(nanos / 1e2) < 1e4) return `${Math.round(nanos / 1e2) / 10}µs`;
  if (Math.round(nanos / 1e5) < 1e4) return `${Math.round(nanos / 1e5) / 10}ms`;
  if (Math.round(nanos / 1e8) < 600) return `${Math.round(nanos / 1e8) / 10}s`;
  const seconds = Math.round(nanos / 1e9);
  if (seconds < 3600) return twoUnits(seconds, 60, "m", "s");
  const minutes = Math.round(nanos / 60e9);
  if (minutes < 24 * 60) return twoUnits(minutes, 60, "h", "m");
  return twoUnits(Math.round(nanos / 3600e9), 24, "d", "h");
}

/** `count` small units as large and small ones, the small left out when there is none. */
function twoUnits(count: number, smallPerLarge: number, large: string, small: string): string {
  const rest = count % smallPerLarge;
  const first = `${(count - rest) / smallPerLarge}${large}`;
  return rest === 0 ? first : `${first} ${rest}${small}`;
}

/** Seconds since 1970, rounded down: the fraction of a moment before 1970 is counted forwards too. */
function wholeSeconds(nanos: bigint): number {
  const quotient = nanos / NANOS_PER_SECOND;
  return Number(nanos % NANOS_PER_SECOND < 0n ? quotient - 1n : quotient);
}

/** `.5` for 500 of 3 digits; nothing for 0. */
function fractionText(fraction: bigint, digits: number): string {
  if (fraction === 0n) return "";
  return `.${fraction.toString().padStart(digits, "0").replace(/0+$/, "")}`;
}

function dateAndTime(clock: WallClock): string {
  return clock.date.toISOString().slice(0, 19).replace("T", " ");
}
