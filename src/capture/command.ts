/** The command of `--during`: run by the shell as often as the plan says, one run after another, and ended with the capture. */
import { type ChildProcess, spawn } from "node:child_process";

export interface Command {
  /** Runs that have ended. */
  readonly completed: () => number;
  /** Starts one more run, when those before it have ended. Resolves when it has: what went wrong, or undefined. */
  readonly run: () => Promise<string | undefined>;
  /** Ends the run that goes on, and lets no other begin. */
  readonly stop: () => Promise<void>;
}

/** A command that does not end when asked to is killed after this. */
const GRACE_MS = 3_000;

/** `onOutput` hears what it prints, on either stream. The number of the run is in HEAPBLAME_ITERATION, from 1. */
export function createCommand(
  text: string,
  place: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
  onOutput: (chunk: Uint8Array) => void,
): Command {
  let completed = 0;
  let started = 0;
  let isStopped = false;
  let last: Promise<string | undefined> = Promise.resolve(undefined);
  let child: ChildProcess | undefined;

  const runOnce = async (): Promise<string | undefined> => {
    if (isStopped) return undefined;
    started += 1;
    child = spawnShell(text, place.cwd, { ...place.env, HEAPBLAME_ITERATION: String(started) });
    child.stdout?.on("data", onOutput);
    child.stderr?.on("data", onOutput);
    const fault = await endOf(child, text);
    child = undefined;
    completed += 1;
    return isStopped ? undefined : fault;
  };
  return {
    completed: () => completed,
    run: () => {
      last = last.then(runOnce);
      return last;
    },
    stop: async () => {
      isStopped = true;
      if (child !== undefined) killGroup(child);
      await last;
    },
  };
}

/** In a group of its own, so that what the shell started can be ended with it. */
function spawnShell(text: string, cwd: string, env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(text, {
    cwd,
    env,
    shell: true,
    detached: process.platform !== "win32",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function endOf(child: ChildProcess, text: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(`${text}: ${error.message}`));
    child.once("exit", (code, signal) => {
      if (code === 0) resolve(undefined);
      else resolve(`${text}: ${code === null ? `ended by ${signal}` : `exit code ${code}`}`);
    });
  });
}

function killGroup(child: ChildProcess): void {
  const kill = (signal: NodeJS.Signals): void => {
    try {
      if (process.platform === "win32" || child.pid === undefined) child.kill(signal);
      else process.kill(-child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  kill("SIGTERM");
  const timer = setTimeout(() => kill("SIGKILL"), GRACE_MS);
  child.once("exit", () => clearTimeout(timer));
}
