/** Standard output and standard error of the real process. */
import { fstatSync, writeSync } from "node:fs";
import { writeFault } from "../../fetch/files/write-fault.ts";
import { isClosedOutput } from "./closed-output.ts";
import type { Output } from "./io.ts";

/**
 * Writes at once, without the machinery of streams, which takes longer to load than a small report to print; `stream` is asked for only where a
 * reader takes its time, or for a terminal.
 *
 * A reader that goes away (`| head`) is no failure of ours: what else a command has to do is done. Anything else that keeps `name` from being
 * written rejects with UsageError "write-failed"; without a name nobody can be told, and nothing rejects.
 */
export function descriptorOutput(descriptor: number, stream: () => NodeJS.WriteStream, name?: string): Output {
  let isStream = false;
  let isChecked = false;
  let lost: NodeJS.ErrnoException | undefined;
  const isTerminal = (): boolean => fstatSync(descriptor).isCharacterDevice() && stream().isTTY === true;
  const settle = (): void => {
    if (lost !== undefined && lost.code !== "EPIPE" && name !== undefined) throw writeFault(name, lost);
  };
  return {
    get isTerminal() {
      return isTerminal();
    },
    // Of now: windows are resized. Some terminals say 0.
    get columns() {
      return isTerminal() ? stream().columns || undefined : undefined;
    },
    write: async (chunk) => {
      const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      if (!isChecked && name !== undefined && isClosedOutput(descriptor)) lost = closedFault();
      isChecked = true;
      if (lost === undefined) {
        const { written, error } = isStream ? { written: 0, error: undefined } : writeNow(descriptor, bytes);
        lost = error;
        if (lost === undefined && written < bytes.length) {
          isStream = true;
          lost = await writeToStream(stream(), bytes.subarray(written));
        }
      }
      settle();
    },
  };
}

function closedFault(): NodeJS.ErrnoException {
  return Object.assign(new Error("closed"), { code: "EBADF", syscall: "write" });
}

/** How many bytes could be written: not all of them if whoever reads takes its time. */
function writeNow(
  descriptor: number,
  bytes: Uint8Array,
): { readonly written: number; readonly error: NodeJS.ErrnoException | undefined } {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
    return { written, error: undefined };
  } catch (error) {
    const fault = error as NodeJS.ErrnoException;
    return { written, error: fault.code === "EAGAIN" ? undefined : fault };
  }
}

function writeToStream(stream: NodeJS.WriteStream, bytes: Uint8Array): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    // The error is handed to the callback of the write as well.
    if (stream.listenerCount("error") === 0) stream.on("error", () => {});
    stream.write(bytes, (error) => resolve(error ?? undefined));
  });
}
