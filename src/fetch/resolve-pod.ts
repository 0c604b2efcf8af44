/** From what a user names to the pods it stands for. */
import { FetchError } from "../errors.ts";
import { getJson } from "./kubectl.ts";
import type { KubectlSettings } from "./kubernetes-settings.ts";
import { describeTarget, type PodTarget } from "./kubernetes-target.ts";
import { type Pod, parsePod, pickPod } from "./pod.ts";

/** The one pod that kubectl would pick for the target. Throws FetchError. */
export async function resolvePod(
  target: PodTarget,
  settings: KubectlSettings,
  signal?: AbortSignal,
): Promise<ResolvedPod> {
  const { pods, service } = await resolvePods(target, settings, signal);
  const pod = pickPod(pods, describeTarget(target));
  return { pod, port: target.port === undefined ? undefined : portNumber(target.port, pod, service) };
}

export interface ResolvedPod {
  readonly pod: Pod;
  /** Of the pod; undefined if the target names none. */
  readonly port: number | undefined;
}

/** All pods of the target that run. Throws FetchError if none does. */
export async function resolveRunningPods(
  target: PodTarget,
  settings: KubectlSettings,
  signal?: AbortSignal,
): Promise<ResolvedPod[]> {
  const { pods, service } = await resolvePods(target, settings, signal);
  pickPod(pods, describeTarget(target));
  return pods
    .filter(({ phase }) => phase === "Running")
    .map((pod) => ({ pod, port: target.port === undefined ? undefined : portNumber(target.port, pod, service) }));
}

interface Resolved {
  readonly pods: readonly Pod[];
  readonly service: readonly ServicePort[];
}

interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
}

/** Objects as the API has them, unchecked. */
interface ApiObject {
  readonly items?: readonly unknown[];
  readonly spec?: {
    readonly selector?: Readonly<Record<string, unknown>>;
    readonly ports?: readonly ServicePort[];
  };
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
  const found = (await getJson(["get", kind, name], place, signal)) as ApiObject;
  const selector = selectorOf(kind, found);
  if (selector === "") {
    const fact = `${kind}/${name} has no selector, so no pods of its own`;
    throw new FetchError("pod-not-running", fact, fact);
  }
  return {
    pods: await listPods(selector, place, signal),
    service: kind === "service" ? (found.spec?.ports ?? []) : [],
  };
}

/** Where to ask: what the target says goes before what the options say. */
export function placeOf({ context, namespace }: PodTarget, settings: KubectlSettings): KubectlSettings {
  return { ...settings, context: context ?? settings.context, namespace: namespace ?? settings.namespace };
}

async function listPods(selector: string, place: KubectlSettings, signal: AbortSignal | undefined): Promise<Pod[]> {
  const list = (await getJson(["get", "pods", `--selector=${selector}`], place, signal)) as ApiObject;
  return (list.items ?? []).map(parsePod);
}

interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

/** A Service has labels and values, everything else a LabelSelector; both as the text `kubectl get -l` takes. */
function selectorOf(kind: string, { spec }: ApiObject): string {
  const selector = spec?.selector ?? {};
  if (kind === "service") return equalities(selector as Record<string, string>).join(",");
  const { matchLabels = {}, matchExpressions = [] } = selector as LabelSelector;
  const expressions = matchExpressions.map(({ key, operator, values = [] }) => {
    if (operator === "Exists") return key;
    if (operator === "DoesNotExist") return `!${key}`;
    return `${key} ${operator === "In" ? "in" : "notin"} (${values.join(",")})`;
  });
  return [...equalities(matchLabels), ...expressions].join(",");
}

function equalities(labels: Readonly<Record<string, string>>): string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`);
}

/**
 * The pod's port that a number or a name means. A Service's ports are meant first, as in kubectl; what it does not have is taken for one of the
 * pod's own. Throws FetchError "no-pprof-port" for a name that nothing has.
 */
function portNumber(port: string, pod: Pod, service: readonly ServicePort[]): number {
  const ofService = service.find((entry) => entry.name === port || String(entry.port) === port);
  const wanted = String(ofService?.targetPort ?? ofService?.port ?? port);
  if (/^\d+$/.test(wanted)) return Number(wanted);
  const ports = pod.containers.flatMap((container) => container.ports);
  const named = ports.find(({ name }) => name === wanted);
  if (named !== undefined) return named.number;
  const names = ports.flatMap(({ name, number }) => (name === undefined ? [] : [`${name} (${number})`]));
  const fact = `pod ${pod.name} has no port named ${wanted}; it has ${names.join(", ") || "no named ports"}`;
  throw new FetchError("no-pprof-port", fact, fact);
}
