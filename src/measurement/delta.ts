/**
 * Native numbers: signed changes, values beside them, shares. Unlike pprof's, every column has one unit and
 * one number of decimals, bytes are in IEC units (MiB, never a "MB" of 1024 kB), counts are whole with a
 * comma at every thousand, and a nonzero number never reads as a bare 0.
 */
import { formatFixed } from "./float-text.ts";
import { findUnit, type UnitFamily } from "./unit.ts";

/** How a column of values is written. */
export interface ColumnUnit {
  /** Printed after the number; empty for counts. */
  readonly suffix: string;
  /** One `suffix` in the unit of the raw values. */
  readonly divisor: number;
  readonly decimals: number;
}

/**
 * Ascending; each `size` in the base unit of the family (bytes, nanoseconds). The first is printed without
 * decimals.
 */
interface NativeUnit {
  readonly suffix: string;
  readonly size: number;
}

const MEMORY: readonly NativeUnit[] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"].map((suffix, power) => ({
  suffix,
  size: 1024 ** power,
}));

const TIME: readonly NativeUnit[] = [
  { suffix: "ns", size: 1 },
  { suffix: "µs", size: 1e3 },
  { suffix: "ms", size: 1e6 },
  { suffix: "s", size: 1e9 },
  { suffix: "h", size: 3.6e12 },
];

/** Units that a count is better without. */
const COUNTS: readonly string[] = ["", "count", "sample", "unit"];

/**
 * One unit for all `values`, so that they compare at a glance: the largest one in which the largest magnitude
 * is at least 1, or the one below where that keeps the smallest magnitude from reading 0.00 and the largest
 * within four digits before the point. Take the values of all columns that stand side by side (base, current,
 * delta).
 */
export function chooseColumnUnit(values: Iterable<number | bigint>, unit: string): ColumnUnit {
  const known = findUnit(unit);
  const factor = known?.unit.factor ?? 1;
  let largest = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let isWhole = true;
  for (const value of values) {
    const size = Math.abs(Number(value)) * factor;
    if (size > largest) largest = size;
    if (size > 0 && size < smallest) smallest = size;
    if (!Number.isInteger(size)) isWhole = false;
  }
  if (known === undefined)
    return { suffix: COUNTS.includes(unit) ? "" : plainUnit(unit), divisor: 1, decimals: isWhole ? 0 : 2 };
  const units = nativeUnits(known.family);
  const chosen = chooseUnit(units, smallest, largest);
  return { suffix: chosen.suffix, divisor: chosen.size / factor, decimals: isWhole && chosen.size === 1 ? 0 : 2 };
}

const LONGEST_UNIT = 40;

/** A unit that nobody knows is a word of whoever wrote the profile: no marks that a format could heed. */
function plainUnit(unit: string): string {
  return unit.slice(0, LONGEST_UNIT).replace(/[^\p{L}\p{N}%_/. -]/gu, "_");
}

/** A value: `1.50 MiB`, `1,234,567`, `0`. */
export function formatValue(value: number | bigint, column: ColumnUnit): string {
  const sign = value < 0 ? "-" : "";
  return sign + formatMagnitude(value, column);
}

/**
 * A change, always signed: `+1.50 MiB`, `-1,234,567`, but `0`. A change too small to show is `+0.00 MiB`, not
 * `0`.
 */
export function formatDelta(value: number | bigint, column: ColumnUnit): string {
  const sign = value > 0 ? "+" : "";
  return sign + formatValue(value, column);
}

/** A ratio as a percentage: `12.3%`, `<0.1%`, `>-0.1%`, `0%`; `n/a` for a ratio to nothing. */
export function formatPercent(ratio: number): string {
  if (!Number.isFinite(ratio)) return "n/a";
  const percent = ratio * 100;
  if (percent === 0) return "0%";
  if (Math.abs(percent) < 0.1) return percent > 0 ? "<0.1%" : ">-0.1%";
  return `${groupThousands(formatFixed(percent, 1))}%`;
}

/**
 * A ratio that is a change or a share of one: as formatPercent, with `+` where it is positive and not just a
 * bound.
 */
export function formatShare(ratio: number): string {
  const text = formatPercent(ratio);
  return ratio > 0 && /^\d/.test(text) ? `+${text}` : text;
}

function nativeUnits(family: UnitFamily): readonly NativeUnit[] {
  if (family.kind === "memory") return MEMORY;
  if (family.kind === "time") return TIME;
  return family.units.map((unit) => ({ suffix: unit.name, size: unit.factor }));
}

function chooseUnit(units: readonly NativeUnit[], smallest: number, largest: number): NativeUnit {
  const index = Math.max(
    units.findLastIndex((unit) => largest >= unit.size),
    0,
  );
  const unit = units[index] as NativeUnit;
  const finer = units[index - 1];
  if (finer === undefined || smallest / unit.size >= 0.005 || largest / finer.size >= 10_000) return unit;
  return finer;
}

function formatMagnitude(value: number | bigint, column: ColumnUnit): string {
  if (Number(value) === 0) return "0";
  // A count of more than 2^53 keeps its last digits.
  const isExact = typeof value === "bigint" && column.divisor === 1 && column.decimals === 0;
  const text = isExact ? String(value) : formatFixed(Number(value) / column.divisor, column.decimals);
  return [groupThousands(text.replace("-", "")), column.suffix].join(" ").trimEnd();
}

/** `1234567.5` to `1,234,567.5`; a comma whatever the locale. */
function groupThousands(text: string): string {
  const [integer = "", ...decimals] = text.split(".");
  return [integer.replace(/\B(?=(\d{3})+$)/g, ","), ...decimals].join(".");
}
