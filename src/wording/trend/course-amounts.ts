/** Amounts of a series in sentences: what it changed by, rates, ranges; one unit for all of a sentence, one decimal. */
import type { CourseFacts, RateFacts } from "../../blame/trend/findings.ts";
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatValue } from "../../measurement/delta.ts";
import { formatDuration } from "../../measurement/time-text.ts";
import { endsText, roundTo } from "../phrases.ts";

/** `+30.1 MiB live heap, 3.4 -> 33.5 MiB (95% +22.1 to +38.1), 6 states in 25.3s`. */
export function changeText(facts: CourseFacts): string {
  const { points, seconds } = facts;
  return `${changeOf(facts)}, ${points} states${seconds === null ? "" : ` in ${formatDuration(seconds * 1e9)}`}`;
}

export function changeOf(facts: CourseFacts): string {
  const { first, last, growth, low, high } = facts;
  const unit = unitOf(facts);
  if (first === 0 && last === 0)
    return `nothing live was sampled${high === null ? "" : ` (${formatValue(high, unit)} at most)`}`;
  const bare: ColumnUnit = { ...unit, suffix: "" };
  const range = low === null || high === null || low === high ? "" : ` ${intervalText({ low, high }, unit)}`;
  return `${formatDelta(growth, unit)} live ${facts.unit === "bytes" ? "heap" : "objects"}, ${formatValue(first, bare)} -> ${formatValue(last, unit)}${range}`;
}

export function rateText(rate: RateFacts | null, unit: string, each: string): string {
  if (rate === null) return "";
  const column = short(chooseColumnUnit([rate.rate], unit));
  return `, ${formatDelta(roundTo(rate.rate, column), column)} ${each} ${intervalText(rate, column)}`;
}

/** `(95% +22.1 to +38.1)`, beside an amount in the same unit. */
export function intervalText({ low, high }: { readonly low: number; readonly high: number }, unit: ColumnUnit): string {
  return `(95% ${endsText(low, high, unit).join(" to ")})`;
}

/** `5.9 to 14.3 MiB` */
export function rangeText(
  { low, high }: { readonly low: number; readonly high: number },
  facts: { readonly unit: string },
): string {
  const unit = short(chooseColumnUnit([high], facts.unit));
  return `${formatValue(roundTo(low, unit), { ...unit, suffix: "" })} to ${formatValue(roundTo(high, unit), unit)}`;
}

export function amount(of: number, { unit }: { readonly unit: string }): string {
  return formatDelta(of, short(chooseColumnUnit([of], unit)));
}

export function value(of: number, { unit }: { readonly unit: string }): string {
  return formatValue(Math.round(of), short(chooseColumnUnit([Math.round(of)], unit)));
}

/** One unit for all amounts of a sentence, one decimal. */
function unitOf({ first, last, low, high, unit }: CourseFacts): ColumnUnit {
  return short(chooseColumnUnit([first, last, Math.abs(low ?? 0), Math.abs(high ?? 0)], unit));
}

export function short(unit: ColumnUnit): ColumnUnit {
  return { ...unit, decimals: Math.min(1, unit.decimals) };
}
