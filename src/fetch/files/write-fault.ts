/** A file that cannot be written, in a line for whoever named it. */
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "../../errors.ts";
import { isSystemError, systemWords } from "./system-error.ts";

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: "a file is there, and a directory is wanted",
  EISDIR: "it is a directory",
  ENXIO: "it is a socket, or a device that is not there",
};

/** `path`: as the user knows it, not the temporary one beside it. */
export function writeFault(path: string, error: unknown): UsageError {
  const { code = "" } = error as NodeJS.ErrnoException;
  const isLost = code === "ENOENT" && !existsSync(dirname(path));
  const reason = isLost ? `there is no directory ${dirname(path)}` : (REASONS[code] ?? systemWords(error));
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
