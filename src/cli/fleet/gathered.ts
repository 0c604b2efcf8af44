/** What a fleet is put together from, wherever it is kept. */
import type { PodSeries } from "../../report/fleet/fleet.ts";

export interface Gathered {
  readonly pods: readonly PodSeries[];
  /** Bytes between two samples, as the profiles say; 0 where none does. */
  readonly period: number;
  /** What could not be had, a line for each. */
  readonly missing: readonly string[];
}

/** So many of those that came to nothing are named. */
const NAMED = 3;

/** One line for many failures of a kind. */
export function missingLines(failed: readonly string[], what: string): string[] {
  if (failed.length === 0) return [];
  const rest = failed.length > NAMED ? ` and ${failed.length - NAMED} more` : "";
  return [`${failed.length} ${what} left out: ${failed.slice(0, NAMED).join("; ")}${rest}`];
}

/** First and last, by function. */
export function endsOf(first: ReadonlyMap<string, number>, last: ReadonlyMap<string, number>): PodSeries["ends"] {
  const ends = new Map<string, readonly [number, number]>();
  for (const name of new Set([...first.keys(), ...last.keys()]))
    ends.set(name, [first.get(name) ?? 0, last.get(name) ?? 0]);
  return ends;
}
