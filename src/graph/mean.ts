/** `-mean`: sums are kept with the sums they are to be divided by, and divided when they are shown. */
import { divide, type Value, type ValueColumn } from "../profile/int64.ts";

/** `values[row]`, divided by `divisors[row]` if there is one and it is not zero. */
export function shown(values: ValueColumn, divisors: ValueColumn | undefined, row: number): Value {
  const value = values[row] as Value;
  const divisor = divisors?.[row];
  return divisor ? divide(value, divisor) : value;
}
