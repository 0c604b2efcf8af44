/**
 * The standard normal distribution. The tail is a series near the middle and a continued fraction beyond; the quantile is Wichura's
 * AS 241 (PPND16, Applied Statistics 37, 1988), good to 1e-16 down to 1e-300.
 */

/** P(Z > z), exact far out in the tail. */
export function normalUpper(z: number): number {
  if (z < 0) return 1 - normalUpper(-z);
  return z < 2 ? 0.5 - centralSeries(z) : tailFraction(z);
}

/** Abramowitz & Stegun 26.2.11: density times z + z^3/3 + z^5/15 + ... */
function centralSeries(z: number): number {
  let term = z;
  let sum = z;
  for (let k = 3; term > sum * 1e-17; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return density(z) * sum;
}

/** Abramowitz & Stegun 26.2.14: density / (z + 1/(z + 2/(z + 3/...))). */
function tailFraction(z: number): number {
  let fraction = z;
  for (let k = 200; k >= 1; k--) fraction = z + k / fraction;
  return density(z) / fraction;
}

function density(z: number): number {
  return Math.exp(-0.5 * z * z) * 0.3989422804014327;
}

/** The z with P(Z <= z) = p, 0 < p < 1. */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(CENTRAL_TOP, r)) / polynomial(CENTRAL_BOTTOM, r);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const z = r <= 5 ? ratio(MIDDLE_TOP, MIDDLE_BOTTOM, r - 1.6) : ratio(FAR_TOP, FAR_BOTTOM, r - 5);
  return q < 0 ? -z : z;
}

function ratio(top: readonly number[], bottom: readonly number[], x: number): number {
  return polynomial(top, x) / polynomial(bottom, x);
}

/** Coefficients from the constant term up. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let k = coefficients.length - 1; k >= 0; k--) sum = sum * x + (coefficients[k] as number);
  return sum;
}

const CENTRAL_TOP = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227,
];
const CENTRAL_BOTTOM = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
  5226.495278852546,
];
const MIDDLE_TOP = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414,
];
const MIDDLE_BOTTOM = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const FAR_TOP = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const FAR_BOTTOM = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
  1.421511758316446e-7, 2.0442631033899397e-15,
];
