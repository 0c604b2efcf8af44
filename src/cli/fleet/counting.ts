/** How far a long work is, and how long it will still take: one line on a terminal. */
import { steadyNow } from "../../capture/steady-time.ts";
import { formatDuration } from "../../measurement/time-text.ts";
import type { Io } from "../terminal/io.ts";
import { createProgress } from "../terminal/progress.ts";

interface Counting {
  readonly step: () => void;
  readonly end: () => void;
}

/** `what`: in the plural. */
export function countOn(total: number, what: string, io: Io): Counting {
  const line = createProgress(io);
  const start = steadyNow();
  let done = 0;
  line.show(() => {
    const left = done === 0 ? [] : [`${formatDuration(((steadyNow() - start) / done) * (total - done) * 1e6)} left`];
    return [`${done} of ${total} ${what}`, ...left];
  });
  return {
    step: () => {
      done++;
    },
    end: line.end,
  };
}
