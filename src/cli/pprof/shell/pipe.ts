/** `top 20 | head`: what a report writes to standard output goes through a command of the user's shell. pprof has no such thing. */
import { spawn } from "node:child_process";
import { UsageError } from "../../../errors.ts";
import { encodeText } from "../../../profile/string-table.ts";
import type { Io } from "../../terminal/io.ts";

/** What stands before the first word that begins with "|", and the command behind it. */
export function splitPipe(line: string): { readonly before: string; readonly shellCommand: string | undefined } {
  const found = /(?:^|\s)\|\s*(.+)$/s.exec(line);
  if (found === null) return { before: line, shellCommand: undefined };
  return { before: line.slice(0, found.index), shellCommand: found[1] as string };
}

/** Runs `use` with its standard output collected, then the command on it. Throws UsageError "bad-option" where the command fails. */
export async function pipeTo(shellCommand: string, io: Io, use: (io: Io) => Promise<void>): Promise<void> {
  const chunks: Uint8Array[] = [];
  const write = async (chunk: string | Uint8Array): Promise<void> => {
    chunks.push(typeof chunk === "string" ? encodeText(chunk) : chunk);
  };
  await use({ ...io, stdout: { isTerminal: false, columns: undefined, write } });
  const { output, errors, status } = await runShellCommand(shellCommand, Buffer.concat(chunks), io);
  await io.stdout.write(output);
  await io.stderr.write(errors);
  if (status !== 0) throw new UsageError("bad-option", `${shellCommand}: exit code ${status}`);
}

interface Ran {
  readonly output: Uint8Array;
  readonly errors: Uint8Array;
  readonly status: number | null;
}

function runShellCommand(command: string, input: Uint8Array, { cwd, env }: Io): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { shell: true, cwd, env: env as NodeJS.ProcessEnv, stdio: "pipe" });
    const [output, errors]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    // A command that does not read to the end is no failure: head.
    child.stdin.on("error", () => {});
    child.on("error", reject);
    child.on("close", (status) => resolve({ output: Buffer.concat(output), errors: Buffer.concat(errors), status }));
    child.stdin.end(input);
  });
}
