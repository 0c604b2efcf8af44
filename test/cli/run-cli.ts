/** The whole command line in this process, with everything it says caught. */

import { run } from "../../src/cli/run.ts";
import type { Output } from "../../src/cli/terminal/io.ts";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stdoutBytes: Uint8Array;
  readonly stderr: string;
}

export interface Surroundings {
  readonly stdin?: Uint8Array;
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** Standard output is a terminal of this many columns. */
  readonly columns?: number;
  /** So is standard error. */
  readonly isErrorShown?: boolean;
  /** Is handed what an interrupt from the terminal would do, once the command listens to interrupts. */
  readonly onListening?: (interrupt: () => void) => void;
  readonly invokedAs?: "heapblame" | "kubectl heapblame";
}

export async function runCli(args: readonly string[], around: Surroundings = {}): Promise<Ran> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const output = (chunks: Buffer[], columns: number | undefined): Output => ({
    isTerminal: columns !== undefined,
    columns,
    write: async (chunk) => {
      chunks.push(Buffer.from(chunk as Uint8Array));
    },
  });
  const code = await run(args, {
    env: around.env ?? {},
    cwd: around.cwd ?? process.cwd(),
    stdin: async () => around.stdin ?? new Uint8Array(),
    stdout: output(stdout, around.columns),
    stderr: output(stderr, around.isErrorShown === true ? 80 : undefined),
    ...(around.invokedAs === undefined ? {} : { invokedAs: around.invokedAs }),
    onInterrupt: (handler) => {
      around.onListening?.(handler);
      return () => {};
    },
  });
  const bytes = Buffer.concat(stdout);
  return { code, stdout: bytes.toString("utf8"), stdoutBytes: bytes, stderr: Buffer.concat(stderr).toString("utf8") };
}
