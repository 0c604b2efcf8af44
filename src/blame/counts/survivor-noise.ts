/**
 * The noise that captures of one process have in common. An object that is alive in two captures is recorded in both or in neither, so the
 * errors of the two estimates go together by as much as survived. Of row i's recorded objects at capture a, at least n_a - lost_ab are
 * still there at b (growth-test.ts), and the covariance is their weight: with it the variance of b - a is that of gained and lost, as
 * in the comparison of two captures.
 */
import type { SideCounts } from "./growth-test.ts";
import type { RowSampling } from "./row-sampling.ts";

/**
 * Covariance of the estimates of one group of rows over captures of one process, in order. One sample's weight is added to each variance: a capture
 * that gained nothing is not known to gain nothing.
 */
export function survivorCovariance(
  sampling: RowSampling,
  rows: ArrayLike<number>,
  captures: readonly SideCounts[],
): number[][] {
  const count = captures.length;
  const sums = new Float64Array(count * count);
  // Of one row, by capture: side by side, since each is looked at once for every other capture.
  const inuse = new Float64Array(count);
  const alloc = new Float64Array(count);
  let largest = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as number;
    const unit = varianceOfOne(sampling, row);
    largest = Math.max(largest, sampling.weight[row] as number);
    for (let at = 0; at < count; at++) {
      const capture = captures[at] as SideCounts;
      inuse[at] = capture.inuse[row] as number;
      alloc[at] = capture.alloc[row] as number;
    }
    addSurvivors(sums, inuse, alloc, unit);
  }
  return mirrored(sums, count, largest ** 2 / 2);
}

/** Variance of the estimate of one group of rows in one capture: what survivorCovariance has on its diagonal. `inuse` are its recorded objects. */
export function samplingVariance(sampling: RowSampling, rows: ArrayLike<number>, inuse: Float64Array): number {
  let sum = 0;
  let largest = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as number;
    largest = Math.max(largest, sampling.weight[row] as number);
    const held = inuse[row] as number;
    if (held > 0) sum += varianceOfOne(sampling, row) * held;
  }
  return sum + largest ** 2 / 2;
}

/** Of one recorded object of the row, in square bytes. */
function varianceOfOne({ size: sizes, weight, scale, period }: RowSampling, row: number): number {
  const size = sizes[row] as number;
  return (weight[row] as number) * (size === 0 ? period : size * (scale[row] as number));
}

/** To the sum of each capture and a later one: the fewest recorded objects of the one that can still be there in the other. */
function addSurvivors(sums: Float64Array, inuse: Float64Array, alloc: Float64Array, unit: number): void {
  const count = inuse.length;
  for (let before = 0; before < count; before++) {
    const held = inuse[before] as number;
    if (held === 0) continue;
    for (let after = before; after < count; after++) {
      const allocated = (alloc[after] as number) - (alloc[before] as number);
      const freed = allocated - ((inuse[after] as number) - held);
      const survivors = held - Math.max(0, freed);
      const cell = before * count + after;
      if (survivors > 0) sums[cell] = (sums[cell] as number) + unit * survivors;
    }
  }
}

/** The matrix of which the half above the diagonal is given, with `more` on the diagonal. */
function mirrored(sums: Float64Array, count: number, more: number): number[][] {
  return Array.from({ length: count }, (_, a) =>
    Array.from({ length: count }, (__, b) => {
      const sum = sums[Math.min(a, b) * count + Math.max(a, b)] as number;
      return a === b ? sum + more : sum;
    }),
  );
}
