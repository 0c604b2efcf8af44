/** Which stacks are the beginning of others: they end in a frame that others go through. */

import { chain, RowIndex, spread } from "../profile/row-index.ts";
import { NONE } from "../profile/tables.ts";
import type { StackPaths } from "./stack-paths.ts";

/** 1 for those of `short` (marked by 1, one entry a stack) with which a stack of `long` begins, or which it is. */
export function findPrefixes({ count, start, nodes }: StackPaths, short: Uint8Array, long: Uint8Array): Uint8Array {
  const index = new RowIndex();
  const groups: number[] = [];
  for (let group = 0; group < count; group++) {
    if (short[group] === 0) continue;
    let hash = 0;
    for (let at = start[group] as number; at < (start[group + 1] as number); at++)
      hash = chain(hash, nodes[at] as number);
    // Stacks are distinct: each gets a row, whatever shares its hash.
    for (let row = index.first(spread(hash)); row !== NONE; row = index.next());
    groups[index.add()] = group;
  }
  const found = new Uint8Array(count);
  const isBeginning = (group: number, from: number, to: number): boolean => {
    const own = start[group] as number;
    if ((start[group + 1] as number) - own !== to - from) return false;
    for (let at = from; at < to; at++) if (nodes[own + at - from] !== nodes[at]) return false;
    return true;
  };
  for (let group = 0; group < count; group++) {
    if (long[group] === 0) continue;
    const from = start[group] as number;
    let hash = 0;
    for (let at = from; at < (start[group + 1] as number); at++) {
      hash = chain(hash, nodes[at] as number);
      for (let row = index.first(spread(hash)); row !== NONE; row = index.next()) {
        const candidate = groups[row] as number;
        if (isBeginning(candidate, from, at + 1)) found[candidate] = 1;
      }
    }
  }
  return found;
}
