/** Small pieces of sentences that every verdict is made of. */
import { type ColumnUnit, formatDelta, formatPercent, formatValue } from "../measurement/delta.ts";
import type { Value } from "../profile/int64.ts";

export function formatMagnitude(value: Value, unit: ColumnUnit): string {
  return formatValue(value < 0 ? -value : value, unit);
}

/** Half of the interval's width; "" where it is withheld. */
export function plusMinus(
  { low, high }: { readonly low: number | null; readonly high: number | null },
  unit: ColumnUnit,
): string {
  if (low === null || high === null) return "";
  const half = (high - low) / 2;
  if (unit.divisor === 1) return `\u00b1${formatValue(Math.round(half), { ...unit, suffix: "" })}`;
  return `\u00b1${formatValue(half, { ...unit, suffix: "", decimals: telling(half / unit.divisor, unit.decimals) })}`;
}

const MOST_DECIMALS = 9;

/** More decimals than the unit has, where it would read as nothing with those. */
function telling(part: number, decimals: number): number {
  if (part >= 0.5 * 10 ** -decimals) return decimals;
  return Math.min(MOST_DECIMALS, Math.ceil(-Math.log10(part)));
}

/** Counts are whole, their intervals are not. */
export function roundTo(value: number, unit: ColumnUnit): number {
  return unit.divisor === 1 ? Math.round(value) : value;
}

/** Both ends of an interval of changes, signed and bare, with as many decimals as tell the two apart, and one of them from nothing. */
export function endsText(
  low: number,
  high: number,
  unit: ColumnUnit,
  decimals = unit.decimals,
): readonly [string, string] {
  const bare = { ...unit, suffix: "", decimals };
  const [from, to] = [formatDelta(roundTo(low, unit), bare), formatDelta(roundTo(high, unit), bare)];
  const isTold = from !== to && !(READS_ZERO.test(from) && READS_ZERO.test(to));
  if (isTold || unit.divisor === 1 || decimals >= MOST_END_DECIMALS) return [from, to];
  return endsText(low, high, unit, decimals + 1);
}

const READS_ZERO = /^[+-]?0(?:\.0*)?$/;
const MOST_END_DECIMALS = 6;

/** `100%`, `97.2%` */
export function formatWhole(ratio: number): string {
  return formatPercent(ratio).replace(".0%", "%");
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `a, b and c` */
export function listOf(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** `(*StreamWatcher).receive` */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1).replace(/^[^.]*\./, "");
}

/** `1 more goroutine`, `2,128 more goroutines`. */
export function countOf(count: number, noun: string): string {
  return `${formatValue(count, COUNT)} ${noun}${count === 1 ? "" : "s"}`;
}

const COUNT: ColumnUnit = { suffix: "", divisor: 1, decimals: 0 };

/** `79%`; `<1%`. */
export function wholePercent(ratio: number): string {
  const percent = Math.round(ratio * 100);
  return percent === 0 && ratio > 0 ? "<1%" : formatPercent(percent / 100).replace(".0%", "%");
}
