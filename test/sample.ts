/**
 * Of what is much alike a usual run tries an even part; `node .ci/test.js --long` tries the rest, so that `.ci/run` tries all, and nothing twice.
 */
import { test } from "node:test";

export const isLongRun: boolean = process.env["HEAPBLAME_LONG"] === "1";

/** At most `usual` of the items, evenly spread; in the long run the others. */
export function sampled<Item>(items: readonly Item[], usual: number): readonly Item[] {
  const count = Math.min(usual, items.length);
  const chosen = new Set(Array.from({ length: count }, (_, at) => Math.floor((at * items.length) / count)));
  return items.filter((_, at) => chosen.has(at) !== isLongRun);
}

/** A test beside sampled ones that is whole in the usual run. */
export const usualTest: typeof test.skip = isLongRun ? test.skip : test;
