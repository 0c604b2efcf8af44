/** One line on standard error that is written over again and again; on a terminal only. */
import type { Io } from "./io.ts";

export interface Progress {
  /** `text` of now, asked for again every second until something else is shown. */
  readonly show: (text: () => string) => void;
  /** Leaves an empty line, for what is said for good. */
  readonly clear: () => void;
}

const START_OF_LINE = "\r\u001b[K";

export function createProgress({ stderr }: Io): Progress {
  if (!stderr.isTerminal) return { show: () => {}, clear: () => {} };
  let timer: NodeJS.Timeout | undefined;
  const write = (text: string): void => void stderr.write(START_OF_LINE + text.slice(0, (stderr.columns ?? 80) - 1));
  const clear = (): void => {
    clearInterval(timer);
    timer = undefined;
    write("");
  };
  return {
    show: (text) => {
      clearInterval(timer);
      write(text());
      timer = setInterval(() => write(text()), 1000);
      timer.unref();
    },
    clear,
  };
}
