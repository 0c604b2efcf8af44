/** Ctrl-C and SIGTERM while a command works for long: they end the work in order, not the process. */
import type { Io } from "./io.ts";

/** `work` is to end soon after its signal is aborted, well or not. */
export async function untilInterrupted<T>(io: Io, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const forgetInterrupts = io.onInterrupt?.(() => stop.abort());
  try {
    return await work(stop.signal);
  } finally {
    forgetInterrupts?.();
  }
}
