/** The project's own profiles, by name. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const MODES = ["goroutine-leak", "informer-leak", "retain", "slow-handler", "steady", "warm-up"] as const;

/** Path of a file below fixtures/. */
export function fixture(path: string): string {
  return fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));
}

export function fixtureBytes(path: string): Uint8Array {
  return readFileSync(fixture(path));
}

/** Before and after of one mode of the streamwatcher. */
export function modePair(mode: (typeof MODES)[number]): [base: string, current: string] {
  return [fixture(`streamwatcher/${mode}/heap-before.out`), fixture(`streamwatcher/${mode}/heap-after.out`)];
}
