/**
 * pprof's numbers: a value brought to a unit, and the texts pprof prints for values and percentages. Native
 * reports use delta.ts instead; nothing here has a sign of its own or knows "KiB".
 */
import { formatFixed, formatGeneral } from "./float-text.ts";
import { findUnit, findUnitIn, type UnitFamily } from "./unit.ts";

interface Scaled {
  readonly value: number;
  /** As printed; empty where pprof prints none. */
  readonly unit: string;
}

const MIN_INT64 = -(2 ** 63);

/**
 * Opaque units that go without saying. "minimum" and "auto" ask for no particular unit, so they are none
 * either.
 */
const SILENT_UNITS: readonly string[] = ["count", "sample", "unit", "minimum", "auto"];

/**
 * `value` in `toUnit`. "minimum" and "auto" both pick the largest unit that leaves at least 1; a unit of
 * another family, or of none, gives the default unit of the value's own. Values of opaque units stay as they
 * are and take on the name `toUnit`.
 */
export function scale(value: number | bigint, fromUnit: string, toUnit: string): Scaled {
  const number = Number(value);
  // -2^63 has no positive counterpart in an int64: pprof converts it as it is, and so never to a larger unit.
  if (value < 0 && value > MIN_INT64) {
    const positive = scale(-number, fromUnit, toUnit);
    return { value: -positive.value, unit: positive.unit };
  }
  const from = findUnit(fromUnit);
  if (from !== undefined) return convert(number * from.unit.factor, from.family, toUnit);
  return { value: number, unit: SILENT_UNITS.includes(toUnit) ? "" : toUnit };
}

/** pprof's ScaledLabel: two decimals or none, `0` without a unit. */
export function scaledLabel(value: number | bigint, fromUnit: string, toUnit: string): string {
  const scaled = scale(value, fromUnit, toUnit);
  const text = formatFixed(scaled.value, 2).replace(/\.00$/, "");
  return text === "0" || text === "-0" ? "0" : text + scaled.unit;
}

/** pprof's Label: the unit is picked by the value. */
export function label(value: number | bigint, unit: string): string {
  return scaledLabel(value, unit, "auto");
}

/** pprof's Percentage: unsigned, six characters wide unless 1000% is reached, 0 of nothing. */
export function percentage(value: number | bigint, total: number | bigint): string {
  const whole = Number(total);
  const percent = whole === 0 ? 0 : Math.abs(Number(value) / whole) * 100;
  if (percent >= 99.95 && percent <= 100.05) return "  100%";
  const text = percent >= 1 ? formatFixed(percent, 2) : formatGeneral(percent, 2);
  return `${text.padStart(5)}%`;
}

function convert(base: number, family: UnitFamily, toUnit: string): Scaled {
  const target = isAutomatic(toUnit) ? largestUnitWithin(base, family) : findUnitIn(family, toUnit);
  const unit = target ?? family.defaultUnit;
  return { value: base / unit.factor, unit: unit.name };
}

function isAutomatic(unit: string): boolean {
  return unit === "minimum" || unit === "auto";
}

function largestUnitWithin(base: number, family: UnitFamily): UnitFamily["defaultUnit"] | undefined {
  return family.units.findLast((unit) => base / unit.factor >= 1);
}
