/**
 * Tails of the binomial distribution, exact and stable for large counts. Counts may be real: effective counts of weighted sums are, and
 * the incomplete beta function that gives the tail at whole counts (Abramowitz & Stegun 26.5.24) goes on smoothly between them.
 */
import { deviance, nonZero, stirlingError } from "./gamma.ts";
import { normalUpper } from "./normal.ts";

/** From this many counts on the normal tail is closer to the truth than the sum of so many terms. */
const LARGE_COUNT = 1e10;

/**
 * P(Bin(x + y, share) >= x): how likely `x` or more out of x + y fall on the first side, if each does with probability `share`. Equal to
 * I_share(x, y + 1).
 */
export function binomialUpperTail(x: number, y: number, share: number): number {
  if (x <= 0 || share >= 1) return 1;
  if (share <= 0) return 0;
  const total = x + y;
  if (total > LARGE_COUNT) return normalUpper((x - 0.5 - total * share) / Math.sqrt(total * share * (1 - share)));
  return regularizedBeta(share, x, y + 1);
}

/** I_z(a, b), 0 < z < 1. */
export function regularizedBeta(z: number, a: number, b: number): number {
  if (z <= (a + 1) / (a + b + 2)) return clamp((betaTerm(z, a, b) * betaFraction(z, a, b)) / a);
  return clamp(1 - (betaTerm(z, a, b) * betaFraction(1 - z, b, a)) / b);
}

function clamp(p: number): number {
  return Math.max(0, Math.min(1, p));
}

/** z^a (1 - z)^b / B(a, b) in Loader's saddle-point form. */
function betaTerm(z: number, a: number, b: number): number {
  const n = a + b;
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * z) - deviance(b, n * (1 - z));
  return Math.sqrt((a * b) / (2 * Math.PI * n)) * Math.exp(exponent);
}

/** Abramowitz & Stegun 26.5.8 by Lentz's method; settles within some sqrt(max(a, b)) rounds for z below the mean. */
function betaFraction(z: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * z) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 1e6; m++) {
    const even = (m * (b - m) * z) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * z) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-15) break;
  }
  return fraction;
}
