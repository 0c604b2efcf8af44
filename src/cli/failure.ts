/** What a user reads of what went wrong. */
import { BinaryError, FetchError, ProfileError, UsageError } from "../errors.ts";
import { describeFailedCall, errorCode, isSystemError } from "../fetch/files/system-error.ts";
import { remedyFor } from "./terminal/remedies.ts";

export function describeFailure(error: unknown): string {
  if (
    error instanceof UsageError ||
    error instanceof ProfileError ||
    error instanceof FetchError ||
    error instanceof BinaryError
  ) {
    const remedy = remedyFor(error);
    return `heapblame: ${shortened(error.message)}${remedy === "" ? "" : `; ${remedy}`}\n`;
  }
  // Of a call that nobody foresaw: what the system refuses is no fault of the program.
  if (isSystemError(error)) return `heapblame: ${describeFailedCall(error)}\n`;
  if (isOutOfMemory(error)) {
    const said = withoutAbort((error as Error).message);
    return `heapblame: there is not enough memory for this: ${said}; where it is limited (ulimit -v, a container), allow more\n`;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  return `heapblame: this is a bug in heapblame, please report it with the lines below\n${stack}\n`;
}

/** Characters of a message: what a file or a server names may be as long as it likes, and what was wrong stands at the ends. */
const LONGEST = 4096;
const END = 1024;

function shortened(message: string): string {
  if (message.length <= LONGEST) return message;
  return `${message.slice(0, LONGEST - END)} [${message.length - LONGEST} characters left out] ${message.slice(-END)}`;
}

/** As V8, Node and WebAssembly say it: what may be had is no fault of the program. */
const OUT_OF_MEMORY =
  /out of memory|array buffer allocation failed|invalid (?:typed )?array (?:buffer )?length|invalid string length|could not allocate|cannot allocate|cannot create a string longer|cannot enlarge memory/i;

function isOutOfMemory(error: unknown): boolean {
  return (
    error instanceof Error && (OUT_OF_MEMORY.test(error.message) || errorCode(error) === "ERR_WORKER_OUT_OF_MEMORY")
  );
}

/** Of WebAssembly compiled by Emscripten, which wraps what it met: `Aborted(RangeError: ...). Build with -sASSERTIONS for more info.` */
function withoutAbort(message: string): string {
  return /^Aborted\((?:RangeError: )?(.*)\)\. Build with /s.exec(message)?.[1] ?? message;
}
