/**
 * What Go prints for a time zone: its offset, and the abbreviation the time zone database gives it ("CET",
 * "-03").
 *
 * Intl knows every zone's offset but abbreviates by taste of the locale ("GMT+1" for Berlin in en-US). Its
 * long English names, however, are one for each alphabetic abbreviation of the database, so a table of names
 * leads back to them; a zone whose name is not in the table has a numeric abbreviation there. Where a runtime
 * knows better, `ZoneOptions.abbreviation` overrides.
 */
import { ABBREVIATIONS, NAMED_LIKE, NUMERIC } from "./zone-names.ts";

export interface ZoneOptions {
  /** A zone as TZ names it; unknown ones count as UTC, as in Go. Absent: the zone of the machine. */
  readonly timeZone?: string | undefined;
  /** Asked first; undefined leaves the answer to the table. */
  readonly abbreviation?: ((epochMs: number, timeZone: string) => string | undefined) | undefined;
}

/** The wall clock of a zone at one moment. */
export interface WallClock {
  /** The moment plus the offset: its UTC fields are the zone's clock. */
  readonly date: Date;
  readonly offsetSeconds: number;
  readonly abbreviation: string;
}

export function wallClockAt(epochMs: number, options: ZoneOptions = {}): WallClock {
  if (options.abbreviation === undefined && isUtc(epochMs, options.timeZone)) {
    return { date: new Date(epochMs), offsetSeconds: 0, abbreviation: "UTC" };
  }
  const timeZone = resolveZone(options.timeZone);
  const offsetSeconds = offsetAt(epochMs, timeZone);
  const abbreviation = options.abbreviation?.(epochMs, timeZone) ?? abbreviationAt(epochMs, timeZone, offsetSeconds);
  return { date: new Date(epochMs + offsetSeconds * 1000), offsetSeconds, abbreviation };
}

/** `+0130`, or `+01:30` with a separator; seconds, which only offsets of a century ago have, are cut off. */
export function formatOffset(offsetSeconds: number, separator: "" | ":"): string {
  const minutes = Math.trunc(Math.abs(offsetSeconds) / 60);
  return `${offsetSeconds < 0 ? "-" : "+"}${twoDigits(Math.trunc(minutes / 60))}${separator}${twoDigits(minutes % 60)}`;
}

/** As TZ has them; set to nothing it is UTC, too. */
const UTC_NAMES: readonly string[] = ["UTC", "Etc/UTC", ""];

/** Whether this is plain UTC, as on most servers. That is known at once; the first question to Intl takes some 15 ms. */
function isUtc(epochMs: number, timeZone: string | undefined): boolean {
  if (timeZone !== undefined) return UTC_NAMES.includes(timeZone);
  return new Date(epochMs).toString().endsWith("GMT+0000 (Coordinated Universal Time)");
}

/**
 * An Intl zone for what TZ may hold: `Europe/Berlin`, `:Europe/Berlin`, `/usr/share/zoneinfo/Europe/Berlin`.
 */
function resolveZone(wanted: string | undefined): string {
  const name = wanted?.replace(/^:/, "").replace(/^.*\/zoneinfo\//, "") ?? localZone();
  return isKnownZone(name) ? name : "UTC";
}

/** Empty or "Etc/Unknown" when TZ holds nonsense. */
function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}

function isKnownZone(name: string): boolean {
  // Intl also takes bare offsets ("+01:00") and abbreviates nothing in them; to Go they are no zones.
  if (!/^[A-Za-z]/.test(name) || name === "Etc/Unknown") return false;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function offsetAt(epochMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(epochMs);
  const field = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const clock = Date.UTC(
    field("year"),
    field("month") - 1,
    field("day"),
    field("hour"),
    field("minute"),
    field("second"),
  );
  return clock / 1000 - Math.floor(epochMs / 1000);
}

function abbreviationAt(epochMs: number, timeZone: string, offsetSeconds: number): string {
  if (/^(Etc\/)?(GMT[+-]?0?|Greenwich)$/.test(timeZone)) return "GMT";
  const zone = NAMED_LIKE.get(timeZone) ?? timeZone;
  const name = zone === NUMERIC ? "" : longName(epochMs, zone);
  return ABBREVIATIONS.get(name) ?? formatOffset(offsetSeconds, "").replace(/00$/, "");
}

function longName(epochMs: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "long" });
  return format.formatToParts(epochMs).find((part) => part.type === "timeZoneName")?.value ?? "";
}

function twoDigits(n: number): string {
  return String(n).padStart(2, "0");
}
