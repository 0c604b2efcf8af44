/** The program as it is declared: commands and options to be listed, with nothing to read and nowhere to write. */
import type { Command } from "commander";
import { buildProgram } from "../../src/cli/program.ts";

export function declaredProgram(): Command {
  const silent = { isTerminal: false, columns: undefined, write: async () => {} };
  const io = { env: {}, cwd: ".", stdin: async () => new Uint8Array(), stdout: silent, stderr: silent };
  return buildProgram(
    io,
    () => {},
    () => {},
  );
}
