/**
 * The gamma distribution: its integral from either end and its quantiles, for shapes from far below 1 to 1e8 and beyond.
 *
 * Everything hangs on one term, x^a e^-x / Gamma(a + 1). Computed from logarithms of gamma functions it loses digits as `a` grows; in
 * Loader's saddle-point form (C. Loader, "Fast and Accurate Computation of Binomial Probabilities", 2000) it loses none.
 */
import { normalQuantile } from "./normal.ts";

const LOG_SQRT_2PI = 0.9189385332046728;
/** From this shape on the quantile is an expansion around the normal one: its relative error, of order 1/a^2, is below 1e-13 there. */
const LARGE_SHAPE = 1e7;
const MAX_TERMS = 1e6;

/** ln Gamma(x) for x > 0; NaN of NaN. */
export function logGamma(x: number): number {
  if (!(x < 10)) return (x - 0.5) * Math.log(x) - x + LOG_SQRT_2PI + stirlingTail(x);
  let shifted = x;
  let product = 1;
  while (shifted < 10) product *= shifted++;
  return logGamma(shifted) - Math.log(product);
}

/** What Stirling's formula misses: ln Gamma(x) - [(x - 1/2) ln x - x + ln(2 pi)/2], x >= 10. */
function stirlingTail(x: number): number {
  const r = 1 / (x * x);
  return (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - (r * 691) / 360360))))) / x;
}

/** ln Gamma(x + 1) - [(x + 1/2) ln x - x + ln(2 pi)/2], x > 0. */
export function stirlingError(x: number): number {
  return x >= 10 ? stirlingTail(x) : logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - LOG_SQRT_2PI;
}

/** x ln(x/m) + m - x without cancellation where x is near m. */
export function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let term = 2 * x * v;
  for (let j = 1; j < 1000; j++) {
    term *= v * v;
    const next = sum + term / (2 * j + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** x^a e^-x / Gamma(a + 1): the Poisson probability of `a` at mean `x`, for real a > 0 too. `constant` is termConstant(a). */
function poissonTerm(a: number, x: number, constant: number): number {
  if (a < 1) return Math.exp(a * Math.log(x) - x - constant);
  return Math.exp(-constant - deviance(a, x) - LOG_SQRT_2PI) / Math.sqrt(a);
}

/** What of a term does not depend on x. */
function termConstant(a: number): number {
  return a < 1 ? logGamma(a + 1) : stirlingError(a);
}

/** Regularised incomplete gamma P(a, x): the probability of a gamma variate of shape `a` to be at most x. `term`: the Poisson term of both. */
export function gammaLower(a: number, x: number, term: number = poissonTerm(a, x, termConstant(a))): number {
  if (x <= 0) return 0;
  return x < a + 1 ? lowerSeries(a, x, term) : 1 - upperFraction(a, x, term);
}

/** Q(a, x) = 1 - P(a, x), exact where it is tiny. */
export function gammaUpper(a: number, x: number, term: number = poissonTerm(a, x, termConstant(a))): number {
  if (x <= 0) return 1;
  return x < a + 1 ? 1 - lowerSeries(a, x, term) : upperFraction(a, x, term);
}

/** Abramowitz & Stegun 6.5.29: P = term * (1 + x/(a+1) + x^2/((a+1)(a+2)) + ...). */
function lowerSeries(a: number, x: number, first: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < MAX_TERMS; k++) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return Math.min(1, first * sum);
}

/** Abramowitz & Stegun 6.5.31 by Lentz's method: Q = a * term / (x+1-a - 1(1-a)/(x+3-a - ...)). */
function upperFraction(a: number, x: number, term: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let i = 1; i < MAX_TERMS; i++) {
    const numerator = i * (a - i);
    b += 2;
    d = 1 / nonZero(numerator * d + b);
    c = nonZero(b + numerator / c);
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return Math.min(1, a * term * fraction);
}

export function nonZero(x: number): number {
  return Math.abs(x) < 1e-300 ? 1e-300 : x;
}

/**
 * A step of Newton's squares what is left, times the root of the shape: after one so small nothing is left that a double can tell. What is asked
 * for afterwards is rounding noise, which no bracket holds.
 */
const LAST_STEP = 1e-10;

/** The x with P(a, x) = p, 0 < p < 1. Below the smallest double it is 0. */
export function gammaQuantile(p: number, a: number): number {
  return a > LARGE_SHAPE ? expandedQuantile(p, a) : solveQuantile(p, a, firstGuess(p, a));
}

/** Cornish-Fisher expansion with the cumulants of the gamma distribution, up to the term of order 1/a. */
function expandedQuantile(p: number, a: number): number {
  const z = normalQuantile(p);
  const root = Math.sqrt(a);
  return (
    a + z * root + (z * z - 1) / 3 + (z * z * z - 7 * z) / (36 * root) + (-3 * z ** 4 - 7 * z * z + 16) / (810 * a)
  );
}

/** Wilson and Hilferty's cube where it holds, else the first term of the series inverted; in logarithms. */
function firstGuess(p: number, a: number): number {
  const cube = 1 - 1 / (9 * a) + normalQuantile(p) / (3 * Math.sqrt(a));
  if (a >= 0.5 && cube > 0.2) return Math.log(a) + 3 * Math.log(cube);
  if (p <= 0.5 || a >= 0.5) return (Math.log(p) + logGamma(a + 1)) / a;
  return Math.min((Math.log(p) + logGamma(a + 1)) / a, Math.log(-Math.log(1 - p)));
}

/**
 * Newton's method on the logarithm of the smaller tail over u = ln x: both logarithms are concave there, so that steps cannot run
 * away for long; a bracket catches those that would.
 */
function solveQuantile(p: number, a: number, guess: number): number {
  let u = guess;
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  const isLower = p <= 0.5;
  const constant = termConstant(a);
  for (let round = 0; round < 100; round++) {
    const x = Math.exp(u);
    if (x === 0) return 0;
    const term = poissonTerm(a, x, constant);
    const tail = isLower ? gammaLower(a, x, term) : gammaUpper(a, x, term);
    const error = isLower ? Math.log(tail / p) : Math.log((1 - p) / tail);
    if (error > 0) high = u;
    else low = u;
    const step = (error * tail) / (a * term);
    if (Math.abs(step) <= LAST_STEP) return x * Math.exp(-step);
    const next = u - step;
    u = next > low && next < high ? next : between(low, high, u, error);
  }
  return Math.exp(u);
}

function between(low: number, high: number, u: number, error: number): number {
  if (Number.isFinite(low) && Number.isFinite(high)) return (low + high) / 2;
  return error > 0 ? u - 1 : u + 1;
}

/** The x that a chi-square variate with `degrees` degrees of freedom stays below with probability p. */
export function chiSquareQuantile(p: number, degrees: number): number {
  return 2 * gammaQuantile(p, degrees / 2);
}
