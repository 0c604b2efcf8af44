/** A seeded generator (xorshift64*), so that a failing test fails again. */
export interface Random {
  bits64(): bigint;
  /** A whole number from 0 to limit - 1; limit <= 2^32. */
  below(limit: number): number;
  pick<T>(choices: readonly T[]): T;
}

export function seededRandom(seed: number): Random {
  let state = BigInt(seed) * 0x9e3779b97f4a7c15n + 1n;
  const bits64 = (): bigint => {
    state = BigInt.asUintN(64, state);
    state ^= state >> 12n;
    state ^= BigInt.asUintN(64, state << 25n);
    state ^= state >> 27n;
    return BigInt.asUintN(64, state * 0x2545f4914f6cdd1dn);
  };
  const below = (limit: number): number => Number((bits64() >> 32n) % BigInt(limit));
  return { bits64, below, pick: (choices) => choices[below(choices.length)] as (typeof choices)[number] };
}
