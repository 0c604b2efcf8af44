/**
 * Requests to one port of one pod. The forward is opened by the first of them and opened again when it drops; what nothing in the pod listens to
 * is told from a forward that broke.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { FetchError } from "../../errors.ts";
import { kubectlFault } from "./kubectl.ts";
import type { Pod } from "./pod.ts";
import { openPortForward, type PortForward } from "./port-forward.ts";
import type { KubernetesSettings } from "./settings.ts";

interface Tunnel {
  /** Hands `download` the URL that reaches the pod's port, again after each break. Throws FetchError, or the signal's reason. */
  readonly request: <T>(download: (origin: string) => Promise<T>, signal?: AbortSignal) => Promise<T>;
  readonly close: () => Promise<void>;
}

const PAUSES_MS = [500, 1_500, 4_000];

/** `pauses`: waits before each further try, in milliseconds. */
export function createTunnel(
  pod: Pod,
  port: number,
  settings: KubernetesSettings,
  pauses: readonly number[] = PAUSES_MS,
): Tunnel {
  const place = { ...settings, namespace: pod.namespace };
  let forward: PortForward | undefined;
  let opening: Promise<PortForward> | undefined;

  /** Requests at the same time share one. */
  const opened = async (signal: AbortSignal | undefined): Promise<PortForward> => {
    if (forward?.isOpen() === true) return forward;
    opening ??= openPortForward(pod.name, port, place, signal).finally(() => {
      opening = undefined;
    });
    forward = await opening;
    return forward;
  };
  const attempt = async <T>(download: (origin: string) => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
    const open = await opened(signal);
    try {
      return await download(`http://127.0.0.1:${open.localPort}`);
    } catch (error) {
      throw await explain(error, open, pod, port);
    }
  };
  const close = async (): Promise<void> => {
    await forward?.close();
    forward = undefined;
  };
  return {
    request: async (download, signal) => {
      for (const pause of pauses) {
        try {
          return await attempt(download, signal);
        } catch (error) {
          if (signal?.aborted || !isDropped(error)) throw error;
          settings.onNotice?.(`${(error as Error).message}; opening the forward again`);
          await close();
          await sleep(pause, undefined, signal === undefined ? {} : { signal });
        }
      }
      return await attempt(download, signal);
    },
    close,
  };
}

/** How long kubectl may take to say why a connection broke. */
const WORDS_MS = 300;

/** What kubectl says of a connection that it accepted and could not serve; the error itself where it says nothing. */
async function explain(error: unknown, forward: PortForward, pod: Pod, port: number): Promise<unknown> {
  if (!(error instanceof FetchError) || !BROKEN.has(error.code)) return error;
  await sleep(WORDS_MS);
  const words = forward.words();
  const told = words.trim() === "" ? undefined : kubectlFault(words);
  if (told?.code === "forward-refused" && /refused|exit status|failed to connect/i.test(words)) {
    const fact = `nothing listens on port ${port} of pod ${pod.name}: ${told.message}`;
    return new FetchError("forward-refused", fact, fact, { cause: error });
  }
  if (told === undefined && forward.isOpen()) return error;
  const fact = `the forward to port ${port} of pod ${pod.name} broke: ${told?.message ?? error.message}`;
  return new FetchError("forward-dropped", fact, fact, { cause: error });
}

/** What a download fails with when the connection under it is gone. */
const BROKEN: ReadonlySet<string> = new Set(["refused", "reset", "truncated"]);

function isDropped(error: unknown): boolean {
  return error instanceof FetchError && (error.code === "forward-dropped" || BROKEN.has(error.code));
}
