/** Numbers of the page, written as everywhere: one unit for all that stands side by side. */
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatPercent, formatValue } from "../measurement/delta.ts";
import { plusMinus } from "../wording/phrases.ts";
import type { TableRow } from "./table/rows.ts";

const COUNT = chooseColumnUnit([], "count");

export interface Numbers {
  readonly unit: ColumnUnit;
  readonly value: (value: number) => string;
  readonly delta: (value: number) => string;
}

export function numbersIn(values: Iterable<number | bigint>, unit: string): Numbers {
  const column = chooseColumnUnit(values, unit);
  return {
    unit: column,
    value: (value) => formatValue(value, column),
    delta: (value) => formatDelta(value, column),
  };
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? "" : formatPercent(part / whole);
}

export function count(value: number | null, isSigned: boolean): string {
  if (value === null) return "";
  return isSigned ? formatDelta(Math.round(value), COUNT) : formatValue(Math.round(value), COUNT);
}

/** Half of the interval; `~` where the change is within noise. */
export function certaintyOf({ low, high, isSure }: TableRow, { unit }: Numbers): string {
  return isSure === false ? "~" : plusMinus({ low, high }, unit).slice(1);
}
