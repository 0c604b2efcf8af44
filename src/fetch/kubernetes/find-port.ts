/** Which port of a pod serves pprof, where the user does not say: the ports the pod declares, likely names first, then the usual ones. */
import { FetchError } from "../../errors.ts";
import { type HttpSettings, readHttp } from "../http/http.ts";
import type { Pod } from "./pod.ts";
import type { KubernetesSettings } from "./settings.ts";
import { createTunnel } from "./tunnel.ts";

/** net/http/pprof's own example, common choices, linkerd's admin ports, controller-runtime, knative. */
const USUAL_PORTS = [6060, 8080, 9996, 9990, 8081, 8082, 8008, 6061, 9090];

/** Names that say what the port is for, likeliest first. */
const NAMES = [/pprof|profil/, /debug/, /admin/, /metrics|monitor|prom/, /http/];

const PROBE_SECONDS = 5;
/** For all ports together, where nobody says how long a request may take: a pod declares as many as it likes. */
const SEARCH_SECONDS = 60;

/** Ports worth asking, likeliest first. */
export function candidatePorts(pod: Pod): number[] {
  const declared = pod.containers.flatMap(({ ports }) => ports);
  const rank = (name = ""): number => {
    const found = NAMES.findIndex((pattern) => pattern.test(name));
    return found === -1 ? NAMES.length : found;
  };
  const byName = declared.toSorted((a, b) => rank(a.name) - rank(b.name)).map(({ number }) => number);
  return [...new Set([...byName, ...USUAL_PORTS])];
}

/**
 * The first port whose `probePath` answers as pprof's cmdline does. Throws FetchError "no-pprof-port", which names what was tried, or what
 * keeps kubectl from forwarding at all.
 */
export async function findPprofPort(
  pod: Pod,
  probePath: string,
  kubectl: KubernetesSettings,
  http: HttpSettings,
  signal?: AbortSignal,
): Promise<number> {
  const candidates = candidatePorts(pod);
  const seconds = http.timeout ?? SEARCH_SECONDS;
  const end = performance.now() + seconds * 1000;
  const tried: number[] = [];
  for (const port of candidates) {
    if (performance.now() >= end) break;
    tried.push(port);
    if (await servesPprof(pod, port, probePath, kubectl, http, signal)) return port;
  }
  const isAll = tried.length === candidates.length;
  const within = isAll ? "" : ` of ${candidates.length} within ${seconds} s`;
  const fact = `no port of pod ${pod.name} serves ${probePath}: tried ${tried.join(", ")}${within}`;
  throw new FetchError("no-pprof-port", fact, fact);
}

async function servesPprof(
  pod: Pod,
  port: number,
  probePath: string,
  kubectl: KubernetesSettings,
  http: HttpSettings,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const tunnel = createTunnel(pod, port, kubectl, []);
  // Other containers' ports are no place for the user's credentials.
  const { headers, bearerTokenFile, ...anonymous } = http;
  const hasCredentials = headers !== undefined || bearerTokenFile !== undefined;
  try {
    const probe = (origin: string): Promise<Uint8Array> =>
      readHttp(
        `${origin}${probePath}`,
        {
          ...anonymous,
          timeout: Math.min(PROBE_SECONDS, http.timeout ?? PROBE_SECONDS),
          sizeLimit: 1 << 20,
          expect: "anything",
        },
        signal,
      );
    return isCommandLine(await tunnel.request(probe, signal));
  } catch (error) {
    if (!(error instanceof FetchError) || KUBECTL_FAILS.has(error.code)) throw error;
    return hasCredentials && (error.status === 401 || error.status === 403);
  } finally {
    await tunnel.close();
  }
}

/** What would be the same on any other port. */
const KUBECTL_FAILS: ReadonlySet<string> = new Set([
  "kubectl",
  "kubectl-missing",
  "kubectl-not-found",
  "kubectl-forbidden",
  "kubectl-unreachable",
  "pod-not-running",
]);

/** Arguments with NUL between them; not a page. */
function isCommandLine(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes.subarray(0, 4096));
  return text !== "" && !/^\s*[<{]/.test(text);
}
