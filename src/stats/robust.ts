/**
 * Trend without a model: Theil and Sen's slope, Mann and Kendall's test, and LeakCanary's rule of growth in every third. Reported beside the
 * model's verdict, never instead of it: a warm-up, a random walk and a slow oscillation all pass Mann and Kendall.
 */

/** Median of the slopes between all pairs of points (Sen, JASA 63, 1968). 0 if no two points differ in `at`. */
export function theilSenSlope(at: readonly number[], values: readonly number[]): number {
  const pairs = new Float64Array((at.length * (at.length - 1)) / 2);
  let count = 0;
  for (let i = 0; i < at.length; i++) {
    for (let j = i + 1; j < at.length; j++) {
      const gap = (at[j] as number) - (at[i] as number);
      if (gap > 0) pairs[count++] = ((values[j] as number) - (values[i] as number)) / gap;
    }
  }
  const slopes = pairs.subarray(0, count).sort();
  const middle = slopes.length >> 1;
  if (slopes.length === 0) return 0;
  if (slopes.length % 2 === 1) return slopes[middle] as number;
  return ((slopes[middle - 1] as number) + (slopes[middle] as number)) / 2;
}

export interface MannKendall {
  /** Pairs in rising order less pairs in falling order. */
  readonly score: number;
  /** Probability of such a score or a higher one in a series without order (one-sided); below 4 points it cannot be under 0.05. */
  readonly pValue: number;
}

/** Exact for up to 12 distinct values, else the normal approximation with Kendall's correction for ties. */
export function mannKendall(values: readonly number[], normalUpper: (z: number) => number): MannKendall {
  const n = values.length;
  let score = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) score += Math.sign((values[j] as number) - (values[i] as number));
  }
  const ties = tieSizes(values);
  if (ties.length === 0 && n <= 12) return { score, pValue: exactUpperTail(n, score) };
  const spread = (size: number): number => size * (size - 1) * (2 * size + 5);
  const variance = (spread(n) - ties.reduce((sum, size) => sum + spread(size), 0)) / 18;
  return { score, pValue: variance === 0 ? 1 : normalUpper((score - 1) / Math.sqrt(variance)) };
}

function tieSizes(values: readonly number[]): number[] {
  const sizes = new Map<number, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  return [...sizes.values()].filter((size) => size > 1);
}

/** P(S >= score) over all orders of n distinct values: the distribution of inversions, built up value by value. */
function exactUpperTail(n: number, score: number): number {
  let probabilities = [1];
  for (let size = 2; size <= n; size++) {
    const next = new Array<number>(probabilities.length + size - 1).fill(0);
    for (const [inversions, probability] of probabilities.entries()) {
      for (let more = 0; more < size; more++) {
        next[inversions + more] = (next[inversions + more] as number) + probability / size;
      }
    }
    probabilities = next;
  }
  const pairs = (n * (n - 1)) / 2;
  let tail = 0;
  for (const [inversions, probability] of probabilities.entries()) {
    if (pairs - 2 * inversions >= score) tail += probability;
  }
  return Math.min(1, tail);
}

/** Whether each third of the series ends higher than it began. Needs 4 points. */
export function growsInEveryThird(values: readonly number[]): boolean {
  const last = values.length - 1;
  if (last < 3) return false;
  const bounds = [0, Math.round(last / 3), Math.round((2 * last) / 3), last].map((index) => values[index] as number);
  return bounds.slice(1).every((value, index) => value > (bounds[index] as number));
}
