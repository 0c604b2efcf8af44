/** Standard output and standard error of the real process. */
import { writeFault } from "../fetch/write-fault.ts";
import type { Output } from "./io.ts";

/**
 * A reader that goes away (`| head`) is no failure of ours: what else a command has to do is done. Anything else that keeps `name` from being
 * written rejects with UsageError "write-failed"; without a name nobody can be told, and nothing rejects.
 */
export function streamOutput(stream: NodeJS.WriteStream, name?: string): Output {
  let lost: NodeJS.ErrnoException | undefined;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    lost ??= error;
  });
  const isSilent = (): boolean => lost?.code === "EPIPE" || name === undefined;
  return {
    isTerminal: stream.isTTY === true,
    // Of now: windows are resized. Some terminals say 0.
    get columns() {
      return stream.columns || undefined;
    },
    write: (chunk) =>
      new Promise((resolve, reject) => {
        const done = (error?: Error | null): void => {
          if (error) lost ??= error;
          if (lost === undefined || isSilent()) resolve();
          else reject(writeFault(name ?? "", lost));
        };
        if (lost === undefined) stream.write(chunk, done);
        else done();
      }),
  };
}
