/** `kubectl port-forward` to one port of one pod, on a free port of 127.0.0.1 that kubectl picks. It ends with this process, however that ends. */
import type { ChildProcess } from "node:child_process";
import { endedBadly, kubectlFault, startFault, startKubectl } from "./kubectl.ts";
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

const LAST_WORDS_MS = 100;

/** Throws FetchError with kubectl's own words, or the signal's reason. */
export async function openPortForward(
  pod: string,
  port: number,
  settings: KubectlSettings,
  signal?: AbortSignal,
): Promise<PortForward> {
  signal?.throwIfAborted();
  const args = ["port-forward", "--address=127.0.0.1", `pod/${pod}`, `:${port}`];
  const { program, process: child, close } = startKubectl(args, settings);
  let words = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-64 * 1024);
  });
  try {
    const localPort = await readLocalPort(child, program, readyMs(settings), () => words, signal);
    return { localPort, words: () => words, isOpen: () => child.exitCode === null && child.signalCode === null, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Whoever gives a request less time gives the forward under it no more. */
function readyMs({ timeoutMs = READY_MS }: KubectlSettings): number {
  return Math.min(timeoutMs, READY_MS);
}

/** The number in `Forwarding from 127.0.0.1:40123 -> 9996`. */
function readLocalPort(
  child: ChildProcess,
  program: string,
  limit: number,
  words: () => string,
  signal: AbortSignal | undefined,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => fail(kubectlFault(`${words()}\nno forward within ${limit / 1000} s`)), limit);
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
    // Its last words are still on the way when it has ended; whoever else holds the pipe is not waited for.
    child.once("exit", (code) => void setTimeout(() => fail(endedBadly(program, code, words())), LAST_WORDS_MS));
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const port = /^Forwarding from 127\.0\.0\.1:(\d+) ->/m.exec(said)?.[1];
      if (port === undefined) return;
      done();
      resolve(Number(port));
    });
  });
}
