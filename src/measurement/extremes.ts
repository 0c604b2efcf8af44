/** The largest and the least of a column. Not by arguments of a call: a column may have more entries than a call takes. */

/** At least `floor`, which is the answer for no values. */
export function largestOf(values: Iterable<number>, floor: number = Number.NEGATIVE_INFINITY): number {
  let largest = floor;
  for (const value of values) if (value > largest || Number.isNaN(value)) largest = value;
  return largest;
}

/** At most `ceiling`, which is the answer for no values. */
export function leastOf(values: Iterable<number>, ceiling: number = Number.POSITIVE_INFINITY): number {
  let least = ceiling;
  for (const value of values) if (value < least || Number.isNaN(value)) least = value;
  return least;
}
