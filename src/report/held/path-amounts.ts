/** Amounts by path, by which two states compare. */

/** What lies at a path and below. */
export interface PlaceAmount {
  readonly bytes: number;
  readonly objects: number;
}

/** Of places by row; of those with one path the one that has most. */
export function amountsByPath(
  paths: readonly string[],
  bytes: ArrayLike<number>,
  objects: ArrayLike<number>,
): Map<string, PlaceAmount> {
  const amounts = new Map<string, PlaceAmount>();
  for (const [row, path] of paths.entries()) {
    const most = bytes[row] as number;
    if (most > (amounts.get(path)?.bytes ?? -1)) amounts.set(path, { bytes: most, objects: objects[row] as number });
  }
  return amounts;
}

/** Bytes at the path without those of the paths apart from it; null where there was no state before. */
export function bytesBefore(
  before: ReadonlyMap<string, PlaceAmount> | undefined,
  path: string,
  apart: readonly string[],
): number | null {
  if (before === undefined) return null;
  const at = (one: string): number => before.get(one)?.bytes ?? 0;
  return Math.max(
    0,
    apart.reduce((left, child) => left - at(child), at(path)),
  );
}
