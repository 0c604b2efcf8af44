/** What a pod's object says of it, as far as it matters to who looks for its memory. */

import { FetchError } from "../../errors.ts";
import { firstOf } from "../../measurement/first-of.ts";
import { type ApiObject, count, field, isObject, list, text } from "./api-object.ts";

export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly node: string | undefined;
  readonly phase: string;
  readonly isReady: boolean;
  /** Since when it is ready, else since when it exists; "" if it does not say. RFC 3339. */
  readonly readySince: string;
  readonly createdAt: string;
  readonly containers: readonly Container[];
  /** Of the pod as a whole, beside those of its containers; as it is written. */
  readonly memoryLimit?: string | undefined;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  /** What the image's name stood for when it was pulled: `sha256:...` or a name with one. */
  readonly imageId: string | undefined;
  /** Another one after each restart. */
  readonly containerId: string | undefined;
  readonly restartCount: number;
  /** Why it ended the last time: `OOMKilled`, with the exit code. */
  readonly lastEnd: { readonly reason: string; readonly exitCode: number } | undefined;
  readonly ports: readonly { readonly name: string | undefined; readonly number: number }[];
  /** Quantities as they are written: `250Mi`. */
  readonly memoryLimit: string | undefined;
  readonly memoryRequest: string | undefined;
  readonly gogc: EnvValue | undefined;
  readonly gomemlimit: EnvValue | undefined;
}

/** The value itself, or where it comes from: `limits.memory`, `configMapKeyRef`. */
export type EnvValue = { readonly value: string } | { readonly from: string };

/** In Kubernetes. */
const LONGEST_NAME = 253;

/** Throws FetchError "kubectl" for what is no pod. */
export function parsePod(object: unknown): Pod {
  const [metadata, spec, status] = ["metadata", "spec", "status"].map((part) => field(object, part));
  const name = text(field(metadata, "name")) ?? "";
  const namespace = text(field(metadata, "namespace")) ?? "";
  if (!isName(name) || (namespace !== "" && !isName(namespace)) || !Array.isArray(field(spec, "containers"))) {
    const fact = "kubectl: what it printed is no pod";
    throw new FetchError("kubectl", fact, fact);
  }
  const ready = list(field(status, "conditions")).find((condition) => condition["type"] === "Ready");
  const isReady = ready?.["status"] === "True";
  const createdAt = text(field(metadata, "creationTimestamp")) ?? "";
  const isEnding = field(metadata, "deletionTimestamp") !== undefined;
  const sidecars = list(field(spec, "initContainers")).filter((container) => container["restartPolicy"] === "Always");
  const states = [...list(field(status, "containerStatuses")), ...list(field(status, "initContainerStatuses"))];
  return {
    namespace,
    name,
    uid: text(field(metadata, "uid")) ?? "",
    node: text(field(spec, "nodeName")),
    phase: isEnding ? "Terminating" : (text(field(status, "phase")) ?? "Unknown"),
    isReady,
    readySince: (isReady ? text(ready["lastTransitionTime"]) : undefined) ?? createdAt,
    createdAt,
    memoryLimit: text(field(field(field(spec, "resources"), "limits"), "memory")),
    containers: [...list(field(spec, "containers")), ...sidecars].map((container) =>
      parseContainer(
        container,
        states.find((state) => state["name"] === container["name"]),
      ),
    ),
  };
}

/** It becomes part of paths and of kubectl's arguments. */
function isName(text: string): boolean {
  return text.length <= LONGEST_NAME && /^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/.test(text);
}

function parseContainer(spec: ApiObject, status: ApiObject | undefined): Container {
  const ended = field(field(status, "lastState"), "terminated");
  const memory = (part: string): string | undefined => text(field(field(spec["resources"], part), "memory"));
  return {
    name: text(spec["name"]) ?? "",
    image: text(spec["image"]) ?? "",
    imageId: text(status?.["imageID"]),
    containerId: text(status?.["containerID"]),
    restartCount: count(status?.["restartCount"]) ?? 0,
    lastEnd:
      ended === undefined
        ? undefined
        : { reason: text(field(ended, "reason")) ?? "ended", exitCode: count(field(ended, "exitCode")) ?? 0 },
    ports: list(spec["ports"]).flatMap(parsePort),
    memoryLimit: memory("limits"),
    memoryRequest: memory("requests"),
    gogc: envValue(spec, "GOGC"),
    gomemlimit: envValue(spec, "GOMEMLIMIT"),
  };
}

/** None for UDP and SCTP, which nothing forwards. */
function parsePort({ name, containerPort, protocol = "TCP" }: ApiObject): Container["ports"] {
  const number = count(containerPort);
  if (number === undefined || number < 1 || number > 65_535 || protocol !== "TCP") return [];
  return [{ name: text(name), number }];
}

function envValue(container: ApiObject, name: string): EnvValue | undefined {
  const entry = list(container["env"]).find((variable) => variable["name"] === name);
  if (entry === undefined) return undefined;
  const source = entry["valueFrom"];
  if (!isObject(source)) return { value: text(entry["value"]) ?? "" };
  return { from: text(field(source["resourceFieldRef"], "resource")) ?? Object.keys(source)[0] ?? "" };
}

/**
 * As kubectl picks one of several: running before not, ready before not, ready for longest, fewest restarts, oldest. Throws FetchError
 * "pod-not-running" if none runs.
 */
export function pickPod(pods: readonly Pod[], what: string): Pod {
  const running = pods.filter(({ phase }) => phase === "Running");
  if (running.length === 0) throw notRunning(pods, what);
  return running.toSorted(
    (a, b) =>
      Number(b.isReady) - Number(a.isReady) ||
      compare(a.readySince, b.readySince) ||
      restartsOf(a) - restartsOf(b) ||
      compare(a.createdAt, b.createdAt) ||
      compare(a.name, b.name),
  )[0] as Pod;
}

function notRunning(pods: readonly Pod[], what: string): FetchError {
  const states = firstOf(pods.map(({ name, phase }) => `${name} is ${phase}`));
  const fact = pods.length === 0 ? `there is no pod for ${what}` : `no pod of ${what} is running: ${states}`;
  return new FetchError("pod-not-running", fact, fact);
}

function restartsOf({ containers }: Pod): number {
  return containers.reduce((most, { restartCount }) => Math.max(most, restartCount), 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
