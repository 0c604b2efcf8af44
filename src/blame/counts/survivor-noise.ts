/**
 * The noise that captures of one process have in common. An object that is alive in two captures is recorded in both or in neither, so the
 * errors of the two estimates go together by as much as survived. Of row i's recorded objects at capture a, at least n_a - lost_ab are
 * still there at b (growth-test.ts), and the covariance is their weight: with it the variance of b - a is that of gained and lost, as
 * in the comparison of two captures.
 */
import type { SideCounts } from "./growth-test.ts";
import type { RowSampling } from "./sample-count.ts";

/**
 * Covariance of the estimates of one group of rows over captures of one process, in order. One sample's weight is added to each variance: a capture
 * that gained nothing is not known to gain nothing.
 */
export function survivorCovariance(
  sampling: RowSampling,
  rows: ArrayLike<number>,
  captures: readonly SideCounts[],
): number[][] {
  const covariance = captures.map(() => captures.map(() => 0));
  let largest = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as number;
    const size = sampling.size[row] as number;
    const weight = sampling.weight[row] as number;
    const unit = weight * (size === 0 ? sampling.period : size * (sampling.scale[row] as number));
    largest = Math.max(largest, weight);
    for (const [a, before] of captures.entries()) {
      for (let b = a; b < captures.length; b++) {
        const shared = unit * survivors(before, captures[b] as SideCounts, row);
        addBoth(covariance, a, b, shared);
      }
    }
  }
  for (const [a, row] of covariance.entries()) row[a] = (row[a] as number) + largest ** 2 / 2;
  return covariance;
}

/** The fewest recorded objects of `before` that can still be there in `after`. */
function survivors(before: SideCounts, after: SideCounts, row: number): number {
  const held = before.inuse[row] as number;
  const allocated = (after.alloc[row] as number) - (before.alloc[row] as number);
  const freed = allocated - ((after.inuse[row] as number) - held);
  return Math.max(0, held - Math.max(0, freed));
}

function addBoth(matrix: number[][], a: number, b: number, amount: number): void {
  const row = matrix[a] as number[];
  row[b] = (row[b] as number) + amount;
  if (a === b) return;
  const mirrored = matrix[b] as number[];
  mirrored[a] = (mirrored[a] as number) + amount;
}
