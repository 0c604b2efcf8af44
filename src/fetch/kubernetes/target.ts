/**
 * A pod, or what stands for pods, as a user types it: `k8s://[CONTEXT/]NAMESPACE/KIND/NAME[:PORT][/PATH]`, or `KIND/NAME[:PORT][/PATH]` in the
 * words of `kubectl port-forward`.
 */
import { UsageError } from "../../errors.ts";
import { percentDecoded } from "../http/percent.ts";

/** As kubectl names them: every word it takes, and the name it has for all of them. */
const KINDS = {
  pod: ["po", "pod", "pods"],
  deployment: ["deploy", "deployment", "deployments", "deployment.apps", "deployments.apps"],
  statefulset: ["sts", "statefulset", "statefulsets", "statefulset.apps", "statefulsets.apps"],
  daemonset: ["ds", "daemonset", "daemonsets", "daemonset.apps", "daemonsets.apps"],
  replicaset: ["rs", "replicaset", "replicasets", "replicaset.apps", "replicasets.apps"],
  replicationcontroller: ["rc", "replicationcontroller", "replicationcontrollers"],
  job: ["job", "jobs", "job.batch", "jobs.batch"],
  service: ["svc", "service", "services"],
} as const;

export type Kind = keyof typeof KINDS;

export interface PodTarget {
  /** Undefined: the one kubectl is set to. */
  readonly context: string | undefined;
  /** Undefined: the one kubectl is set to. */
  readonly namespace: string | undefined;
  /** A kind and a name, or a selector of pods. */
  readonly object: { readonly kind: Kind; readonly name: string } | { readonly selector: string };
  /** A number or the name of a port; undefined: to be found. */
  readonly port: string | undefined;
  /** With query; undefined: what the caller asks for by default. */
  readonly path: string | undefined;
}

const FORM = "k8s://[CONTEXT/]NAMESPACE/KIND/NAME[:PORT][/PATH]";

/** `text` without its `k8s://`. Names of contexts may hold slashes. Throws UsageError "bad-option". */
export function parseKubernetesUrl(text: string): PodTarget {
  const elements = text.split("/");
  const at = elements.findIndex((element, index) => index > 0 && kindOf(element) !== undefined);
  const [namespace, kind] = [elements[at - 1], kindOf(elements[at] ?? "")];
  const name = parseName(elements[at + 1] ?? "");
  if (namespace === undefined || namespace === "" || kind === undefined || name === undefined) {
    const kinds = `KIND is one of ${Object.values(KINDS)
      .map(([short]) => short)
      .join(", ")}`;
    throw new UsageError("bad-option", `k8s://${text} names no pod: the form is ${FORM}; ${kinds}`);
  }
  const context = elements.slice(0, at - 1).join("/");
  return {
    context: context === "" ? undefined : percentDecoded(context),
    namespace,
    object: { kind, name: name.name },
    port: name.port,
    path: pathOf(elements.slice(at + 2)),
  };
}

/** `deploy/linkerd-destination:9996/debug/pprof/allocs`; undefined for what is no kind and name. */
export function parseKindAndName(text: string): PodTarget | undefined {
  const [first = "", second = "", ...path] = text.split("/");
  const kind = kindOf(first);
  const name = parseName(second);
  if (kind === undefined || name === undefined) return undefined;
  const object = { kind, name: name.name };
  return { context: undefined, namespace: undefined, object, port: name.port, path: pathOf(path) };
}

/** `linkerd/deploy/linkerd-destination`, for people. */
export function describeTarget({ context, namespace, object }: PodTarget): string {
  const named = "selector" in object ? `pods with ${object.selector}` : `${object.kind}/${object.name}`;
  const place = [context, namespace].filter((part) => part !== undefined);
  return place.length === 0 ? named : `${place.join("/")}/${named}`;
}

function kindOf(word: string): Kind | undefined {
  return (Object.keys(KINDS) as Kind[]).find((kind) => (KINDS[kind] as readonly string[]).includes(word.toLowerCase()));
}

/** Names are DNS names: nothing of kubectl's flags or of a shell can hide in one. */
function parseName(text: string): { readonly name: string; readonly port: string | undefined } | undefined {
  const [, name, port] = /^([a-z0-9](?:[-a-z0-9.]*[a-z0-9])?)(?::([a-z0-9][-a-z0-9]*))?$/.exec(text) ?? [];
  return name === undefined ? undefined : { name, port };
}

function pathOf(elements: readonly string[]): string | undefined {
  const path = elements.join("/");
  return path === "" ? undefined : `/${path}`;
}
