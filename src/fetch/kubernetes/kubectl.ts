/** The user's kubectl, so that every way to sign in that works for them works here. */
import { type FetchCode, FetchError } from "../../errors.ts";
import { wordsOfCode } from "../files/system-error.ts";
import type { KubectlSettings } from "./settings.ts";
import { spawnWatched, type WatchedChild } from "./watched-child.ts";

/** What a get of many pods may print. */
const MOST_OUTPUT = 256 << 20;

const TIMEOUT_MS = 60_000;

/** The program and its arguments for one call. */
export function kubectlCommand(args: readonly string[], settings: KubectlSettings): [program: string, args: string[]] {
  const flag = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`--${name}=${value}`];
  return [
    settings.kubectl ?? "kubectl",
    [
      ...flag("kubeconfig", settings.kubeconfig),
      ...flag("context", settings.context),
      ...flag("namespace", settings.namespace),
      ...args,
    ],
  ];
}

/** Throws FetchError for arguments that no program can be given, which a server's names may be. */
export function startKubectl(
  args: readonly string[],
  settings: KubectlSettings,
): WatchedChild & { readonly program: string } {
  const [program, all] = kubectlCommand(args, settings);
  try {
    return { program, ...spawnWatched(program, all, settings) };
  } catch (error) {
    throw startFault(program, error as NodeJS.ErrnoException) ?? error;
  }
}

/** What `kubectl get ... -o json` says, parsed. Throws FetchError with kubectl's own words. */
export async function getJson(
  args: readonly string[],
  settings: KubectlSettings,
  signal?: AbortSignal,
): Promise<unknown> {
  const text = await runKubectl([...args, "-o", "json"], settings, signal);
  try {
    return JSON.parse(text);
  } catch (error) {
    const fact = `kubectl ${args.join(" ")} printed no JSON`;
    throw new FetchError("kubectl", fact, fact, { cause: error });
  }
}

/** After the program has ended, what it printed is waited for as long: a child of its own may hold the pipe for ever. */
const DRAIN_MS = 2_000;

/** Standard output of one call. Throws FetchError with kubectl's own words, or the signal's reason. */
export async function runKubectl(
  args: readonly string[],
  settings: KubectlSettings,
  signal?: AbortSignal,
): Promise<string> {
  signal?.throwIfAborted();
  // A longer timer would fire at once.
  const limit = Math.min(settings.timeoutMs ?? TIMEOUT_MS, 2 ** 31 - 1);
  const { program, process: child, close } = startKubectl(args, settings);
  const chunks: Buffer[] = [];
  let size = 0;
  let words = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-64 * 1024);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    const timer = setTimeout(() => reject(kubectlFault(`no answer within ${limit / 1000} s`)), limit);
    const onAbort = (): void => reject(signal?.reason as Error);
    signal?.addEventListener("abort", onAbort, { once: true });
    child.stdout?.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_OUTPUT) reject(kubectlFault(`printed more than ${MOST_OUTPUT >> 20} MiB`));
      else chunks.push(chunk);
    });
    child.once("error", (error: NodeJS.ErrnoException) => reject(startFault(program, error) ?? error));
    child.once("close", resolve);
    child.once("exit", (code) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      setTimeout(() => resolve(code), DRAIN_MS).unref();
    });
  });
  try {
    const code = await ended;
    if (code !== 0) throw endedBadly(program, code, words);
    return Buffer.concat(chunks).toString("utf8");
  } finally {
    // Not waited for: one that is deaf takes its grace to end.
    void close();
  }
}

/** A shell's exit codes for a program that is not there or may not be run, else the program's own words. */
export function endedBadly(program: string, code: number | null, words: string): FetchError {
  const missing = code === 127 ? "ENOENT" : code === 126 ? "EACCES" : undefined;
  return (missing === undefined ? undefined : startFault(program, { code: missing })) ?? kubectlFault(words);
}

/** A program that cannot be started, as FetchError; undefined for anything else. */
export function startFault(program: string, error: { readonly code?: unknown }): FetchError | undefined {
  const words = typeof error.code === "string" ? wordsOfCode(error.code) : undefined;
  if (words === undefined) return undefined;
  const fact = `${program} ${error.code === "ENOENT" ? "is not there" : `cannot be run: ${words}`}`;
  return new FetchError("kubectl-missing", fact, fact, { cause: error });
}

/** What kubectl's words mean, where it matters for what to do. */
const MEANINGS: readonly (readonly [words: RegExp, code: FetchCode])[] = [
  // Before "not found": that may be the program that signs in.
  [/unable to connect to the server|getting credentials/i, "kubectl-unreachable"],
  [/\(NotFound\)|not found|does not exist/i, "kubectl-not-found"],
  [/\(Forbidden\)|forbidden|unauthorized|must be logged in/i, "kubectl-forbidden"],
  [/pod is not running|unable to forward port because pod/i, "pod-not-running"],
  [/an error occurred forwarding|error forwarding port/i, "forward-refused"],
  [/was refused|no such host|i\/o timeout|TLS handshake|certificate/i, "kubectl-unreachable"],
  [/lost connection to pod/i, "forward-dropped"],
];

/** kubectl's words on standard error as a FetchError. */
export function kubectlFault(words: string): FetchError {
  const line = lastLine(words);
  const code = MEANINGS.find(([pattern]) => pattern.test(words))?.[1] ?? "kubectl";
  const fact = `kubectl: ${line}`;
  return new FetchError(code, fact, fact);
}

/** Without klog's prefix and frame and kubectl's own; the last, which is the one that ended it. */
function lastLine(words: string): string {
  const lines = words.split("\n").map((line) =>
    line
      .replace(/\p{Cc}+/gu, " ")
      .replace(/^[EWIF]\d{4} [\d:.]+ +\d+ [\w./-]+:\d+\] |^error: /gi, "")
      .trim(),
  );
  const said = lines.filter((line) => line !== "" && !/^(Handling connection|lost connection to pod)/.test(line));
  const last = said.at(-1) ?? lines.findLast((line) => line !== "") ?? "ended without a word";
  const framed = /^"[^"]*" err="((?:[^"\\]|\\.)*)"/.exec(last)?.[1];
  return framed === undefined ? last : framed.replace(/\\(.)/g, "$1");
}
