/** The user's kubectl, so that every way to sign in that works for them works here. */
import { execFile } from "node:child_process";
import { type FetchCode, FetchError } from "../../errors.ts";
import { wordsOfCode } from "../files/system-error.ts";
import type { KubectlSettings } from "./settings.ts";

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

/** Standard output of one call. Throws FetchError with kubectl's own words. */
export function runKubectl(args: readonly string[], settings: KubectlSettings, signal?: AbortSignal): Promise<string> {
  const [program, all] = kubectlCommand(args, settings);
  const options = {
    cwd: settings.cwd,
    env: settings.env as NodeJS.ProcessEnv | undefined,
    signal,
    timeout: TIMEOUT_MS,
    // A kubectl that hangs may be deaf to anything else.
    killSignal: "SIGKILL" as const,
    maxBuffer: MOST_OUTPUT,
    encoding: "utf8" as const,
  };
  return new Promise((resolve, reject) => {
    const child = execFile(program, all, options, (error, stdout, stderr) => {
      // One that hangs may be deaf to what an abort sends, and a child of its own may hold the pipes, and with them this process.
      child.kill("SIGKILL");
      child.stdout?.destroy();
      child.stderr?.destroy();
      if (error === null) resolve(stdout);
      else if (signal?.aborted) reject(signal.reason);
      else if (error.killed) reject(kubectlFault(`no answer within ${TIMEOUT_MS / 1000} s`));
      else reject(startFault(program, error) ?? kubectlFault(stderr || error.message));
    });
    child.stdin?.end();
  });
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
