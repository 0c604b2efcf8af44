/** Seeded draws for simulations: fast, and the same in every run. */
export interface Draws {
  /** In (0, 1). */
  uniform(): number;
  normal(): number;
  poisson(mean: number): number;
  /** Successes in `trials` at probability p, by skipping over the failures: exact, and quick for small p. */
  binomial(trials: number, p: number): number;
}

export function seededDraws(seed: number): Draws {
  let state = (seed * 0x9e3779b1 + 0x6d2b79f5) | 0;
  // mulberry32, two rounds for 52 bits
  const bits = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  const uniform = (): number => (bits() + 0.5) / 4294967296;
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const poisson = (mean: number): number => {
    let count = 0;
    let time = -Math.log(uniform());
    while (time < mean) {
      count++;
      time -= Math.log(uniform());
    }
    return count;
  };
  const binomial = (trials: number, p: number): number => {
    if (p >= 1) return trials;
    if (p > 0.5) return trials - binomial(trials, 1 - p);
    const logQ = Math.log1p(-p);
    let successes = -1;
    for (let at = 0; at <= trials; successes++) at += 1 + Math.floor(Math.log(uniform()) / logQ);
    return successes;
  };
  return { uniform, normal, poisson, binomial };
}
