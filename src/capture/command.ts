/** The command of `--during`: run by the shell as often as the plan says, one run after another, and ended with the capture. */
import { type ChildProcess, spawn } from "node:child_process";

export interface Command {
  /** Runs that have ended. */
  readonly completed: () => number;
  /** Whether some have ended, and the shell found no program for any of them, or none that may be run. */
  readonly isNowhere: () => boolean;
  /** Starts one more run, when those before it have ended. Resolves when it has: what went wrong, or undefined. */
  readonly run: () => Promise<string | undefined>;
  /** Ends the run that goes on, and lets no other begin. */
  readonly stop: () => Promise<void>;
}

/** A command that does not end when asked to is killed after this. */
const GRACE_MS = 3_000;

/** What shells say of a program that may not be run, or is not there. */
const NOT_RUN: ReadonlySet<number> = new Set([126, 127]);

/** What a shell printed last may be read after its end is known. */
const LAST_WORDS_MS = 200;

/** `onOutput` hears what it prints, on either stream. The number of the run is in HEAPBLAME_ITERATION, from 1. */
export function createCommand(
  text: string,
  place: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
  onOutput: (chunk: Uint8Array) => void,
): Command {
  let completed = 0;
  let started = 0;
  let found = 0;
  let isStopped = false;
  let last: Promise<string | undefined> = Promise.resolve(undefined);
  const groups = new Set<ChildProcess>();

  const killAll = (): void => {
    for (const child of groups) signalGroup(child, "SIGKILL");
  };
  // A second interrupt ends this process at once.
  process.once("exit", killAll);

  const runOnce = async (): Promise<string | undefined> => {
    if (isStopped) return undefined;
    started += 1;
    const child = spawnShell(text, place.cwd, { ...place.env, HEAPBLAME_ITERATION: String(started) });
    groups.add(child);
    // When nobody holds its pipes any more, all of it is gone: what a shell left in the background may outlive it.
    child.once("close", () => groups.delete(child));
    child.stdout?.on("data", onOutput);
    child.stderr?.on("data", onOutput);
    const fault = await endOf(child, text);
    completed += 1;
    if (!NOT_RUN.has(child.exitCode ?? 0)) found += 1;
    return isStopped ? undefined : fault;
  };
  return {
    completed: () => completed,
    isNowhere: () => completed > 0 && found === 0,
    run: () => {
      last = last.then(runOnce);
      return last;
    },
    stop: async () => {
      isStopped = true;
      process.off("exit", killAll);
      await Promise.all([...groups].map(endGroup));
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

/** Resolves when the shell has ended and what it printed is read: what is wrong, or undefined. */
function endOf(child: ChildProcess, text: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(`${shortened(text)}: ${error.message}`));
    child.once("exit", (code, signal) => {
      const fault =
        code === 0 ? undefined : `${shortened(text)}: ${code === null ? `ended by ${signal}` : `exit code ${code}`}`;
      const end = (): void => resolve(fault);
      // What runs on in the background keeps the pipes open.
      const timer = setTimeout(end, LAST_WORDS_MS);
      child.once("close", () => {
        clearTimeout(timer);
        end();
      });
    });
  });
}

const LONGEST_SHOWN = 120;

/** A script of many lines is known by its beginning. */
function shortened(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length <= LONGEST_SHOWN ? line : `${line.slice(0, LONGEST_SHOWN - 3)}...`;
}

/** Resolves when nothing of it is left, but for what has left the group. */
async function endGroup(child: ChildProcess): Promise<void> {
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  signalGroup(child, "SIGTERM");
  const timer = setTimeout(() => signalGroup(child, "SIGKILL"), GRACE_MS);
  // Who made itself a daemon with our pipes is not waited for.
  const patience = setTimeout(() => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, GRACE_MS + LAST_WORDS_MS);
  await gone;
  clearTimeout(timer);
  clearTimeout(patience);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (process.platform === "win32" || child.pid === undefined) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
