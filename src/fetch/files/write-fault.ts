/** A file that cannot be written, in a line for whoever named it. */
import { UsageError } from "../../errors.ts";
import { isSystemError, systemWords } from "./system-error.ts";

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: "file already exists",
  EISDIR: "it is a directory",
  ENXIO: "it is a socket, or a device that is not there",
};

/** `path`: as the user knows it, not the temporary one beside it. */
export function writeFault(path: string, error: unknown): UsageError {
  const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ""] ?? systemWords(error);
  return new UsageError("write-failed", `${path}: cannot write: ${reason}`, { cause: error });
}

/** What `write` does; what the system refuses it becomes UsageError "write-failed". */
export async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw isSystemError(error) ? writeFault(path, error) : error;
  }
}
