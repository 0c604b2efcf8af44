/**
 * Did it grow, or is it the sampling?
 *
 * Captures of two processes are independent: current and base are compared as they are. Captures of one process share their survivors, and the
 * alloc columns tell how many there can be. Of the recorded objects let S survive from base to current, F be freed, A be new and still there,
 * X be born and gone between; then
 *
 *     base = S + F,  current = S + A,  allocated between = A + X,  freed between = F + X
 *     gained = min(current, allocated) = A + d,  lost = min(base, freed) = F + d,  d = min(S, X)
 *
 * (current <= allocated exactly when base <= freed, so both minima switch together), hence gained - lost = current - base always, and what
 * survived is out of both: its noise is gone from the comparison. It is never worse than the comparison of independent captures.
 *
 * Either way two weighted sums are compared by the conditional test for two Poisson means (Przyborowski and Wilenski, 1940): given their
 * effective counts, how likely is a first one as large if both means are equal?
 */
import { largestOf } from "../../measurement/extremes.ts";
import { binomialUpperTail } from "../../stats/binomial.ts";
import { differenceInterval, type WeightedSum } from "../../stats/interval.ts";

/** Columns of recorded objects by row, see sample-count.ts. */
export interface SideCounts {
  readonly inuse: Float64Array;
  readonly alloc: Float64Array;
}

interface Turnover {
  readonly gained: Float64Array;
  readonly lost: Float64Array;
}

/**
 * Gained and lost of each row, for two captures of one process. A row whose counters contradict that (only rows whose counts are approximate
 * do) is compared as it is.
 */
export function computeTurnover(base: SideCounts, current: SideCounts): Turnover {
  const rows = base.inuse.length;
  const gained = new Float64Array(rows);
  const lost = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const before = base.inuse[row] as number;
    const after = current.inuse[row] as number;
    const allocated = (current.alloc[row] as number) - (base.alloc[row] as number);
    const freed = allocated - (after - before);
    const isSound = allocated >= 0 && freed >= 0;
    gained[row] = isSound ? Math.min(after, allocated) : after;
    lost[row] = isSound ? Math.min(before, freed) : before;
  }
  return { gained, lost };
}

/**
 * Compares two sums, current and base or gained and lost: how likely so much growth or more is where there is none (one-sided). `periodRatio` is
 * the sampling period of the first over that of the second; at 1 a sample means as many bytes on both sides.
 */
export function growthProbability(gained: WeightedSum, lost: WeightedSum, periodRatio: number): number {
  const variance = gained.variance + lost.variance;
  if (variance === 0) return gained.value > lost.value ? 0 : 1;
  const shift = gained.exact - lost.exact;
  if (Math.abs(shift) > 1e-9 * (gained.exact + lost.exact)) return shiftedProbability(gained, lost);
  const x = gained.value - gained.exact;
  const y = lost.value - lost.exact;
  // One weight for the samples of either side (two in the ratio of the periods), such that the variance of x - y comes out right.
  const weight = variance / (periodRatio * x + y);
  return binomialUpperTail(x / (periodRatio * weight), y / weight, 1 / (1 + periodRatio));
}

/**
 * Where objects that are all recorded came or went besides: the level at which the interval of the difference just reaches 0. Not
 * followed below 2^-37, some 1e-11.
 */
function shiftedProbability(gained: WeightedSum, lost: WeightedSum): number {
  const sign = gained.value > lost.value ? 1 : -1;
  const [more, less] = sign > 0 ? [gained, lost] : [lost, gained];
  let low = 0;
  let high = 36;
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2;
    if (differenceInterval(more, less, 1 - 2 ** -middle).low > 0) low = middle;
    else high = middle;
  }
  const tail = 0.5 * 2 ** -low;
  return sign > 0 ? tail : 1 - tail;
}

/**
 * The smallest growth that would have been significant at level `alpha` (one-sided), in bytes: less than this could not have been seen. `lost`
 * is what it is compared with: base for independent captures, lost for two of one process. `weight` is what one sample of the growth means in
 * bytes; for small objects that is the period.
 */
export function detectionLimit(lost: WeightedSum, weight: number, alpha: number = 0.05): number {
  const sampled = lost.value - lost.exact;
  const perSample = sampled > 0 && lost.variance > 0 ? lost.variance / sampled : weight;
  if (perSample === 0) return 0;
  const before = sampled / perSample;
  let tooFew = Math.floor(before);
  let enough = Math.max(8, Math.ceil(2 * before));
  while (binomialUpperTail(enough, before, 0.5) > alpha) enough *= 2;
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (binomialUpperTail(middle, before, 0.5) > alpha) tooFew = middle;
    else enough = middle;
  }
  return (enough - before) * perSample;
}

/**
 * q-values of Benjamini and Hochberg (Journal of the Royal Statistical Society B 57, 1995): calling every test with q <= 0.05 significant
 * leaves an expected 5 % of false ones among those called. Give tests of one level only, never a frame and its caller.
 */
export function falseDiscoveryRates(pValues: ArrayLike<number>): Float64Array {
  const count = pValues.length;
  const order = Array.from({ length: count }, (_, index) => index);
  order.sort((a, b) => (pValues[a] as number) - (pValues[b] as number));
  const rates = new Float64Array(count);
  let smallest = 1;
  for (let rank = count; rank >= 1; rank--) {
    const test = order[rank - 1] as number;
    smallest = Math.min(smallest, ((pValues[test] as number) * count) / rank);
    rates[test] = smallest;
  }
  return rates;
}

/** The largest of these that is significant at such a rate of false discoveries; where none is, the largest that one of as many would have to be. */
export function discoveryThreshold(pValues: readonly number[], falseDiscoveries: number): number {
  const rates = falseDiscoveryRates(pValues);
  const found = pValues.filter((_, test) => (rates[test] as number) <= falseDiscoveries);
  return found.length > 0 ? largestOf(found) : falseDiscoveries / Math.max(1, pValues.length);
}
