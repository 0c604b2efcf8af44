/** A process whose debug pages are reached over HTTP, by a URL or through a port-forward: one or many requests, and then closed. */
import { UsageError } from "../../errors.ts";
import { debugPaths, profilePath } from "../debug-paths.ts";
import { type HttpSettings, readHttp, type SavedBody, saveDumpHttp, saveHttp, withoutSecrets } from "../http/http.ts";
import { findPprofPort } from "./find-port.ts";
import { getJson } from "./kubectl.ts";
import { type Pod, parsePod } from "./pod.ts";
import { placeOf, type ResolvedPod, resolvePod } from "./resolve-pod.ts";
import type { KubernetesSettings } from "./settings.ts";
import { describeTarget, type PodTarget } from "./target.ts";
import { createTunnel } from "./tunnel.ts";

export interface Endpoint {
  /** For people and for manifests: without secrets. */
  readonly name: string;
  /** What the source asks for. */
  readonly path: string;
  /** Undefined for a plain URL. */
  readonly pod: PodOfEndpoint | undefined;
  /** A page of the process that is no profile is refused, unless anything is expected. Throws FetchError. */
  readonly read: (path: string, expect: "profile" | "anything", signal?: AbortSignal) => Promise<Uint8Array>;
  /** To disk: whole or not at all. */
  readonly save: (path: string, file: string, signal?: AbortSignal) => Promise<SavedBody>;
  /** A heap dump of at most so many bytes, packed on its way to disk. The process stops meanwhile. */
  readonly saveDump: (path: string, file: string, sizeLimit: number, signal?: AbortSignal) => Promise<SavedBody>;
  /** Hands `use` what reaches the port, again after each break. Throws FetchError. */
  readonly request: <T>(use: (origin: string) => Promise<T>, signal?: AbortSignal) => Promise<T>;
  readonly close: () => Promise<void>;
}

export interface PodOfEndpoint {
  readonly port: number;
  /** As it was when the endpoint was opened. */
  readonly pod: Pod;
  /** As it is now. Throws FetchError "kubectl-not-found" if it is gone. */
  readonly look: (signal?: AbortSignal) => Promise<Pod>;
}

export interface EndpointSettings {
  readonly http: HttpSettings;
  readonly kubernetes: KubernetesSettings;
}

/** `url` with or without a path. */
export function openUrl(url: string, { http }: EndpointSettings): Endpoint {
  const { origin, pathname, search } = originOf(url);
  return {
    name: withoutSecrets(origin),
    path: profilePath(pathname + search),
    pod: undefined,
    read: (path, expect, signal) => readHttp(origin + path, pageSettings(http, expect), signal),
    save: (path, file, signal) => saveHttp(origin + path, file, http, signal),
    saveDump: (path, file, sizeLimit, signal) => saveDumpHttp(origin + path, file, { ...http, sizeLimit }, signal),
    request: (use) => use(origin),
    close: async () => {},
  };
}

/** Of what may be anything, such as /metrics. */
const LONGEST_PAGE = 64 << 20;

function pageSettings(http: HttpSettings, expect: "profile" | "anything"): HttpSettings {
  if (expect === "profile") return { ...http, expect };
  return { ...http, expect, sizeLimit: http.sizeLimit ?? LONGEST_PAGE };
}

/** With the user info and the scheme as they were given. Throws UsageError "bad-option". */
function originOf(url: string): { origin: string; pathname: string; search: string } {
  if (!URL.canParse(url)) throw new UsageError("bad-option", `${withoutSecrets(url)} is no URL`);
  const { pathname, search } = new URL(url);
  return { origin: /^[^:]+:\/\/[^/?#]*/.exec(url)?.[0] ?? url, pathname, search };
}

/** The pod that kubectl would pick. Throws FetchError. */
export async function openTarget(
  target: PodTarget,
  settings: EndpointSettings,
  signal?: AbortSignal,
): Promise<Endpoint> {
  return await openPod(await resolvePod(target, settings.kubernetes, signal), target, settings, signal);
}

/** One pod of those that `target` stands for; finds its port if none is given. Throws FetchError. */
export async function openPod(
  { pod, port: given }: ResolvedPod,
  target: PodTarget,
  { http, kubernetes }: EndpointSettings,
  signal?: AbortSignal,
): Promise<Endpoint> {
  const path = profilePath(target.path);
  const place = { ...placeOf(target, kubernetes), namespace: pod.namespace };
  const port = given ?? (await findAndSay(pod, path, { http, kubernetes: place }, signal));
  const tunnel = createTunnel(pod, port, place);
  return {
    name: `k8s://${describeTarget({ ...target, namespace: pod.namespace, object: { kind: "pod", name: pod.name } })}:${port}`,
    path,
    pod: { port, pod, look: async (asked) => parsePod(await getJson(["get", "pod", pod.name], place, asked)) },
    read: (asked, expect, stop) =>
      tunnel.request((origin) => readHttp(origin + asked, pageSettings(http, expect), stop), stop),
    save: (asked, file, stop) => tunnel.request((origin) => saveHttp(origin + asked, file, http, stop), stop),
    saveDump: (asked, file, sizeLimit, stop) =>
      tunnel.request((origin) => saveDumpHttp(origin + asked, file, { ...http, sizeLimit }, stop), stop),
    request: tunnel.request,
    close: tunnel.close,
  };
}

async function findAndSay(
  pod: Pod,
  path: string,
  { http, kubernetes }: EndpointSettings,
  signal: AbortSignal | undefined,
): Promise<number> {
  const port = await findPprofPort(pod, debugPaths(path).cmdline, kubernetes, http, signal);
  kubernetes.onNotice?.(`pod ${pod.name} serves pprof on port ${port}; --port ${port} saves the search`);
  return port;
}
