/** Which process answers, and whether it is still the same one. */
import { FetchError } from "../errors.ts";
import { debugPaths } from "../fetch/debug-paths.ts";
import { field, list, text } from "../fetch/kubernetes/api-object.ts";
import type { Endpoint } from "../fetch/kubernetes/endpoint.ts";
import { runKubectl } from "../fetch/kubernetes/kubectl.ts";
import type { Container, EnvValue, Pod } from "../fetch/kubernetes/pod.ts";
import type { KubectlSettings } from "../fetch/kubernetes/settings.ts";
import type { ContainerRecord, PodRecord, ProcessRecord } from "../fetch/manifest/manifest.ts";
import { parseQuantity } from "../measurement/quantity.ts";
import type { MemStats } from "../profile/legacy/mem-stats.ts";
import type { ProcessMetrics } from "./metrics-text.ts";

/** Everything a process is known by but its number. */
export type ProcessFacts = Omit<ProcessRecord, "id">;

/** `pod` as it is now; undefined for a process behind a plain URL. */
export async function readFacts(
  endpoint: Endpoint,
  pod: Pod | undefined,
  containerName: string | undefined,
  metrics: ProcessMetrics,
  signal: AbortSignal,
): Promise<ProcessFacts> {
  const port = endpoint.pod?.port ?? 0;
  const container = pod === undefined ? undefined : containerOf(pod, port, containerName);
  return {
    program: await readProgram(endpoint, signal),
    startedAt: metrics.startSeconds === undefined ? null : momentOf(metrics.startSeconds),
    goVersion: metrics.goVersion ?? null,
    endpoint: endpoint.name,
    pod: pod === undefined ? null : podRecord(pod, port),
    container: container === undefined ? null : containerRecord(container),
  };
}

/** Seconds since the epoch as RFC 3339; null for what no date can be. */
function momentOf(seconds: number): string | null {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** Base name of its first argument; the others may hold secrets and are not kept. */
async function readProgram(endpoint: Endpoint, signal: AbortSignal): Promise<string | null> {
  try {
    const bytes = await endpoint.read(debugPaths(endpoint.path).cmdline, "anything", signal);
    const [first = ""] = new TextDecoder().decode(bytes).split("\0", 1);
    return /^[^<{\p{Cc}]+$/u.test(first) ? first.slice(first.lastIndexOf("/") + 1) : null;
  } catch (error) {
    if (!(error instanceof FetchError) || signal.aborted) throw error;
    return null;
  }
}

/** The one that is asked for, else the one that declares the port, else the only one; undefined where that does not tell. Throws FetchError. */
function containerOf(pod: Pod, port: number, name: string | undefined): Container | undefined {
  const { containers } = pod;
  if (name === undefined) {
    const declaring = containers.find(({ ports }) => ports.some(({ number }) => number === port));
    return declaring ?? (containers.length === 1 ? containers[0] : undefined);
  }
  const found = containers.find((container) => container.name === name);
  if (found !== undefined) return found;
  const names = containers.map((container) => container.name).join(", ");
  const fact = `pod ${pod.name} has no container ${name}; it has ${names}`;
  throw new FetchError("kubectl-not-found", fact, fact);
}

function podRecord({ namespace, name, uid, node }: Pod, port: number): PodRecord {
  return { namespace, name, uid, node: node ?? null, port };
}

function containerRecord(container: Container): ContainerRecord {
  const { lastEnd } = container;
  return {
    name: container.name,
    image: container.image,
    imageDigest: /sha256:[0-9a-f]{64}/.exec(container.imageId ?? "")?.[0] ?? null,
    containerId: container.containerId ?? null,
    restartCount: container.restartCount,
    lastEnd: lastEnd === undefined ? null : `${lastEnd.reason} (${lastEnd.exitCode})`,
    memoryLimit: container.memoryLimit ?? null,
    memoryRequest: container.memoryRequest ?? null,
    gogc: envText(container.gogc),
    gomemlimit: envText(container.gomemlimit),
  };
}

function envText(value: EnvValue | undefined): string | null {
  if (value === undefined) return null;
  return "value" in value ? value.value : `{${value.from}}`;
}

/** What tells two processes apart, in words; undefined for one and the same. */
export function describeRestart(before: ProcessFacts, now: ProcessFacts): string | undefined {
  const [old, pod] = [before.pod, now.pod];
  if (old !== null && pod !== null && old.uid !== pod.uid) return `pod ${old.name} was replaced by ${pod.name}`;
  const [was, is] = [before.container, now.container];
  if (was !== null && is !== null && (was.restartCount !== is.restartCount || was.containerId !== is.containerId)) {
    const reason = is.lastEnd === null ? "" : `: ${is.lastEnd}`;
    return `container ${is.name} of pod ${pod?.name} was restarted, restart ${is.restartCount}${reason}`;
  }
  if (before.startedAt !== null && now.startedAt !== null && before.startedAt !== now.startedAt) {
    return `the process was restarted: it started at ${now.startedAt}, the one before at ${before.startedAt}`;
  }
  return undefined;
}

/** What only rises while a process lives, by its name; undefined where none fell since the snapshot before. */
export function fallenCounter(before: MemStats | undefined, now: MemStats | undefined): string | undefined {
  const fallen = RISING.find((name) => (now?.[name] ?? Number.POSITIVE_INFINITY) < (before?.[name] ?? 0));
  return fallen === undefined
    ? undefined
    : `the process was restarted: its ${fallen.charAt(0).toUpperCase()}${fallen.slice(1)} is less than before`;
}

/** Of MemStats. */
const RISING = ["totalAlloc", "mallocs", "numGC"] as const;

/** Bytes of the container's working set by the metrics API; undefined where there is none. */
export async function readWorkingSet(
  pod: PodRecord,
  container: string,
  kubectl: KubectlSettings,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${pod.namespace}/pods/${pod.name}`;
    const metrics: unknown = JSON.parse(await runKubectl(["get", "--raw", path], kubectl, signal));
    const measured = list(field(metrics, "containers")).find(({ name }) => name === container);
    const usage = text(field(measured?.["usage"], "memory"));
    return usage === undefined ? undefined : parseQuantity(usage);
  } catch (error) {
    if (signal.aborted || !(error instanceof FetchError || error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
