/**
 * A program of the user's, and whatever it starts: all of it ends with this process, however that ends. Where there is a POSIX shell the program
 * runs in a process group of its own under one that watches: as soon as the pipe to this process closes, or the program has ended, the
 * group is asked to end, and what does not is killed. What left the group (setsid) is found by its environment, where the system shows that (Linux).
 */
import { type ChildProcess, spawn } from "node:child_process";
import type { KubectlSettings } from "./settings.ts";

export interface WatchedChild {
  readonly process: ChildProcess;
  /** Resolves when the program has ended, or could not be started. */
  readonly gone: Promise<void>;
  /** Ends the program and waits until it has. Its pipes are let go, whoever holds the other ends. */
  readonly close: () => Promise<void>;
}

/** What does not end when asked to is killed after this. */
const GRACE_SECONDS = 3;

/**
 * Starts "$@" without standard input, and ends it when standard input of this shell ends: when the parent closes it or is no more. The shell heeds
 * no signal itself, and may write to nobody: a closed pipe must not end it before the group. The last line outlives the shell for the grace.
 */
const WATCH = `
trap '' HUP INT PIPE TERM
exec 3<&0
(trap - HUP INT PIPE TERM; export HEAPBLAME_CHILD_OF=$$; exec "$@") </dev/null 3<&- &
child=$!
end_marked() {
  for file in $(grep -l "HEAPBLAME_CHILD_OF=$$" /proc/[0-9]*/environ); do
    file=\${file#/proc/}
    kill "-$1" "\${file%/environ}"
  done
}
{ cat <&3; kill "$child"; sleep ${GRACE_SECONDS}; kill -9 "$child"; } 2>/dev/null >/dev/null &
wait "$child" 2>/dev/null
code=$?
exec >/dev/null 2>&1
kill 0
{ end_marked TERM; sleep ${GRACE_SECONDS}; end_marked KILL; kill -9 0; } &
exit $code
`;

export function spawnWatched(program: string, args: readonly string[], settings: KubectlSettings): WatchedChild {
  const child = start(program, args, settings);
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  void gone.then(() => child.stdin?.destroy());
  // A write that nobody reads any more is no fault of anybody's.
  child.stdin?.on("error", () => {});
  const close = async (): Promise<void> => {
    child.stdin?.destroy();
    if (process.platform === "win32") child.kill();
    await gone;
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  return { process: child, gone, close };
}

/** In a group of its own, so that an interrupt from the terminal reaches this process alone and a download can end in order. */
function start(program: string, args: readonly string[], { cwd, env }: KubectlSettings): ChildProcess {
  const options = { cwd, env: env as NodeJS.ProcessEnv | undefined };
  if (process.platform === "win32") {
    return spawn(program, args, { ...options, stdio: ["pipe", "pipe", "pipe"], windowsHide: true });
  }
  const words = ["-c", WATCH, "heapblame", program, ...args];
  return spawn("/bin/sh", words, { ...options, stdio: ["pipe", "pipe", "pipe"], detached: true });
}
