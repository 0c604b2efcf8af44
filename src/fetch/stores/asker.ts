/** Requests to a server of profiles: a few at once, each again after a pause where that may help (time that is up is up), through a port-forward where the server is in a cluster. */
import { constants } from "node:buffer";
import { setTimeout as sleep } from "node:timers/promises";
import { FetchError } from "../../errors.ts";
import { formatSize } from "../../measurement/size.ts";
import { readHttp, withoutSecrets } from "../http/http.ts";
import type { HttpSettings } from "../http/settings.ts";
import type { ReadOptions } from "../index.ts";
import type { StoreAddress } from "./address.ts";

export interface Asker {
  readonly name: string;
  /** The answer to a GET, or to `json` posted, parsed. Throws FetchError. */
  readonly ask: (path: string, json?: object, signal?: AbortSignal) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

const AT_ONCE = 8;
/** Bytes of one answer, if not asked otherwise: JSON takes many times its size in memory. */
const MOST_JSON = 2 ** 27;
const PAUSES_MS = [250, 1_000, 4_000];
/** Who asks to be left alone for longer is not waited for. */
const LONGEST_PAUSE_MS = 60_000;
/** A server that is busy, or behind a proxy that is. */
const PASSING = new Set([429, 500, 502, 503, 504]);

/** Throws UsageError, FetchError. */
export async function openAsker(
  address: StoreAddress,
  options: ReadOptions,
  pauses: readonly number[] = PAUSES_MS,
): Promise<Asker> {
  const { cwd = "." } = options;
  const http: HttpSettings = {
    cwd,
    ...options.http,
    sizeLimit: options.http?.sizeLimit ?? MOST_JSON,
    expect: "anything",
  };
  const { origin, close } = await openWay(address, { ...options, cwd }, http);
  const gate = createGate(AT_ONCE);
  const unlessSilent = createPatience();
  const send = async (path: string, json: object | undefined, signal: AbortSignal | undefined): Promise<Uint8Array> => {
    const settings = json === undefined ? http : { ...http, json: JSON.stringify(json) };
    return await origin((at) => readHttp(at + address.prefix + path, settings, signal), signal);
  };
  return {
    name: address.origin === undefined ? `k8s://${address.tunnel}` : withoutSecrets(address.origin),
    ask: (path, json, signal) =>
      gate(async () => {
        const bytes = await unlessSilent(() => repeated(() => send(path, json, signal), pauses, signal));
        return parseAnswer(bytes, http.sizeLimit ?? MOST_JSON);
      }),
    close,
  };
}

interface Way {
  readonly origin: <T>(use: (origin: string) => Promise<T>, signal?: AbortSignal) => Promise<T>;
  readonly close: () => Promise<void>;
}

async function openWay({ origin, tunnel }: StoreAddress, options: ReadOptions, http: HttpSettings): Promise<Way> {
  if (origin !== undefined) return { origin: (use) => use(origin), close: async () => {} };
  const [{ openTarget }, { parseKubernetesUrl }] = await Promise.all([
    import("../kubernetes/endpoint.ts"),
    import("../kubernetes/target.ts"),
  ]);
  const settings = { http, kubernetes: { cwd: options.cwd, ...options.kubernetes } };
  const endpoint = await openTarget(parseKubernetesUrl(tunnel ?? ""), settings, options.signal);
  return { origin: endpoint.request, close: endpoint.close };
}

async function repeated<T>(
  send: () => Promise<T>,
  pauses: readonly number[],
  signal: AbortSignal | undefined,
): Promise<T> {
  for (const pause of pauses) {
    try {
      return await send();
    } catch (error) {
      const wanted = error instanceof FetchError ? (error.retryAfter ?? 0) : 0;
      if (signal?.aborted || !mayPass(error) || wanted > LONGEST_PAUSE_MS) throw error;
      await sleep(Math.max(pause, wanted), undefined, signal === undefined ? {} : { signal });
    }
  }
  return await send();
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof FetchError)) return false;
  if (error.code === "http") return PASSING.has(error.status ?? 0);
  return error.code === "reset" || error.code === "truncated";
}

/** So often in a row time may be up for a server that has answered before: a round of what is asked at once. */
const SILENCES = AT_ONCE;

/** Runs what it is given until the server is taken for silent: it is not waited for again then, however much there is to ask. */
function createPatience(): <T>(run: () => Promise<T>) => Promise<T> {
  let left = 1;
  let silence: FetchError | undefined;
  return async (run) => {
    if (silence !== undefined && left <= 0) throw silence;
    try {
      const answer = await run();
      left = SILENCES;
      return answer;
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      if (error.code === "timeout") {
        silence = error;
        left--;
      } else if (error.code === "http") left = SILENCES;
      throw error;
    }
  };
}

/** Bytes that a list or an object of a true answer takes at least; an empty one takes 3, and 100 in memory. */
const SPARSEST = 32;

/**
 * `most`: bytes that an answer may have. Throws FetchError "not-a-store" for what is no JSON, or longer than a text can be; "oversized" for lists and
 * objects that would take many times their text.
 */
export function parseAnswer(bytes: Uint8Array, most: number = MOST_JSON): unknown {
  if (bytes.length > constants.MAX_STRING_LENGTH) {
    const fact = `the answer is of ${formatSize(bytes.length)}, and no JSON so long can be read: ask for less`;
    throw new FetchError("not-a-store", fact, fact);
  }
  const containers = Math.ceil(most / SPARSEST);
  if (hasMoreContainers(bytes, containers)) {
    const fact = `the answer has more than ${containers} lists and objects`;
    throw new FetchError("oversized", fact, fact);
  }
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch (error) {
    const fact = "the answer is no JSON: this is no server of profiles, or its path has a prefix";
    throw new FetchError("not-a-store", fact, fact, { cause: error });
  }
}

/** Brackets in texts are counted too: names have few. */
function hasMoreContainers(bytes: Uint8Array, most: number): boolean {
  if (bytes.length <= most) return false;
  let count = 0;
  for (const byte of bytes) if ((byte === OBJECT || byte === LIST) && ++count > most) return true;
  return false;
}

const OBJECT = "{".charCodeAt(0);
const LIST = "[".charCodeAt(0);

/** Runs what it is given, so many at a time, in order. */
function createGate(atOnce: number): <T>(run: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (run) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
