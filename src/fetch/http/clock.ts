/** The end of a request from outside: its time is up, or the caller gave up. */

export interface RequestClock {
  readonly signal: AbortSignal;
  /** What ended the request, if it was this. */
  readonly ended: () => "timeout" | "aborted" | undefined;
  readonly stopTimer: () => void;
  /** To be called when the request is over. */
  readonly close: () => void;
}

export function startClock(seconds: number, outer: AbortSignal | undefined): RequestClock {
  const controller = new AbortController();
  let reason: "timeout" | "aborted" | undefined;
  const end = (what: "timeout" | "aborted"): void => {
    reason ??= what;
    controller.abort();
  };
  const giveUp = (): void => end("aborted");
  // The longest that a timer takes; a longer one would fire at once.
  const timer = setTimeout(() => end("timeout"), Math.min(seconds * 1000, 2 ** 31 - 1));
  if (outer?.aborted) giveUp();
  outer?.addEventListener("abort", giveUp);
  return {
    signal: controller.signal,
    ended: () => reason,
    stopTimer: () => clearTimeout(timer),
    close: () => {
      clearTimeout(timer);
      outer?.removeEventListener("abort", giveUp);
    },
  };
}
