/** From what a user names to the pods it stands for. */
import { FetchError } from "../../errors.ts";
import { type ApiObject, field, isObject, list, text } from "./api-object.ts";
import { getJson } from "./kubectl.ts";
import { type Pod, parsePod, pickPod } from "./pod.ts";
import type { KubectlSettings, KubernetesSettings } from "./settings.ts";
import { describeTarget, type Kind, type PodTarget } from "./target.ts";

/** The one pod that kubectl would pick for the target. Throws FetchError. */
export async function resolvePod(
  target: PodTarget,
  settings: KubernetesSettings,
  signal?: AbortSignal,
): Promise<ResolvedPod> {
  const { pods, service } = await resolvePods(target, settings, signal);
  return withPort(pickPod(pods, describeTarget(target)), target, settings, service);
}

export interface ResolvedPod {
  readonly pod: Pod;
  /** Of the pod; undefined if neither the target nor the options name one. */
  readonly port: number | undefined;
}

/** All pods of the target that run. Throws FetchError if none does. */
export async function resolveRunningPods(
  target: PodTarget,
  settings: KubernetesSettings,
  signal?: AbortSignal,
): Promise<ResolvedPod[]> {
  const { pods, service } = await resolvePods(target, settings, signal);
  pickPod(pods, describeTarget(target));
  return pods.filter(({ phase }) => phase === "Running").map((pod) => withPort(pod, target, settings, service));
}

/** With the port of the target, else that of the options. */
function withPort(
  pod: Pod,
  target: PodTarget,
  settings: KubernetesSettings,
  service: readonly ServicePort[],
): ResolvedPod {
  const port = target.port ?? settings.port;
  return { pod, port: port === undefined ? undefined : portNumber(port, pod, service) };
}

interface Resolved {
  readonly pods: readonly Pod[];
  readonly service: readonly ServicePort[];
}

/** Names and numbers as text. */
interface ServicePort {
  readonly name: string | undefined;
  readonly port: string;
  readonly targetPort: string;
}

function servicePort({ name, port, targetPort }: ApiObject): ServicePort {
  return { name: text(name), port: String(port), targetPort: String(targetPort ?? port) };
}

async function resolvePods(
  target: PodTarget,
  settings: KubectlSettings,
  signal: AbortSignal | undefined,
): Promise<Resolved> {
  const place = placeOf(target, settings);
  const { object } = target;
  if ("selector" in object) return { pods: await listPods(object.selector, place, signal), service: [] };
  const { kind, name } = object;
  if (kind === "pod") return { pods: [parsePod(await getJson(["get", "pod", name], place, signal))], service: [] };
  const spec = field(await getJson(["get", kind, name], place, signal), "spec");
  const selector = selectorOf(kind, field(spec, "selector"));
  if (selector === "") {
    const fact = `${kind}/${name} has no selector, so no pods of its own`;
    throw new FetchError("pod-not-running", fact, fact);
  }
  return {
    pods: await listPods(selector, place, signal),
    service: kind === "service" ? list(field(spec, "ports")).map(servicePort) : [],
  };
}

/** Where to ask: what the target says goes before what the options say. */
export function placeOf<Settings extends KubectlSettings>(
  { context, namespace }: PodTarget,
  settings: Settings,
): Settings {
  return { ...settings, context: context ?? settings.context, namespace: namespace ?? settings.namespace };
}

async function listPods(selector: string, place: KubectlSettings, signal: AbortSignal | undefined): Promise<Pod[]> {
  const found = await getJson(["get", "pods", `--selector=${selector}`], place, signal);
  return list(field(found, "items")).map(parsePod);
}

/** Services and ReplicationControllers have labels and values, everything else a LabelSelector; both as the text `kubectl get -l` takes. */
function selectorOf(kind: Kind, selector: unknown): string {
  if (kind === "service" || kind === "replicationcontroller") return equalities(selector).join(",");
  const expressions = list(field(selector, "matchExpressions")).map(({ key, operator, values }) => {
    if (operator === "Exists") return String(key);
    if (operator === "DoesNotExist") return `!${key}`;
    const words = Array.isArray(values) ? values.join(",") : "";
    return `${key} ${operator === "In" ? "in" : "notin"} (${words})`;
  });
  return [...equalities(field(selector, "matchLabels")), ...expressions].join(",");
}

function equalities(labels: unknown): string[] {
  return isObject(labels) ? Object.entries(labels).map(([key, value]) => `${key}=${value}`) : [];
}

/**
 * The pod's port that a number or a name means. A Service's ports are meant first, as in kubectl; what it does not have is taken for one of the
 * pod's own. Throws FetchError "no-pprof-port" for a name that nothing has.
 */
function portNumber(port: string, pod: Pod, service: readonly ServicePort[]): number {
  const ofService = service.find((entry) => entry.name === port || entry.port === port);
  const wanted = ofService?.targetPort ?? port;
  if (/^\d+$/.test(wanted)) return Number(wanted);
  const ports = pod.containers.flatMap((container) => container.ports);
  const named = ports.find(({ name }) => name === wanted);
  if (named !== undefined) return named.number;
  const names = ports.flatMap(({ name, number }) => (name === undefined ? [] : [`${name} (${number})`]));
  const fact = `pod ${pod.name} has no port named ${wanted}; it has ${names.join(", ") || "no named ports"}`;
  throw new FetchError("no-pprof-port", fact, fact);
}
