/**
 * `kubectl port-forward` to one port of one pod, on a free port of 127.0.0.1 that kubectl picks. The child ends with this process, however
 * that ends: where there is a POSIX shell, one watches over it and ends it as soon as the pipe to this process closes.
 */
import { type ChildProcess, spawn } from "node:child_process";
import type { FetchError } from "../../errors.ts";
import { kubectlCommand, kubectlFault, startFault } from "./kubectl.ts";
import type { KubectlSettings } from "./settings.ts";

export interface PortForward {
  readonly localPort: number;
  /** What kubectl has complained about so far. */
  readonly words: () => string;
  /** False as soon as kubectl has ended. */
  readonly isOpen: () => boolean;
  /** Ends kubectl and waits until it is gone. */
  readonly close: () => Promise<void>;
}

/** Waits at most this long for kubectl to say that it listens; it waits a minute for a pod to run. */
const READY_MS = 70_000;

/** A child that does not end when asked to is killed after this. */
const GRACE_SECONDS = 3;

/**
 * Starts "$@" without standard input, and ends it when standard input of this shell ends: when the parent closes it or is no more.
 */
const WATCH = `
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
{ cat <&3 >/dev/null; kill "$child"; sleep ${GRACE_SECONDS}; kill -9 "$child"; } 2>/dev/null >/dev/null &
watch=$!
wait "$child"
code=$?
trap '' TERM
kill 0 2>/dev/null
exit $code
`;

/** Throws FetchError with kubectl's own words, or the signal's reason. */
export async function openPortForward(
  pod: string,
  port: number,
  settings: KubectlSettings,
  signal?: AbortSignal,
): Promise<PortForward> {
  signal?.throwIfAborted();
  const [program, args] = kubectlCommand(["port-forward", "--address=127.0.0.1", `pod/${pod}`, `:${port}`], settings);
  const child = spawnWatched(program, args, settings);
  let words = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-64 * 1024);
  });
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  void gone.then(() => child.stdin?.destroy());
  const close = async (): Promise<void> => {
    child.stdin?.destroy();
    if (process.platform === "win32") child.kill();
    await gone;
  };
  try {
    const localPort = await readLocalPort(child, program, () => words, signal);
    return { localPort, words: () => words, isOpen: () => child.exitCode === null && child.signalCode === null, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** In a group of its own, so that an interrupt from the terminal reaches this process alone and a download can end in order. */
function spawnWatched(program: string, args: readonly string[], { cwd, env }: KubectlSettings): ChildProcess {
  const options = { cwd, env: env as NodeJS.ProcessEnv | undefined, stdio: ["pipe", "pipe", "pipe"] as const };
  if (process.platform === "win32")
    return spawn(program, args, { ...options, stdio: [...options.stdio], windowsHide: true });
  return spawn("/bin/sh", ["-c", WATCH, "heapblame", program, ...args], {
    ...options,
    stdio: [...options.stdio],
    detached: true,
  });
}

/** The number in `Forwarding from 127.0.0.1:40123 -> 9996`. */
function readLocalPort(
  child: ChildProcess,
  program: string,
  words: () => string,
  signal: AbortSignal | undefined,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => fail(kubectlFault(`${words()}\nno forward within ${READY_MS / 1000} s`)), READY_MS);
    const onAbort = (): void => fail(signal?.reason as Error);
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    const fail = (error: Error): void => {
      done();
      reject(error);
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    child.once("error", (error: NodeJS.ErrnoException) => fail(startFault(program, error) ?? error));
    child.once("close", (code) => fail(endedBeforeReady(program, code, words())));
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const port = /^Forwarding from 127\.0\.0\.1:(\d+) ->/m.exec(said)?.[1];
      if (port === undefined) return;
      done();
      resolve(Number(port));
    });
  });
}

/** A shell's exit codes for a program that is not there or may not be run. */
function endedBeforeReady(program: string, code: number | null, words: string): FetchError {
  const missing = code === 127 ? "ENOENT" : code === 126 ? "EACCES" : undefined;
  return (missing === undefined ? undefined : startFault(program, { code: missing })) ?? kubectlFault(words);
}
