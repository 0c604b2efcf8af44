/**
 * One command line to one exit code: 0 fine, 1 a check failed, 2 could not do it.
 *
 * pprof's grammar applies when the first argument is one of pprof's flags; everything else is commander's. Only what the command
 * needs is loaded.
 */

import { BinaryError, FetchError, ProfileError, UsageError } from "../errors.ts";
import { describeFailedCall, isSystemError } from "../fetch/files/system-error.ts";
import { encodeText } from "../profile/string-table.ts";
import { FAILED } from "./exit-codes.ts";
import { documentOutput, messageOutput } from "./terminal/clean-output.ts";
import type { Io } from "./terminal/io.ts";
import { remedyFor } from "./terminal/remedies.ts";

export async function run(args: readonly string[], outside: Io): Promise<number> {
  const io = { ...outside, stdout: documentOutput(outside.stdout), stderr: messageOutput(outside.stderr) };
  try {
    const { startsPprofCommand } = await import("./pprof/flag-names.ts");
    if (startsPprofCommand(args)) {
      const { runPprofCommand } = await import("./pprof/command.ts");
      return await runPprofCommand(args, io, undefined, async (request) => {
        const { runWithoutReport } = await import("./grammar/without-report.ts");
        return await runWithoutReport(request, args, io);
      });
    }
    const { runProgram } = await import("./program.ts");
    return await runProgram(args, io);
  } catch (error) {
    await io.stderr.write(encodeText(describeFailure(error)));
    return FAILED;
  }
}

function describeFailure(error: unknown): string {
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
