/** The order in which pprof writes a sample's labels: text labels by key, then numeric ones by key; values of one key keep their order. */
import { NONE } from "./tables.ts";

/** One label; columns as in LabelSetTable. */
export interface Label {
  readonly key: number;
  readonly text: number;
  readonly number: bigint;
  readonly unit: number;
}

/** Sorts `labels` in place; `compare` orders strings by their numbers. */
export function canonicalOrder(labels: Label[], compare: (a: number, b: number) => number): void {
  labels.sort((a, b) => {
    const isNumeric = Number(a.text === NONE) - Number(b.text === NONE);
    if (isNumeric !== 0 || a.key === b.key) return isNumeric;
    return compare(a.key, b.key);
  });
}
