/** How far the share may be from what was counted: Clopper and Pearson's exact interval (Biometrika 26, 1934). */
import { binomialUpperTail } from "./binomial.ts";
import { CONFIDENCE, type Interval } from "./interval.ts";

/** Of the share of which `hits` out of `total` were counted; 0 to 1 where nothing was. */
export function proportionInterval(hits: number, total: number, confidence: number = CONFIDENCE): Interval {
  const tail = (1 - confidence) / 2;
  const low = hits === 0 ? 0 : solve((share) => binomialUpperTail(hits, total - hits, share) - tail);
  const high = hits === total ? 1 : solve((share) => binomialUpperTail(hits + 1, total - hits - 1, share) - (1 - tail));
  return { low, high };
}

const STEPS = 60;

/** Where an increasing function of a share is zero. */
function solve(of: (share: number) => number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (of(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
