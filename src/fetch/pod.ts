/** What a pod's object says of it, as far as it matters to who looks for its memory. */
import { FetchError } from "../errors.ts";

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
  readonly labels: Readonly<Record<string, string>>;
  readonly containers: readonly Container[];
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

/** Objects of the API, unchecked: every step may be missing. */
type Json = { readonly [key: string]: Json } & readonly Json[] & string & number;

/** Throws FetchError "kubectl" for what is no pod. */
export function parsePod(object: unknown): Pod {
  const { metadata, spec, status } = (object ?? {}) as Record<string, Json | undefined>;
  if (metadata?.["name"] === undefined || spec?.["containers"] === undefined) {
    const fact = "kubectl: what it printed is no pod";
    throw new FetchError("kubectl", fact, fact);
  }
  const ready = [...(status?.["conditions"] ?? [])].find((condition) => condition["type"] === "Ready");
  const isReady = ready?.["status"] === "True";
  const createdAt = String(metadata["creationTimestamp"] ?? "");
  const states = [...(status?.["containerStatuses"] ?? [])];
  return {
    namespace: String(metadata["namespace"] ?? ""),
    name: String(metadata["name"]),
    uid: String(metadata["uid"] ?? ""),
    node: spec["nodeName"],
    phase: metadata["deletionTimestamp"] === undefined ? String(status?.["phase"] ?? "Unknown") : "Terminating",
    isReady,
    readySince: String((isReady ? ready["lastTransitionTime"] : undefined) ?? createdAt),
    createdAt,
    labels: (metadata["labels"] ?? {}) as Readonly<Record<string, string>>,
    containers: [...spec["containers"]].map((container) =>
      parseContainer(
        container,
        states.find((state) => state["name"] === container["name"]),
      ),
    ),
  };
}

function parseContainer(spec: Json, status: Json | undefined): Container {
  const ended = status?.["lastState"]?.["terminated"];
  return {
    name: String(spec["name"]),
    image: String(spec["image"] ?? ""),
    imageId: status?.["imageID"],
    containerId: status?.["containerID"],
    restartCount: Number(status?.["restartCount"] ?? 0),
    lastEnd: ended === undefined ? undefined : { reason: String(ended["reason"]), exitCode: Number(ended["exitCode"]) },
    ports: [...(spec["ports"] ?? [])].map((port) => ({ name: port["name"], number: Number(port["containerPort"]) })),
    memoryLimit: spec["resources"]?.["limits"]?.["memory"],
    memoryRequest: spec["resources"]?.["requests"]?.["memory"],
    gogc: envValue(spec, "GOGC"),
    gomemlimit: envValue(spec, "GOMEMLIMIT"),
  };
}

function envValue(container: Json, name: string): EnvValue | undefined {
  const entry = [...(container["env"] ?? [])].find((variable) => variable["name"] === name);
  if (entry === undefined) return undefined;
  const source = entry["valueFrom"] as Json | undefined;
  if (source === undefined) return { value: String(entry["value"] ?? "") };
  return { from: String(source["resourceFieldRef"]?.["resource"] ?? Object.keys(source)[0]) };
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
  const states = pods.map(({ name, phase }) => `${name} is ${phase}`).join(", ");
  const fact = pods.length === 0 ? `there is no pod for ${what}` : `no pod of ${what} is running: ${states}`;
  return new FetchError("pod-not-running", fact, fact);
}

function restartsOf({ containers }: Pod): number {
  return containers.reduce((most, { restartCount }) => Math.max(most, restartCount), 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
