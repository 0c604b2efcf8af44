/** Student's t distribution: what a mean is divided by its own estimated error, with so many degrees of freedom. */
import { regularizedBeta } from "./binomial.ts";

/** P(T > t) with `degrees` of freedom (Abramowitz & Stegun 26.7.1 by the incomplete beta function). */
export function studentUpper(t: number, degrees: number): number {
  if (t === Number.POSITIVE_INFINITY) return 0;
  if (t < 0) return 1 - studentUpper(-t, degrees);
  if (t === 0) return 0.5;
  return regularizedBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
}

/** The t with P(T <= t) = p, 0.5 <= p < 1, found by halving to 12 digits. */
export function studentQuantile(p: number, degrees: number): number {
  let low = 0;
  let high = 1;
  while (studentUpper(high, degrees) > 1 - p) high *= 2;
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (studentUpper(middle, degrees) > 1 - p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
