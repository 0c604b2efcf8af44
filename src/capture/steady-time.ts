/** Time that neither jumps nor stands still when somebody sets the clock. */
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds since some moment. */
export function steadyNow(): number {
  return performance.now();
}

/** A longer timer would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Until steadyNow is `until`. Throws the signal's reason. */
export async function waitUntil(until: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    const rest = until - steadyNow();
    await sleep(Math.min(Math.max(0, rest), LONGEST_TIMER), undefined, { signal });
    if (rest <= LONGEST_TIMER) return;
  }
}
