/** What is wrong with a heap dump, and where. */
import { ProfileError } from "../../errors.ts";

const UNRECOGNIZED = "parsing profile: unrecognized profile format";

/** `offset` counts unpacked bytes from the start of the dump. */
export function damagedDump(fact: string, offset: number, options?: ErrorOptions): ProfileError {
  return new ProfileError("heap-dump", `the heap dump is damaged at byte ${offset}: ${fact}`, UNRECOGNIZED, options);
}

export function truncatedDump(offset: number, record: string): ProfileError {
  const fact = `the heap dump ends at byte ${offset}, in ${record}: it was cut short`;
  return new ProfileError("heap-dump", fact, UNRECOGNIZED);
}

export function notADump(fact: string): ProfileError {
  return new ProfileError("heap-dump", fact, UNRECOGNIZED);
}
