/** Positions of `most` of `count` things, evenly spaced, first and last among them; of all where there are no more. `most` is 2 at least. */
export function evenPositions(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, at) => at);
  return Array.from({ length: most }, (_, at) => Math.round((at * (count - 1)) / (most - 1)));
}
