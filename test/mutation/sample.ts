/** A seeded choice: the same seed chooses the same of the same. */

/** `count` of `all` without repetition, in the order of `all`. */
export function sample<T>(all: readonly T[], count: number, seed: number): T[] {
  const next = mulberry32(seed);
  const rows = all.map((_, row) => row);
  const chosen: number[] = [];
  while (chosen.length < count && rows.length > 0) {
    const at = Math.floor(next() * rows.length);
    chosen.push(rows[at] as number);
    rows[at] = rows.at(-1) as number;
    rows.pop();
  }
  return chosen.sort((a, b) => a - b).map((row) => all[row] as T);
}

/** Tommy Ettinger's generator: 32 bits of state are enough to choose. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
