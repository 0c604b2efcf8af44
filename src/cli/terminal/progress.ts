/** One line on standard error that is written over again and again; on a terminal only. */
import { encodeText } from "../../profile/string-table.ts";
import { START_OF_LINE, styledOutput } from "./clean-output.ts";
import type { Io } from "./io.ts";

export interface Progress {
  /** Parts of a line of now, most important first, asked for again every second until something else is shown. */
  readonly show: (parts: () => readonly string[]) => void;
  /** For good, above the line; what ends within a line keeps the line away until it goes on. Bytes are those of the user's own command. */
  readonly say: (chunk: string | Uint8Array) => void;
  /** Leaves an empty line. */
  readonly end: () => void;
}

const NEWLINE = 0x0a;
const DEFAULT_COLUMNS = 80;

export function createProgress({ stderr }: Io): Progress {
  const command = styledOutput(stderr);
  const write = (chunk: string | Uint8Array): void =>
    void (typeof chunk === "string" ? stderr.write(encodeText(chunk)) : command.write(chunk));
  if (!stderr.isTerminal) return { show: () => {}, say: write, end: () => {} };
  let timer: NodeJS.Timeout | undefined;
  let parts: () => readonly string[] = () => [];
  let isMidLine = false;
  const draw = (): void => {
    if (!isMidLine) void stderr.write(START_OF_LINE + fitted(parts(), (stderr.columns ?? DEFAULT_COLUMNS) - 1));
  };
  const clear = (): void => {
    if (!isMidLine) void stderr.write(START_OF_LINE);
  };
  return {
    show: (next) => {
      clearInterval(timer);
      parts = next;
      draw();
      timer = setInterval(draw, 1000);
      timer.unref();
    },
    say: (chunk) => {
      if (chunk.length === 0) return;
      clear();
      write(chunk);
      isMidLine = ![NEWLINE, "\n"].includes(chunk.at(-1) ?? "");
      if (timer !== undefined) draw();
    },
    end: () => {
      clearInterval(timer);
      timer = undefined;
      if (isMidLine) void stderr.write("\n");
      else clear();
      isMidLine = false;
    },
  };
}

/** As many parts as the line holds; the first is cut where even that is too long. A number is never cut in two. */
function fitted(parts: readonly string[], width: number): string {
  let line = "";
  for (const part of parts) {
    const longer = line === "" ? part : `${line}, ${part}`;
    if (longer.length > width) break;
    line = longer;
  }
  return line === "" ? (parts[0] ?? "").slice(0, Math.max(0, width)) : line;
}
