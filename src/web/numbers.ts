/** Numbers of the page, written as everywhere: one unit for all that stands side by side, but for what would read as 0.00 in it. */
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatPercent, formatValue } from "../measurement/delta.ts";
import { plusMinus } from "../wording/phrases.ts";
import type { TableRow } from "./table/rows.ts";

const COUNT = chooseColumnUnit([], "count");

export interface Numbers {
  readonly unit: ColumnUnit;
  /** That of the column, or its own for what is too small for it. */
  readonly unitOf: (value: number) => ColumnUnit;
  readonly value: (value: number) => string;
  readonly delta: (value: number) => string;
}

export function numbersIn(values: Iterable<number | bigint>, unit: string): Numbers {
  const column = chooseColumnUnit(values, unit);
  const unitOf = (value: number): ColumnUnit => (isLost(value, column) ? chooseColumnUnit([value], unit) : column);
  return {
    unit: column,
    unitOf,
    value: (value) => formatValue(value, unitOf(value)),
    delta: (value) => formatDelta(value, unitOf(value)),
  };
}

function isLost(value: number, { divisor, decimals }: ColumnUnit): boolean {
  return value !== 0 && Math.abs(value) / divisor < 0.5 * 10 ** -decimals;
}

/** What it is coloured by: what did not change steps back. */
export function changeClass(delta: number): "grew" | "shrank" | "faint" {
  return delta === 0 ? "faint" : delta > 0 ? "grew" : "shrank";
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? "" : formatPercent(part / whole);
}

export function count(value: number | null, isSigned: boolean): string {
  if (value === null) return "";
  return isSigned ? formatDelta(Math.round(value), COUNT) : formatValue(Math.round(value), COUNT);
}

/** Half of the interval; `~` where the change is within noise. */
export function certaintyOf({ delta, low, high, isSure }: TableRow, { unitOf }: Numbers): string {
  return isSure === false ? "~" : plusMinus({ low, high }, unitOf(delta)).slice(1);
}
