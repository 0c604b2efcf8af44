/** What a user reads of what went wrong. */
import { BinaryError, FetchError, ProfileError, UsageError } from "../errors.ts";
import { describeFailedCall, isSystemError } from "../fetch/files/system-error.ts";
import { remedyFor } from "./terminal/remedies.ts";

export function describeFailure(error: unknown): string {
  if (
    error instanceof UsageError ||
    error instanceof ProfileError ||
    error instanceof FetchError ||
    error instanceof BinaryError
  ) {
    const remedy = remedyFor(error);
    return `heapblame: ${error.message}${remedy === "" ? "" : `; ${remedy}`}\n`;
  }
  // Of a call that nobody foresaw: what the system refuses is no fault of the program.
  if (isSystemError(error)) return `heapblame: ${describeFailedCall(error)}\n`;
  const stack = error instanceof Error ? error.stack : String(error);
  return `heapblame: this is a bug in heapblame, please report it with the lines below\n${stack}\n`;
}
