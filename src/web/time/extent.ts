/** Least and greatest of `start` and the values, in one pass. */
export function extentOf(values: readonly number[], start: number): readonly [least: number, most: number] {
  let [least, most] = [start, start];
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
  return [least, most];
}
