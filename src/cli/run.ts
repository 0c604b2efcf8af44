/**
 * One command line to one exit code: 0 fine, 1 a check failed, 2 could not do it.
 *
 * pprof's grammar applies when the first argument is one of pprof's flags; everything else is commander's. Only what the command
 * needs is loaded.
 */

import { encodeText } from "../profile/string-table.ts";
import { FAILED } from "./exit-codes.ts";
import { describeFailure } from "./failure.ts";
import { documentOutput, messageOutput } from "./terminal/clean-output.ts";
import type { Io } from "./terminal/io.ts";

export async function run(typed: readonly string[], outside: Io): Promise<number> {
  const io: Io = {
    ...{ ...outside, stdout: documentOutput(outside.stdout), stderr: messageOutput(outside.stderr) },
    kept: new Map(),
  };
  try {
    const args = typed.slice(0, 3).includes("pprof") ? await withoutPprof(typed, io.cwd) : typed;
    const { startsPprofCommand } = await import("./pprof/flag-names.ts");
    if (startsPprofCommand(args) && !(await isAboutPods(args, io))) {
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

/** `kubectl heapblame -nshop deploy/web`. */
async function isAboutPods([first = ""]: readonly string[], { invokedAs }: Io): Promise<boolean> {
  if (invokedAs !== "kubectl heapblame") return false;
  const { splitPodOption } = await import("./grammar/pod-option.ts");
  return splitPodOption(first) !== undefined;
}

async function withoutPprof(args: readonly string[], cwd: string): Promise<readonly string[]> {
  const { behindPprof } = await import("./grammar/habits.ts");
  return (await behindPprof(args, cwd)) ?? args;
}
