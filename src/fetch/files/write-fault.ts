/** A file that cannot be written, in a line for whoever named it. */
import { UsageError } from "../../errors.ts";

/** `path`: as the user knows it, not the temporary one beside it. */
export function writeFault(path: string, error: unknown): UsageError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = code === "EISDIR" ? "it is a directory" : (/^E[A-Z0-9]+: ([^,]+)/.exec(message)?.[1] ?? message);
  return new UsageError("write-failed", `${path}: cannot write: ${reason}`, { cause: error });
}

/** What `write` does; what the system refuses it becomes UsageError "write-failed". */
export async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw (error as NodeJS.ErrnoException).syscall === undefined ? error : writeFault(path, error);
  }
}
