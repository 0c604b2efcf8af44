/**
 * The 64-bit policy, all of it.
 *
 * Ids and addresses are exact uint64 (BigUint64Array). Sample values are exact int64: a column is a Float64Array while the sum
 * of its magnitudes stays within 2^53, so that every sum anyone forms from it is exact; beyond that it is a BigInt64Array, which
 * wraps as Go's int64 does. Loops that only add and compare are written once and run on both.
 */

export type ValueColumn = Float64Array | BigInt64Array;

/** One value out of a ValueColumn, or a sum of such values. */
export type Value = number | bigint;

/** Largest float64 sum that tells what was summed: 2^53 may also be 2^53 + 1, rounded. */
export const MAX_EXACT = Number.MAX_SAFE_INTEGER;

const isLittleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** Where the low and the high half of a 64-bit element lie in a Uint32Array laid over it. */
export const LOW = isLittleEndian ? 0 : 1;
export const HIGH = 1 - LOW;

/** The low half of an int64, as int32. */
export function lowWord(value: Value): number {
  return typeof value === "bigint" ? Number(BigInt.asIntN(32, value)) : value | 0;
}

/** The high half of an int64, as int32. */
export function highWord(value: Value): number {
  return typeof value === "bigint" ? Number(value >> 32n) : Math.floor(value / 4294967296);
}

/** A zeroed column of the same kind as `like`. */
export function zerosLike(like: ValueColumn, length: number): ValueColumn {
  return like instanceof BigInt64Array ? new BigInt64Array(length) : new Float64Array(length);
}

/** Adds `column[from]` to `target[to]`; both columns must be of one kind. */
export function addInto(target: ValueColumn, to: number, column: ValueColumn, from: number): void {
  (target as Float64Array)[to] = ((target as Float64Array)[to] as number) + ((column as Float64Array)[from] as number);
}

/** Sum of magnitudes as a float64: above MAX_EXACT the column must be exact (BigInt64Array). */
export function magnitudeOf(column: ValueColumn): number {
  let sum = 0;
  for (let i = 0; i < column.length; i++) sum += Math.abs(Number(column[i]));
  return sum;
}

/** Turns raw little-halves int64 words into the cheapest exact column. Reuses the buffer. */
export function columnFromWords(words: Uint32Array<ArrayBuffer>, length: number): ValueColumn {
  const floats = new Float64Array(words.buffer, 0, length);
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const high = words[2 * i + HIGH] as number;
    if (high === 0) sum += words[2 * i + LOW] as number;
    else sum += Math.abs((high | 0) * 4294967296 + (words[2 * i + LOW] as number));
  }
  if (sum > MAX_EXACT) return new BigInt64Array(words.buffer, 0, length);
  for (let i = 0; i < length; i++) {
    floats[i] = ((words[2 * i + HIGH] as number) | 0) * 4294967296 + (words[2 * i + LOW] as number);
  }
  return floats;
}

/** The column as an exact one, whatever it was. */
export function toExact(column: ValueColumn): BigInt64Array {
  if (column instanceof BigInt64Array) return column;
  const exact = new BigInt64Array(column.length);
  for (let i = 0; i < column.length; i++) exact[i] = BigInt(column[i] as number);
  return exact;
}

/** Sum of all rows, exact. */
export function exactSum(column: ValueColumn): bigint {
  return toExact(column).reduce((total, value) => total + value, 0n);
}

/** The column as float64 if no sum of its values can leave the exact range, else unchanged. */
export function toCheapest(column: ValueColumn): ValueColumn {
  if (column instanceof Float64Array || magnitudeOf(column) > MAX_EXACT) return column;
  return Float64Array.from(column, Number);
}

/** Columns that will be added to each other, made of one kind: exact if any is, or if their sum could leave the exact range. */
export function alignColumns(columns: readonly ValueColumn[]): ValueColumn[] {
  let sum = 0;
  let exact = false;
  for (const column of columns) {
    if (column instanceof BigInt64Array) exact = true;
    else sum += magnitudeOf(column);
  }
  return exact || sum > MAX_EXACT ? columns.map(toExact) : [...columns];
}

/** The smallest int64 has no positive counterpart and stays, as in Go. */
export function absolute(value: Value): Value {
  if (value >= 0) return value;
  return typeof value === "bigint" ? BigInt.asIntN(64, -value) : -value;
}

/** `a + b` of two values of one column kind. */
export function add(a: Value, b: Value): Value {
  return typeof a === "bigint" || typeof b === "bigint" ? BigInt.asIntN(64, BigInt(a) + BigInt(b)) : a + b;
}

/** `a - b` of two values of one column kind. */
export function subtract(a: Value, b: Value): Value {
  return typeof a === "bigint" || typeof b === "bigint" ? BigInt.asIntN(64, BigInt(a) - BigInt(b)) : a - b;
}

/** `a / b` towards zero, as Go divides int64. `b` is not zero. */
export function divide(a: Value, b: Value): Value {
  if (typeof a === "bigint" || typeof b === "bigint") return BigInt.asIntN(64, BigInt(a) / BigInt(b));
  return truncate(a / b);
}

/** Go's `int64(x)` as an amd64 processor does it, kept a number: towards zero; NaN and what int64 cannot hold become its minimum. */
export function truncate(x: number): number {
  return x > -(2 ** 63) && x < 2 ** 63 ? Math.trunc(x) + 0 : -(2 ** 63);
}
